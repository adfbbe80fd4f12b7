import { readFileSync } from 'node:fs';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import type { Assistant } from '../content/load-assistant.ts';
import type { Tables } from '../store/tables.ts';
import { STYLE_PATH } from './agenda-layout.ts';
import { agendaPage } from './agenda-page.ts';
import { AGENDA_PATH, agendaPath } from './agenda-paths.ts';
import { readRequest, wordsFor } from './agenda-request.ts';
import { calendarFeed } from './calendar-feed.ts';
import { feedSpan } from './month.ts';
import { placesPage } from './places-page.ts';
import { publicAgenda, readRevisions } from './public-agenda.ts';
import { sendCached } from './send-cached.ts';

/** Requests of one address in a minute; a town hall's whole network may stand behind one. */
const MOST_A_MINUTE = 600;
const HTML = 'text/html; charset=utf-8';

export interface AgendaRoutes {
  readonly db: Kysely<Tables>;
  /** What the pages are shown with; read at each request, since content changes while the server runs. */
  readonly agenda: () => Assistant['agenda'];
  /** Address of the server as the outside knows it, without a slash at the end. */
  readonly baseUrl: string;
  readonly clock: () => Date;
}

/** `/agenda`: what everybody may see of the calendar, without cookies or scripts. */
export async function agendaRoutes(app: FastifyInstance, options: AgendaRoutes): Promise<void> {
  const { db, agenda, baseUrl, clock } = options;
  const style = readFileSync(new URL('assets/agenda.css', import.meta.url), 'utf8');
  // Answers are kept by caches for everybody: how much one address has left is none of theirs.
  const silent = { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false };
  await app.register(rateLimit, {
    ...{ max: MOST_A_MINUTE, timeWindow: '1 minute' },
    ...{ addHeaders: silent, addHeadersOnExceeding: silent },
  });
  app.get(STYLE_PATH, (request, reply) => sendCached(request, reply, { type: 'text/css; charset=utf-8', body: style }));
  app.get(AGENDA_PATH, (request, reply) => {
    const territories = agenda().territories.values();
    return sendPage(request, reply, placesPage({ ...wordsFor(request, agenda()), territories }));
  });
  app.get(`${AGENDA_PATH}/:territory`, async (request, reply) => {
    const asked = readRequest(request, agenda(), clock());
    if (asked === undefined) return sendUnknown(request, reply, agenda());
    const { territory, month, language: lang } = asked;
    if (month === undefined) return reply.redirect(agendaPath(territory.id, { lang }));
    const occurrences = await publicAgenda(db, territory.id, month);
    return sendPage(request, reply, agendaPage({ ...asked, month, occurrences }));
  });
  app.get(`${AGENDA_PATH}/:territory.ics`, async (request, reply) => {
    const asked = readRequest(request, agenda(), clock());
    if (asked === undefined) return sendUnknown(request, reply, agenda());
    const { id } = asked.territory;
    const occurrences = await publicAgenda(db, id, feedSpan(clock()));
    const revisions = await readRevisions(db, occurrences);
    const body = calendarFeed({ ...asked, occurrences, revisions, pageUrl: baseUrl + agendaPath(id) });
    reply.header('vary', 'accept-language').header('content-disposition', `inline; filename="${id}.ics"`);
    return sendCached(request, reply, { type: 'text/calendar; charset=utf-8', body });
  });
}

function sendPage(request: FastifyRequest, reply: FastifyReply, body: string): FastifyReply {
  return sendCached(request, reply.header('vary', 'accept-language'), { type: HTML, body });
}

/** Says that there is no such place, and which there are. */
export function sendUnknown(request: FastifyRequest, reply: FastifyReply, agenda: Assistant['agenda']): FastifyReply {
  const words = wordsFor(request, agenda);
  const body = placesPage({ ...words, territories: agenda.territories.values(), note: words.texts.unknown });
  return reply.code(404).type(HTML).send(body);
}
