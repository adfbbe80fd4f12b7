import type { Language } from '../languages.ts';

/** Where the public agenda stands. */
export const AGENDA_PATH = '/agenda';

/** What a link says besides the territory. */
export interface LinkQuery {
  readonly lang?: Language;
  /** 'YYYY-MM'. */
  readonly month?: string;
}

/** The page of a territory, or that of all. */
export function agendaPath(territory: string | null, query: LinkQuery = {}): string {
  return withQuery(territory === null ? AGENDA_PATH : `${AGENDA_PATH}/${territory}`, query);
}

/** The calendar feed of a territory. */
export function feedPath(territory: string, query: LinkQuery = {}): string {
  return withQuery(`${AGENDA_PATH}/${territory}.ics`, query);
}

/** The poster of a month. */
export function posterPath(territory: string, ending: 'pdf' | 'png', query: LinkQuery): string {
  return withQuery(`${AGENDA_PATH}/${territory}/poster.${ending}`, query);
}

function withQuery(path: string, query: LinkQuery): string {
  const search = new URLSearchParams(Object.entries(query)).toString();
  return search === '' ? path : `${path}?${search}`;
}
