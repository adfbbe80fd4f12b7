import { readFileSync } from 'node:fs';
import { html } from 'ghtml';
import { agesOf, placeOf, priceOf, registrationOf } from '../answering/render-activity.ts';
import type { Territory } from '../content/load-places.ts';
import { isRightToLeft } from '../languages.ts';
import { titleSpan } from './agenda-page.ts';
import { type AgendaWords, monthName } from './agenda-words.ts';
import { PICTOGRAMS, pictogram } from './pictograms.ts';
import type { PosterEntry } from './poster-entries.ts';

const STYLE = readFileSync(new URL('assets/poster.css', import.meta.url), 'utf8');

/** A sheet of paper, or a picture for social networks. */
export type PosterFormat = 'pdf' | 'png';

export interface PosterPage extends AgendaWords {
  readonly territory: Territory;
  /** 'YYYY-MM'. */
  readonly month: string;
  readonly entries: readonly PosterEntry[];
  /** Address of the page with all, without its scheme: people type it. */
  readonly address: string;
  /** The address as a QR code: svg of our own making. */
  readonly code: string;
}

/**
 * The poster as a whole page that loads nothing.
 *
 * @param shown how many entries there is room for; of the others it says how many they are
 */
export function posterPage(poster: PosterPage, format: PosterFormat, shown = poster.entries.length): string {
  const { language, texts, territory, month, entries, address, code } = poster;
  const rest = entries.length - shown;
  return html`<!doctype html>
<html class="${format}" lang="${language}" dir="${isRightToLeft(language) ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<title>${texts.title} · ${territory.name}</title>
<style>!${STYLE}</style>
</head>
<body>
!${PICTOGRAMS}
<header>
<h1>${texts.title} · <bdi>${territory.name}</bdi></h1>
<p>${monthName(month, language)}</p>
</header>
!${entries.length === 0 ? html`<p class="empty">${texts.empty}</p>` : ''}
<main class="entries">
!${entries
    .slice(0, shown)
    .map((entry) => posterEntry(entry, poster))
    .join('\n')}
</main>
<footer>
<p>!${rest === 0 ? html`<bdi>${address}</bdi>` : moreLine(texts.more, rest, address)}</p>
!${code}
</footer>
</body>
</html>
`;
}

function posterEntry({ activity, days, hours }: PosterEntry, { language, words }: AgendaWords): string {
  const what = [words.kinds[activity.kind], words.audiences[activity.audience], agesOf(activity, words)];
  const facts = [
    priceOf(activity, words, language),
    activity.children === null ? undefined : words.children[activity.children],
    activity.registration.is === 'none' ? undefined : registrationOf(activity, language, words),
  ];
  return html`<article class="entry">
!${pictogram(`kind-${activity.kind}`)}
<div>
<p class="when">${[days, hours].filter((part) => part !== '').join(' · ')}</p>
<h2>!${titleSpan(activity, language)}</h2>
<p class="kind">${said(what)}</p>
<p class="facts">${placeOf(activity, language, words)}</p>
<p class="facts">${said(facts)}</p>
</div>
</article>`;
}

function said(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' · ');
}

function moreLine(more: string, count: number, address: string): string {
  const [before = '', after = ''] = more.replace('{count}', String(count)).split('{address}');
  return html`${before}<bdi>${address}</bdi>${after}`;
}
