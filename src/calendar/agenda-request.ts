import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Assistant } from '../content/load-assistant.ts';
import type { Territory } from '../content/load-places.ts';
import { agendaLanguage } from './agenda-language.ts';
import { type AgendaWords, agendaWords } from './agenda-words.ts';
import { type AgendaMonth, agendaMonth } from './month.ts';

/** What stands after the question mark; what is given twice counts as not given. */
const queryShape = z.object({
  lang: z.string().optional().catch(undefined),
  month: z.string().optional().catch(undefined),
});
const paramsShape = z.object({ territory: z.string() });

/** What an address of the agenda asks for. */
export interface AgendaRequest extends AgendaWords {
  readonly territory: Territory;
  /** Undefined for what is no month of the agenda. */
  readonly month: AgendaMonth | undefined;
}

/** Undefined when there is no such territory. */
export function readRequest(
  request: FastifyRequest,
  agenda: Assistant['agenda'],
  now: Date,
): AgendaRequest | undefined {
  const territory = agenda.territories.get(paramsShape.parse(request.params).territory);
  if (territory === undefined) return undefined;
  const { month } = queryShape.parse(request.query);
  return { ...wordsFor(request, agenda), territory, month: agendaMonth(month, now) };
}

/** The words of the language that the reader asks for. */
export function wordsFor(request: FastifyRequest, agenda: Assistant['agenda']): AgendaWords {
  const { lang } = queryShape.parse(request.query);
  return agendaWords(agenda, agendaLanguage(lang, request.headers['accept-language']));
}
