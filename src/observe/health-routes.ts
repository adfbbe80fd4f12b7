import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.ts';

/** A part that must work for Papote to answer: rejects or gives false when it does not. */
export type Check = () => Promise<boolean>;

const CHECK_TIMEOUT_MS = 3_000;

/** `/health/live`: the process runs. `/health/ready`: it can answer parents. `/metrics`: for Prometheus. */
export async function healthRoutes(
  app: FastifyInstance,
  options: {
    checks: Readonly<Record<string, Check>>;
    /** What an operator should know although everything works. */
    notes: () => readonly string[];
    metrics: Metrics;
  },
): Promise<void> {
  app.get('/health/live', async () => ({ status: 'ok' }));
  app.get('/health/ready', async (_request, reply) => {
    const results = await Promise.all(
      Object.entries(options.checks).map(async ([name, check]) => [name, await passes(check)] as const),
    );
    const ready = results.every(([, passed]) => passed);
    const checks = Object.fromEntries(results.map(([name, passed]) => [name, passed ? 'ok' : 'failed']));
    return reply
      .code(ready ? 200 : 503)
      .send({ status: ready ? 'ready' : 'not ready', checks, notes: options.notes() });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(options.metrics.registry.contentType).send(await options.metrics.registry.metrics()),
  );
}

async function passes(check: Check): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([check(), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
