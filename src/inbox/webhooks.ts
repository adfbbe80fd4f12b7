import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type Acknowledgement,
  type Channel,
  type ChannelEvent,
  canAcknowledge,
  canReply,
  type StatusEvent,
  type Verified,
  type WebhookRequest,
} from '../channel.ts';
import type { Logger } from '../observe/logger.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { UrgentReply } from './intake.ts';

/** Largest body a provider sends, with room: updates and forms have some kilobytes. */
const BODY_LIMIT = 512 * 1024;
const MALFORMED = Symbol('malformed');

export interface WebhookRoutes {
  /** Path of the webhook and the channel it belongs to. */
  readonly channels: ReadonlyMap<string, Channel>;
  /** Reads delivery states from `POST <path>/:outgoingId`, with the channel that verifies them. */
  readonly status:
    | {
        readonly path: string;
        readonly channel: Channel;
        readonly parse: (body: unknown, outgoingId: string) => ChannelEvent[];
      }
    | undefined;
  /** Gives what must be said with the response; to a channel that cannot reply there it says it itself. */
  readonly accept: (channel: Channel, events: readonly ChannelEvent[]) => Promise<readonly UrgentReply[]>;
  readonly record: (status: StatusEvent) => Promise<void>;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/**
 * The doors for what providers post: verify, store, answer. Nothing else happens here, but that danger is answered in the
 * response while the database is away. A refusal is 403, counted, and leaves
 * no trace; a body that cannot be read is 400; kinds of events that do not concern us are 200, so that they are not sent
 * again.
 */
export async function webhookRoutes(app: FastifyInstance, routes: WebhookRoutes): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_LIMIT }, (request, body, done) =>
    done(null, parseBody(request, String(body))),
  );
  for (const [path, channel] of routes.channels) {
    app.post(path, (request, reply) => receive(request, reply, path, channel, routes));
  }
  if (routes.status) {
    const { path, channel, parse } = routes.status;
    app.post<{ Params: { outgoingId: string } }>(`${path}/:outgoingId`, async (request, reply) => {
      const verified = check(request, reply, path, channel, routes);
      if (verified === undefined) return reply;
      for (const event of parse(verified.body, request.params.outgoingId))
        if (event.kind === 'status') await routes.record(event);
      return reply.code(204).send();
    });
  }
}

async function receive(
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
  channel: Channel,
  routes: WebhookRoutes,
): Promise<FastifyReply> {
  const verified = check(request, reply, path, channel, routes);
  if (verified === undefined) return reply;
  const events = channel.parse(verified);
  if (events.length === 0) routes.metrics.ignored.inc({ channel: channel.name });
  const urgent = await routes.accept(channel, events);
  if (urgent.length > 0) whenAnswered(reply.raw, urgent);
  const acknowledgement = acknowledge(channel, verified, urgent);
  if (acknowledgement === undefined) return reply.code(200).send();
  return reply.code(200).type(acknowledgement.contentType).send(acknowledgement.body);
}

/** Whether a reply was said shows when the response has left, or the provider has hung up before. */
function whenAnswered(response: FastifyReply['raw'], urgent: readonly UrgentReply[]): void {
  let left = false;
  response.once('finish', () => {
    left = true;
    for (const { said } of urgent) said();
  });
  const hungUp = (): void => {
    if (!left) for (const { unsaid } of urgent) unsaid();
  };
  if (response.closed) hungUp();
  else response.once('close', hungUp);
}

function acknowledge(
  channel: Channel,
  verified: Verified,
  urgent: readonly UrgentReply[],
): Acknowledgement | undefined {
  const texts = urgent.flatMap((reply) => reply.texts);
  if (texts.length > 0 && canReply(channel)) return channel.replyInAcknowledgement(verified, texts);
  return canAcknowledge(channel) ? channel.acknowledge(verified) : undefined;
}

/** The verified request, or undefined after having answered 403 or 400. */
function check(
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
  channel: Channel,
  { metrics, logger }: WebhookRoutes,
): Verified | undefined {
  const malformed = request.body === MALFORMED;
  const verified = channel.verify(asWebhookRequest(request, malformed ? undefined : request.body));
  if (!verified.ok || malformed) {
    const code = verified.ok ? 'malformed' : verified.code;
    metrics.refused.inc({ path, code });
    logger.warn({ channel: channel.name, code }, 'webhook request refused');
    reply.code(verified.ok ? 400 : 403).send();
    return undefined;
  }
  return verified;
}

function asWebhookRequest({ method, url, headers }: FastifyRequest, body: unknown): WebhookRequest {
  const single = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]);
  return { method, path: url, headers: Object.fromEntries(single), body };
}

function parseBody(request: FastifyRequest, body: string): unknown {
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return formOf(body);
  try {
    return JSON.parse(body);
  } catch {
    return MALFORMED;
  }
}

/** Fields of a form; one that stands several times is a list, as the signature wants it. */
function formOf(body: string): Record<string, string | string[]> {
  const fields = new URLSearchParams(body);
  const names = [...new Set(fields.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = fields.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}
