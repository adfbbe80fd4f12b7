import { html } from 'ghtml';
import { agesOf, dayIn, hoursOf, placeOf, priceOf, registrationOf, titleIn } from '../answering/render-activity.ts';
import type { Territory } from '../content/load-places.ts';
import { SOURCE_LANGUAGE } from '../languages.ts';
import type { Activity, Occurrence } from './activity.ts';
import { agendaLayout } from './agenda-layout.ts';
import { agendaPath, feedPath, posterPath } from './agenda-paths.ts';
import { type AgendaWords, monthName } from './agenda-words.ts';
import { groupBy } from './group-by.ts';
import type { AgendaMonth } from './month.ts';
import { pictogram } from './pictograms.ts';

export interface AgendaPage extends AgendaWords {
  readonly territory: Territory;
  readonly month: AgendaMonth;
  readonly occurrences: readonly Occurrence[];
}

/** What takes place in a territory in a month, day by day. */
export function agendaPage(page: AgendaPage): string {
  const { territory, month, occurrences, language, texts } = page;
  const name = monthName(month.month, language);
  return agendaLayout({
    ...page,
    title: `${texts.title} · ${territory.name} · ${name}`,
    pathIn: (lang) => agendaPath(territory.id, { month: month.month, lang }),
    body: html`<main>
<h1>${texts.title} <bdi class="territory">${territory.name}</bdi></h1>
<nav class="months" aria-label="${texts.months}">
!${monthLink(page, month.previous, texts.previous, 'prev')}
<p class="month">${name}</p>
!${monthLink(page, month.next, texts.next, 'next')}
</nav>
!${occurrences.length === 0 ? html`<p class="note">${texts.empty}</p>` : byDay(page)}
</main>
!${doors(page)}`,
  });
}

function monthLink(
  { territory, language: lang }: AgendaPage,
  month: string | null,
  label: string,
  rel: 'prev' | 'next',
): string {
  return month === null ? '' : html`<a rel="${rel}" href="${agendaPath(territory.id, { month, lang })}">${label}</a>`;
}

function byDay(page: AgendaPage): string {
  const days = groupBy(page.occurrences, ({ startsAt }) => dayIn(startsAt, page.language, 'long'));
  return [...days]
    .map(
      ([day, occurrences]) => html`<section>
<h2>${day}</h2>
!${occurrences.map((one) => article(one, page)).join('\n')}
</section>`,
    )
    .join('\n');
}

function article(occurrence: Occurrence, { language, words }: AgendaWords): string {
  const { activity, state } = occurrence;
  const hours = hoursOf(occurrence, language, words);
  const isCancelled = state === 'cancelled';
  const what = [words.kinds[activity.kind], words.audiences[activity.audience], agesOf(activity, words)];
  const facts = [
    placeOf(activity, language, words),
    priceOf(activity, words, language),
    activity.children === null ? undefined : words.children[activity.children],
    registrationOf(activity, language, words),
  ];
  const asWritten = [activity.accessibility, activity.organiser];
  return html`<article class="activity!${isCancelled ? ' cancelled' : ''}">
!${pictogram(`kind-${activity.kind}`)}
<div>
<h3>!${isCancelled ? html`<strong class="mark">${words.cancelled}</strong> <s>!${titleSpan(activity, language)}</s>` : titleSpan(activity, language)}</h3>
!${hours === '' ? '' : html`<p class="hours">${hours}</p>`}
<p class="kind">${what.filter((part) => part !== undefined).join(' · ')}</p>
!${activity.description === null ? '' : html`<p class="words" lang="fr" dir="auto">${activity.description}</p>`}
<ul class="facts">
!${facts.map((fact) => (fact === undefined || fact === '' ? '' : html`<li>${fact}</li>`)).join('\n')}
!${asWritten.map((fact) => (fact === null ? '' : html`<li><bdi lang="fr">${fact}</bdi></li>`)).join('\n')}
</ul>
</div>
</article>`;
}

/** The title in the reader's language if there is one, else as written. */
export function titleSpan(activity: Activity, language: AgendaWords['language']): string {
  const translated = titleIn(activity, language);
  return translated === undefined
    ? html`<span lang="${SOURCE_LANGUAGE}" dir="auto">${activity.title}</span>`
    : html`<span dir="auto">${translated}</span>`;
}

/** What to do with the agenda besides reading it. */
function doors({ territory, month: { month }, language: lang, texts }: AgendaPage): string {
  return html`<footer><ul class="doors">
<li><a href="${posterPath(territory.id, 'pdf', { month, lang })}">${texts.poster}</a></li>
<li><a href="${posterPath(territory.id, 'png', { month, lang })}">${texts.picture}</a></li>
<li><a href="${feedPath(territory.id, { lang })}">${texts.feed}</a></li>
<li><a href="${agendaPath(null, { lang })}">${texts.places}</a></li>
</ul></footer>`;
}
