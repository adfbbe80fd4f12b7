import { html } from 'ghtml';
import { partsOf } from '../../answering/segments.ts';
import type { BroadcastSummary, Lint, Preview, PreviewGroup } from '../../broadcast/broadcasts.ts';
import type { TerritoryName } from '../context.ts';
import { languageName } from '../inbox-words.ts';
import { page } from '../layout.ts';
import { BROADCASTS_PATH } from '../paths.ts';
import type { Session } from '../session.ts';
import type { BroadcastTexts } from '../texts/fr-broadcasts.ts';
import { placesTable } from './broadcast-places.ts';
import { releaseCard } from './broadcast-release.ts';
import { addresseesWords, euroWords, nameOf, numberWords, whenWords } from './broadcast-words.ts';
import { alert, csrfField, notice } from './fields.ts';

export interface PreviewPageOptions {
  readonly session: Session;
  readonly texts: BroadcastTexts;
  readonly territories: readonly TerritoryName[];
  readonly broadcast: BroadcastSummary;
  readonly preview: Preview;
  readonly notice?: string | undefined;
  readonly alert?: string | undefined;
}

/** What each group of parents will read, what it costs, what is not in order, and the release. */
export function previewPage(options: PreviewPageOptions): string {
  const { session, texts, territories, broadcast, preview } = options;
  const { groups } = preview;
  return page({
    session,
    texts,
    title: `${texts.preview.title}, ${nameOf(broadcast, texts, territories)}`,
    active: 'broadcasts',
    body: html`<p class="back"><a href="${BROADCASTS_PATH}">${texts.back}</a></p>
<h1>${nameOf(broadcast, texts, territories)}</h1>
!${notice(options.notice)}
!${alert(options.alert)}
<p>${texts.to(addresseesWords(broadcast.to, texts, territories))} ${texts.leaves(whenWords(broadcast.sendAt, texts))}, ${texts.notAfter(whenWords(broadcast.notAfter, texts))}. ${texts.clock}</p>
!${broadcast.kind === 'special' ? html`<p><a class="button" href="${BROADCASTS_PATH}/${broadcast.id}/edit">${texts.form.edit}</a></p>` : ''}
!${totals(preview, texts)}
!${placesTable(options)}
!${checks(preview.lint, texts)}
!${releaseCard(options)}
<h2>${texts.preview.title}</h2>
!${groups.length === 0 ? html`<p class="empty">${nobodyWords(broadcast, texts)}</p>` : ''}
!${groups.map((group, index) => groupCard(group, index, options)).join('\n')}`,
  });
}

function nobodyWords({ kind, to }: BroadcastSummary, { preview }: BroadcastTexts): string {
  if (kind !== 'special') return preview.nobody;
  const isForAll = to.territories === null && !to.mothersOnly && to.language === null;
  return isForAll ? preview.nobodyEverywhere : preview.nobodyChosen;
}

function totals({ recipients, euro, monthEuro, capEuro }: Preview, texts: BroadcastTexts): string {
  const month = euroWords(monthEuro + euro, texts);
  const facts = [
    [texts.preview.people, numberWords(recipients, texts)],
    [texts.preview.cost, euro === 0 ? texts.preview.free : euroWords(euro, texts)],
    [texts.preview.afterwards, capEuro === null ? month : `${month} / ${euroWords(capEuro, texts)}`],
  ] as const;
  return html`<section class="card" aria-labelledby="total">
<h2 id="total">${texts.preview.total}</h2>
<dl class="facts">!${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>
</section>`;
}

function checks(lint: readonly Lint[], texts: BroadcastTexts): string {
  const item = ({ code, blocks, count }: Lint): string =>
    html`<li>!${blocks ? html`<strong class="blocks">${texts.blocks}</strong> ` : ''}${texts.lint[code](count)}</li>`;
  return html`<section class="card" aria-labelledby="checks">
<h2 id="checks">${texts.preview.checks}</h2>
!${lint.length === 0 ? html`<p>${texts.preview.fine}</p>` : html`<ul>!${lint.map(item).join('')}</ul>`}
</section>`;
}

function groupCard(group: PreviewGroup, index: number, { session, texts, broadcast }: PreviewPageOptions): string {
  const { language, channel, mothers, recipients, segments, euro, text } = group;
  const name = [texts.channel[channel], languageName(language, texts.locale), mothers ? texts.preview.mothers : '']
    .filter((part) => part !== '')
    .join(', ');
  const facts = [
    texts.recipients(recipients),
    channel === 'sms' && text !== null ? texts.parts(segments) : '',
    text === null ? '' : euro === 0 ? texts.preview.free : euroWords(euro, texts),
  ];
  return html`<section class="card" aria-labelledby="group-${index}">
<h3 id="group-${index}">${name}</h3>
<p>${facts.filter((fact) => fact !== '').join(' · ')}</p>
!${text === null ? html`<p class="hint">${texts.preview.noText}</p>` : bubbles(group, text, texts)}
!${
    text === null
      ? ''
      : html`<form method="post" action="${BROADCASTS_PATH}/${broadcast.id}/test">
!${csrfField(session.csrf)}<input type="hidden" name="group" value="${groupKey(group)}">
<button class="quiet" aria-label="${texts.preview.test} (${name})">${texts.preview.test}</button>
</form>`
  }
</section>`;
}

/** By which a form names a group. */
export function groupKey({ channel, language, mothers }: PreviewGroup): string {
  return `${channel} ${language} ${mothers}`;
}

/** As it will look: an SMS in the parts that it is cut into and paid by. */
function bubbles({ channel, language }: PreviewGroup, text: string, { preview }: BroadcastTexts): string {
  const parts = channel === 'sms' ? partsOf(text) : [text];
  const bubble = (part: string, index: number): string => {
    const mark = parts.length > 1 ? html`<p class="by">${preview.part(index + 1, parts.length)}</p>` : '';
    return html`<li class="bubble from-parent">!${mark}<p class="words" dir="auto" lang="${language}">${part}</p></li>`;
  };
  return html`<ul class="bubbles">!${parts.map(bubble).join('')}</ul>`;
}
