import { html } from 'ghtml';
import type { Desk, InboxView, RequestSummary } from '../../handover/desk.ts';
import { markOf, reasonWords } from '../inbox-words.ts';
import { page } from '../layout.ts';
import { INBOX_PATH } from '../paths.ts';
import type { Session } from '../session.ts';
import type { InboxTexts } from '../texts/fr-inbox.ts';
import { notice } from './fields.ts';
import { type FactsContext, isLate, requestFacts } from './request-facts.ts';

export const INBOX_VIEWS = ['mine', 'territories', 'unassigned', 'waiting', 'closed'] as const satisfies InboxView[];

/** What was just done, told once on the page one comes back to. */
export const DONE = ['closed', 'given-back', 'transferred'] as const satisfies (keyof InboxTexts['inbox']['done'])[];
export type Done = (typeof DONE)[number];

export interface InboxContent extends FactsContext {
  readonly session: Session;
  readonly view: InboxView;
  readonly requests: readonly RequestSummary[];
  readonly counts: Awaited<ReturnType<Desk['count']>>;
}

export function inboxPage(content: InboxContent, done: Done | null): string {
  const { session, texts, counts } = content;
  const { inbox } = texts;
  return page({
    session,
    texts,
    title: inbox.title,
    active: 'inbox',
    body: html`<div class="inbox-head">
<h1>${inbox.title}</h1>
<p id="inbox-count" class="inbox-count" aria-live="polite">!${countWords(counts.waiting, texts)}</p>
<button type="button" id="sound" class="quiet" hidden data-on="${inbox.soundOn}" data-off="${inbox.soundOff}">${inbox.soundOn}</button>
</div>
!${notice(done === null ? undefined : inbox.done[done])}
!${live(content).region}`,
  });
}

/** The part that is fetched again and again; undefined when the one that has this mark shows nothing old. */
export function inboxLive(content: InboxContent, seen: string): string | undefined {
  const { region, mark } = live(content);
  if (mark === seen) return undefined;
  return html`!${region}
<p id="inbox-count" hx-swap-oob="innerHTML">!${countWords(content.counts.waiting, content.texts)}</p>`;
}

function countWords(waiting: number, { inbox }: InboxTexts): string {
  return html`<span data-waiting="${waiting}">${inbox.waiting(waiting)}</span>`;
}

function live(content: InboxContent): { region: string; mark: string } {
  const { view, texts } = content;
  const inner = html`!${tabs(content)}
!${list(content)}
<p class="refresh"><a id="refresh" href="${INBOX_PATH}?view=${view}">${texts.inbox.refresh}</a></p>`;
  const mark = markOf(inner);
  const region = html`<div id="inbox" hx-get="${INBOX_PATH}/live?view=${view}&seen=${mark}" hx-trigger="every 15s" hx-swap="outerHTML">
!${inner}
</div>`;
  return { region, mark };
}

function tabs({ session, view, counts, texts: { inbox } }: InboxContent): string {
  const label = (one: InboxView) =>
    one === 'territories' && session.member.role !== 'tpr' ? inbox.allTerritories : inbox.view[one];
  const badge = (one: InboxView) =>
    one === 'closed' || counts[one] === 0
      ? ''
      : html` <span class="badge">${counts[one]}<span class="unseen"> ${inbox.waitingHere}</span></span>`;
  const tab = (one: InboxView) =>
    html`<li><a id="view-${one}" href="${INBOX_PATH}?view=${one}"!${one === view ? ' aria-current="page"' : ''}>${label(one)}!${badge(one)}</a></li>`;
  return html`<nav class="views" aria-label="${inbox.views}"><ul>
!${INBOX_VIEWS.map(tab).join('\n')}
</ul></nav>`;
}

function list(content: InboxContent): string {
  const { requests, view, texts } = content;
  if (requests.length === 0) return html`<p class="empty">${texts.inbox.empty[view]}</p>`;
  return html`<ul class="requests" aria-label="${texts.inbox.list}">
!${requests.map((request) => row(request, content)).join('\n')}
</ul>`;
}

function row(request: RequestSummary, context: FactsContext): string {
  const { texts, now } = context;
  const { id, priority, state, unanswered } = request;
  const marked = state === 'taken' && unanswered ? html` <span class="marked">${texts.facts.unanswered}</span>` : '';
  return html`<li class="request ${priority} ${isLate(request, now) ? 'is-late' : ''}">
<h2><a class="request-link" id="request-${id}" href="${INBOX_PATH}/requests/${id}"><span class="priority">${texts.priority[priority]}</span> <span class="reason">${reasonWords(request, texts)}</span></a>!${marked}</h2>
!${requestFacts(request, context)}
</li>`;
}
