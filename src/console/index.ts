import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Broadcasts } from '../broadcast/broadcasts.ts';
import { accountRoutes } from './account-routes.ts';
import { alertRoutes } from './alert-routes.ts';
import { sendMessage, sendNotFound } from './answers.ts';
import { assetRoutes } from './assets.ts';
import { createAttempts } from './attempts.ts';
import { auditRoutes } from './audit-routes.ts';
import { broadcastRoutes } from './broadcast-routes.ts';
import { calendarRoutes } from './calendar-routes.ts';
import type { ConsoleContext } from './context.ts';
import { meRoutes } from './me-routes.ts';
import { createSecondFactor } from './second-factor.ts';
import { createSessions, type RequireSession } from './session.ts';
import type { Simulator } from './simulator.ts';
import { simulatorRoutes } from './simulator-routes.ts';
import { staffRoutes } from './staff-routes.ts';
import { type TemplatesOptions, templatesRoutes } from './templates-routes.ts';
import { weeklyRoutes } from './weekly-routes.ts';

export interface ConsoleOptions
  extends Pick<
      ConsoleContext,
      'db' | 'sealer' | 'clock' | 'logger' | 'secureCookies' | 'territories' | 'reach' | 'gazetteer'
    >,
    TemplatesOptions {
  readonly broadcasts: Broadcasts;
  readonly simulator: Simulator;
  /** Adds the pages of the inbox. */
  readonly registerInbox: (app: FastifyInstance, requireSession: RequireSession) => void | Promise<void>;
  /** For links to hand over. Absent: as the browser reached the console. */
  readonly publicUrl?: string | undefined;
}

/** The console of the network's people. To be registered under the prefix `/console`. */
export async function consoleRoutes(app: FastifyInstance, options: ConsoleOptions): Promise<void> {
  const { db, sealer, clock, logger, secureCookies, territories, reach, gazetteer, registerInbox, publicUrl } = options;
  const scheme = secureCookies ? 'https' : 'http';
  const context: ConsoleContext = {
    ...{ db, sealer, clock, logger, secureCookies, territories, reach, gazetteer },
    sessions: createSessions({ db, clock, secureCookies }),
    attempts: createAttempts({ db, sealer, clock }),
    secondFactor: createSecondFactor({ db, sealer, clock }),
    baseOf: (request) => publicUrl ?? `${scheme}://${request.host}`,
  };
  await app.register(cookie);
  await app.register(formbody);
  await app.register(rateLimit, { global: false });
  app.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'));
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, context));
  app.setNotFoundHandler(async (request, reply) =>
    sendNotFound(request, reply, await context.sessions.read(request).catch(() => null)),
  );
  await assetRoutes(app);
  await accountRoutes(app, context);
  await meRoutes(app, context);
  await alertRoutes(app, context);
  await staffRoutes(app, context);
  await simulatorRoutes(app, context, options.simulator);
  await auditRoutes(app, context);
  await templatesRoutes(app, context, options);
  await calendarRoutes(app, context);
  await weeklyRoutes(app, context, options);
  await broadcastRoutes(app, context, options);
  await registerInbox(app, context.sessions.require);
}

/** Says in words what to do; tells the log the code, and the outside nothing of what happened within. */
function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  { logger }: ConsoleContext,
): FastifyReply {
  const { statusCode, code } = propertiesOf(error);
  if (statusCode === 413)
    return sendMessage(request, reply, 413, ({ errors }) => [errors.tooLarge, errors.tooLargeHelp]);
  if (statusCode === 429) return sendMessage(request, reply, 429, ({ errors }) => [errors.tooMany, errors.tooManyWait]);
  if (statusCode >= 400 && statusCode < 500)
    return sendMessage(request, reply, statusCode, ({ errors }) => [errors.refused, errors.refusedHelp]);
  logger.error({ kind: 'console', status: 500, code }, 'request failed');
  return sendMessage(request, reply, 500, ({ errors }) => [errors.failed, errors.failedHelp]);
}

function propertiesOf(error: unknown): { statusCode: number; code: string } {
  const { statusCode, code, name }: { statusCode?: unknown; code?: unknown; name?: unknown } =
    typeof error === 'object' && error !== null ? error : {};
  return { statusCode: typeof statusCode === 'number' ? statusCode : 500, code: String(code ?? name ?? 'unknown') };
}
