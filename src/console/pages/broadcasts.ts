import { html } from 'ghtml';
import type { BroadcastSummary, Preview, WeeklyTimes } from '../../broadcast/broadcasts.ts';
import type { TerritoryName } from '../context.ts';
import { page } from '../layout.ts';
import { BROADCASTS_PATH, WEEKLY_PATH } from '../paths.ts';
import type { Session } from '../session.ts';
import type { BroadcastTexts } from '../texts/fr-broadcasts.ts';
import { euroWords, nameOf, stateWords, whenWords } from './broadcast-words.ts';
import { notice } from './fields.ts';
import { weeklyWords } from './weekly.ts';

export interface BroadcastsPageOptions {
  readonly session: Session;
  readonly texts: BroadcastTexts;
  readonly territories: readonly TerritoryName[];
  readonly broadcasts: readonly BroadcastSummary[];
  readonly spent: Pick<Preview, 'monthEuro' | 'capEuro'>;
  readonly weekly: WeeklyTimes;
  readonly notice?: string | undefined;
}

/** All messages to many: what waits for somebody to look at it first. */
export function broadcastsPage(options: BroadcastsPageOptions): string {
  const { session, texts, broadcasts, spent, weekly } = options;
  const cap = spent.capEuro === null ? null : euroWords(spent.capEuro, texts);
  const groups: Readonly<Record<keyof BroadcastTexts['groups'], readonly BroadcastSummary[]>> = {
    draft: broadcasts.filter(({ state }) => state === 'draft').reverse(),
    underway: broadcasts.filter(({ state }) => ['released', 'sending', 'paused'].includes(state)),
    ended: broadcasts.filter(({ state }) => ['done', 'stopped'].includes(state)),
  };
  return page({
    session,
    texts,
    title: texts.title,
    active: 'broadcasts',
    body: html`<h1>${texts.title}</h1>
!${notice(options.notice)}
<p class="hint">${texts.intro}</p>
<p>${texts.month(euroWords(spent.monthEuro, texts), cap)}</p>
<p>${weeklyWords(weekly, texts)} <a href="${WEEKLY_PATH}">${texts.weekly.link}</a></p>
<p><a class="button" href="${BROADCASTS_PATH}/new">${texts.write}</a></p>
!${(['draft', 'underway', 'ended'] as const).map((group) => section(group, groups[group], options)).join('\n')}
<p class="hint">${texts.clock}</p>`,
  });
}

function section(
  group: keyof BroadcastTexts['groups'],
  broadcasts: readonly BroadcastSummary[],
  { texts, territories }: BroadcastsPageOptions,
): string {
  return html`<section aria-labelledby="${group}">
<h2 id="${group}">${texts.groups[group]}</h2>
!${broadcasts.length === 0 ? html`<p class="hint">${texts.empty}</p>` : ''}
<ul class="people">
!${broadcasts.map((one) => item(one, texts, territories)).join('\n')}
</ul>
</section>`;
}

function item(one: BroadcastSummary, texts: BroadcastTexts, territories: readonly TerritoryName[]): string {
  const facts = [
    stateWords(one, texts),
    texts.leaves(whenWords(one.sendAt, texts)),
    one.state === 'draft' ? '' : texts.recipients(one.recipients),
    one.state === 'draft' ? '' : euroWords(one.euro, texts),
    one.createdBy === null ? '' : texts.byPerson(one.createdBy),
    one.state === 'draft' && one.approvedBy !== null ? texts.waitsForSecond(one.approvedBy) : '',
  ];
  return html`<li class="card person">
<a href="${BROADCASTS_PATH}/${one.id}">${nameOf(one, texts, territories)}</a>
<p>${facts.filter((fact) => fact !== '').join(' · ')}</p>
</li>`;
}
