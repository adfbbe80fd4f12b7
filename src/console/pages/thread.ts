import { html } from 'ghtml';
import type { OpenedRequest, RequestSummary, ThreadMessage } from '../../handover/desk.ts';
import { listWords, markOf, timeWords } from '../inbox-words.ts';
import { INBOX_PATH } from '../paths.ts';
import type { InboxTexts } from '../texts/fr-inbox.ts';
import { threadMedia } from './thread-media.ts';

/** What the page fetches again and again: who else is there, in whose hands it is, what was said. */
export function threadRegion(opened: OpenedRequest, texts: InboxTexts, now: Date): { region: string; mark: string } {
  const { conversation } = texts;
  const { others, thread, summary } = opened;
  const inner = html`<p class="stands">${standsAt(opened, texts)}</p>
!${others.length === 0 ? '' : html`<p class="looking">${conversation.alsoLooking(listWords(others, texts), others.length > 1)}</p>`}
<div class="thread" role="log" aria-label="${conversation.thread}" aria-live="off" tabindex="0">
!${thread.length === 0 ? html`<p class="empty">${conversation.noMessages}</p>` : bubbles(opened, texts, now)}
</div>`;
  const mark = markOf(inner);
  const address = `${INBOX_PATH}/requests/${summary.id}/live?seen=${mark}&said=${saidByParent(opened)}`;
  const region = html`<div id="live" hx-get="${address}" hx-trigger="every 20s" hx-swap="outerHTML">
!${inner}
</div>`;
  return { region, mark };
}

/** How many messages of the parent are shown: a page that had fewer is told that there is a new one. */
export function saidByParent({ thread }: OpenedRequest): number {
  return thread.filter(({ from }) => from === 'parent').length;
}

function standsAt({ isMine, summary: { state, takenBy } }: OpenedRequest, { conversation }: InboxTexts): string {
  if (state === 'closed') return conversation.closed;
  if (state === 'open') return conversation.open;
  if (isMine) return conversation.mine;
  return takenBy === null ? conversation.taken : conversation.takenBy(takenBy);
}

function bubbles({ thread, summary }: OpenedRequest, texts: InboxTexts, now: Date): string {
  return html`<ol class="bubbles">
!${thread.map((message) => bubble(message, summary, texts, now)).join('\n')}
</ol>`;
}

function bubble(message: ThreadMessage, request: RequestSummary, texts: InboxTexts, now: Date): string {
  const { language } = request;
  const { conversation } = texts;
  const { id, from, author, at, state, error, media } = message;
  // What a colleague wrote may be in French: only the parent's and the machine's words are surely in the parent's language.
  const lang = language === null || from === 'human' ? '' : html` lang="${language}"`;
  if (message.call !== undefined) return callLine(message, message.call, texts, now);
  const text = message.text ?? (media.length === 0 ? conversation.erased : null);
  const delivery = deliveryWords(message, texts, now);
  const notGone = state === 'failed' || state === 'expired' || state === 'unknown';
  const why = state === 'failed' && error !== null ? conversation.refused[error] : undefined;
  return html`<li id="message-${id}" class="bubble from-${from}">
<p class="by">${author ?? conversation.from[from]} · <time datetime="${at.toISOString()}">${timeWords(at, now, texts)}</time></p>
!${media.map((one) => threadMedia(one, request.id, texts)).join('')}
!${text === null ? '' : html`<p class="words" dir="auto"!${message.text === null ? '' : lang}>${text}</p>`}
!${delivery === undefined ? '' : html`<p class="delivery ${notGone ? 'not-gone' : ''}">${delivery}</p>`}
!${why === undefined ? '' : html`<p class="delivery not-gone">${why}</p>`}
</li>`;
}

/** What is done with a message of ours; one that is kept back says until when. */
function deliveryWords(
  { state, notBefore, whileAway }: ThreadMessage,
  texts: InboxTexts,
  now: Date,
): string | undefined {
  const { conversation } = texts;
  if (notBefore !== undefined && notBefore > now) return conversation.waits(timeWords(notBefore, now, texts));
  if (whileAway) return conversation.whileAway;
  return state === null ? undefined : (conversation.delivery[state] ?? state);
}

function callLine(
  { id, author, at }: ThreadMessage,
  call: NonNullable<ThreadMessage['call']>,
  texts: InboxTexts,
  now: Date,
): string {
  const { conversation } = texts;
  return html`<li id="message-${id}" class="bubble from-notice">
<p class="by">${author ?? conversation.from.parent} · <time datetime="${at.toISOString()}">${timeWords(at, now, texts)}</time></p>
<p class="words">${conversation.call[call]}</p>
</li>`;
}
