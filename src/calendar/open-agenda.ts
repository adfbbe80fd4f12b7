import type { FastifyInstance } from 'fastify';
import type { Logger } from '../observe/logger.ts';
import { type AgendaRoutes, agendaRoutes } from './agenda-routes.ts';
import { posterRoutes } from './poster-routes.ts';
import { createPrinter } from './printer.ts';

export interface AgendaDoor extends AgendaRoutes {
  /** Where posters are kept. */
  readonly dataDir: string;
  /** Chromium that prints posters. Absent: the one of the system, if there is one. */
  readonly chromiumPath: string | undefined;
  readonly logger: Logger;
}

/** Adds the public agenda to the server: pages, feeds and posters. */
export async function openAgenda(app: FastifyInstance, { dataDir, chromiumPath, logger, ...door }: AgendaDoor) {
  const printer = createPrinter({ dataDir, chromiumPath, logger });
  await app.register(async (routes) => {
    await agendaRoutes(routes, door);
    await posterRoutes(routes, { ...door, printer });
  });
}
