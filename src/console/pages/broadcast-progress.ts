import { html } from 'ghtml';
import type { BroadcastSummary, ProgressLine } from '../../broadcast/broadcasts.ts';
import type { TerritoryName } from '../context.ts';
import { page } from '../layout.ts';
import { BROADCASTS_PATH } from '../paths.ts';
import type { Session } from '../session.ts';
import type { BroadcastTexts } from '../texts/fr-broadcasts.ts';
import { euroWords, nameOf, numberWords, stateWords, whenWords } from './broadcast-words.ts';
import { csrfField, notice } from './fields.ts';

export interface ProgressPageOptions {
  readonly session: Session;
  readonly texts: BroadcastTexts;
  readonly territories: readonly TerritoryName[];
  readonly broadcast: BroadcastSummary;
  readonly progress: readonly ProgressLine[];
  /** Corrections of the same territory that wait for a release. */
  readonly corrections: readonly BroadcastSummary[];
  readonly notice?: string | undefined;
}

const OPEN: readonly BroadcastSummary['state'][] = ['released', 'sending', 'paused'];
const WAITING: readonly ProgressLine['state'][] = ['planned', 'sending'];

/** How far a released message has come. */
export function progressPage(options: ProgressPageOptions): string {
  const { session, texts, territories, broadcast } = options;
  return page({
    session,
    texts,
    title: `${texts.progress.title}, ${nameOf(broadcast, texts, territories)}`,
    active: 'broadcasts',
    body: html`<p class="back"><a href="${BROADCASTS_PATH}">${texts.back}</a></p>
<h1>${nameOf(broadcast, texts, territories)}</h1>
!${notice(options.notice)}
!${progressLive(options)}
!${corrections(options)}`,
  });
}

/** The part that is asked for again while it is sent. */
export function progressLive({ session, texts, broadcast, progress }: ProgressPageOptions): string {
  const { id, state, sendAt, notAfter, euro, releasedBy, approvedBy } = broadcast;
  const all = sum(progress);
  const done = all - sum(progress.filter((line) => WAITING.includes(line.state)));
  const percent = all === 0 ? 100 : Math.floor((100 * done) / all);
  const unknown = sum(progress.filter((line) => line.state === 'unknown'));
  const words = texts.progress.done(done, all, percent);
  const again = OPEN.includes(state)
    ? html` hx-get="${BROADCASTS_PATH}/${id}/live" hx-trigger="every 3s" hx-swap="outerHTML"`
    : '';
  const by = releasedBy === null ? '' : texts.progress.by(releasedBy);
  const second = approvedBy === null || approvedBy === releasedBy ? '' : texts.progress.andBy(approvedBy);
  return html`<div id="live"!${again}>
<p class="stands">${stateWords(broadcast, texts)}</p>
<p>${texts.leaves(whenWords(sendAt, texts))}, ${texts.notAfter(whenWords(notAfter, texts))}. ${by}${second}. ${euroWords(euro, texts)}</p>
<p><label for="bar">${texts.progress.bar}</label>
<progress id="bar" max="${Math.max(1, all)}" value="${all === 0 ? 1 : done}">${words}</progress>
<span>${words}</span></p>
!${unknown === 0 ? '' : html`<p class="banner">${texts.progress.unknown(unknown)}</p>`}
!${progress.length === 0 ? '' : table(progress, texts)}
!${controls(session, texts, broadcast)}
</div>`;
}

function table(progress: readonly ProgressLine[], texts: BroadcastTexts): string {
  const { channel, state, reason, count } = texts.progress;
  const row = (line: ProgressLine): string => html`<tr>
<th scope="row">${texts.channel[line.channel]}</th>
<td>${texts.send[line.state]}</td>
<td>${line.reason === null ? '' : (texts.reasons[line.reason] ?? texts.code(line.reason))}</td>
<td class="number">${numberWords(line.count, texts)}</td>
</tr>`;
  return html`<div class="wide" id="lines-frame" role="region" aria-labelledby="lines" tabindex="0">
<table>
<caption id="lines">${texts.progress.table}</caption>
<thead><tr>!${[channel, state, reason, count].map((head) => html`<th scope="col">${head}</th>`).join('')}</tr></thead>
<tbody>
!${progress.map(row).join('\n')}
</tbody>
</table>
</div>`;
}

function controls({ csrf }: Session, { progress }: BroadcastTexts, { id, state }: BroadcastSummary): string {
  const path = `${BROADCASTS_PATH}/${id}`;
  // Ids let the focus stay where it is when the part is shown anew.
  const button = (step: string, words: string, look: string): string =>
    html`<form method="post" action="${path}/${step}">!${csrfField(csrf)}<button id="step-${step}" class="${look}">${words}</button></form>`;
  if (!OPEN.includes(state)) return '';
  return html`<div class="steps">
<p><a class="button" id="step-refresh" href="${path}">${progress.refresh}</a></p>
!${state === 'paused' ? button('resume', progress.resume, 'plain') : button('pause', progress.pause, 'quiet')}
!${button('stop', progress.stop, 'danger')}
</div>
<p class="hint">${progress.stopHelp}</p>`;
}

function corrections({ texts, territories, corrections: waiting }: ProgressPageOptions): string {
  if (waiting.length === 0) return '';
  const links = waiting.map(
    (one) => html`<li><a href="${BROADCASTS_PATH}/${one.id}">${nameOf(one, texts, territories)}</a></li>`,
  );
  return html`<section class="card"><p>${texts.progress.corrections}</p><ul>!${links.join('')}</ul></section>`;
}

function sum(lines: readonly ProgressLine[]): number {
  return lines.reduce((total, { count }) => total + count, 0);
}
