import { html } from 'ghtml';
import type { RequestSummary } from '../../handover/desk.ts';
import type { TerritoryName } from '../context.ts';
import { languageWords, territoryWords, timeWords } from '../inbox-words.ts';
import type { InboxTexts } from '../texts/fr-inbox.ts';

export interface FactsContext {
  readonly texts: InboxTexts;
  readonly territories: readonly TerritoryName[];
  readonly now: Date;
}

/** Too late to be taken in the time that was promised. */
export function isLate({ state, dueAt }: RequestSummary, now: Date): boolean {
  return state === 'open' && dueAt !== null && dueAt < now;
}

/** What is known of a request, none of it the parent's words, as pairs of name and value. */
export function requestFacts(summary: RequestSummary, { texts, territories, now }: FactsContext): string {
  const { facts, channel } = texts;
  const fact = (name: string, value: string, kind = '') =>
    html`<div class="fact ${kind}"><dt>${name}</dt> <dd>${value}</dd></div>`;
  const late = isLate(summary, now);
  const due =
    summary.state === 'open' && summary.dueAt !== null
      ? fact(late ? facts.late : facts.due, timeWords(summary.dueAt, now, texts), late ? 'late' : '')
      : '';
  const hands =
    summary.state === 'open'
      ? fact(facts.holder, summary.holder ?? facts.nobody)
      : fact(facts.takenBy, summary.takenBy ?? facts.nobody);
  return html`<dl class="request-facts">
!${fact(facts.language, languageWords(summary.language, texts))}
!${fact(facts.channel, channel[summary.channel])}
!${fact(facts.territory, territoryWords(summary.territory, territories, texts))}
!${fact(facts.since, timeWords(summary.createdAt, now, texts))}
!${due}
!${hands}
</dl>`;
}
