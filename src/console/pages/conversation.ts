import { randomUUID } from 'node:crypto';
import { html } from 'ghtml';
import { type Desk, type OpenedRequest, OUTCOMES } from '../../handover/desk.ts';
import type { TerritoryName } from '../context.ts';
import { reasonWords, timeWords } from '../inbox-words.ts';
import { page } from '../layout.ts';
import { INBOX_PATH } from '../paths.ts';
import type { Session } from '../session.ts';
import type { InboxTexts } from '../texts/fr-inbox.ts';
import { alert, csrfField } from './fields.ts';
import { type AnswerAtHand, type CannedReply, type Draft, keptText, replyBox } from './reply-box.ts';
import { requestFacts } from './request-facts.ts';
import { saidByParent, threadRegion } from './thread.ts';

/** What went wrong with the form that was just sent, in words, beside which it is said; and what was written in it. */
export interface Problems {
  readonly take?: string;
  readonly reply?: Draft;
  readonly note?: Pick<Draft, 'text' | 'problem'>;
  readonly transfer?: string;
  readonly hands?: string;
  readonly call?: string;
  readonly outcome?: string;
}

export interface ConversationContent {
  readonly session: Session;
  readonly texts: InboxTexts;
  readonly opened: OpenedRequest;
  readonly now: Date;
  readonly territories: readonly TerritoryName[];
  readonly colleagues: Awaited<ReturnType<Desk['colleagues']>>;
  /** The parent's number, where the parent has let this member see it. */
  readonly phone: string | null;
  readonly canned: readonly CannedReply[];
  readonly answers: readonly AnswerAtHand[];
  readonly problems: Problems;
}

/** A conversation with all that one may do with it. The parent's number is on it only for whom the parent has said yes to. */
export function conversationPage(content: ConversationContent): string {
  const { session, texts, opened, now, problems } = content;
  const { summary } = opened;
  const { conversation } = texts;
  const reason = reasonWords(summary, texts);
  return page({
    session,
    texts,
    title: `${texts.priority[summary.priority]} · ${reason}`,
    active: 'inbox',
    body: html`<p class="back"><a href="${INBOX_PATH}">${conversation.back}</a></p>
<header class="conversation-head ${summary.priority}">
<h1><span class="priority">${texts.priority[summary.priority]}</span> ${reason}</h1>
!${requestFacts(summary, content)}
</header>
<p id="news" class="unseen" aria-live="polite"></p>
!${alert(problems.take)}
<div class="conversation">
<div class="talk">
!${threadRegion(opened, texts, now).region}
!${answering(content)}
!${callSection(content)}
</div>
<div class="tools">
!${notes(content)}
!${handOn(content)}
</div>
</div>`,
  });
}

/** The part that is fetched again; undefined when the one that has this mark shows nothing old. */
export function conversationLive(
  { texts, opened, now }: Pick<ConversationContent, 'texts' | 'opened' | 'now'>,
  seen: string,
  said: number,
): string | undefined {
  const { region, mark } = threadRegion(opened, texts, now);
  if (mark === seen) return undefined;
  const isNew = saidByParent(opened) > said;
  return html`!${region}
!${isNew ? html`<p id="news" hx-swap-oob="innerHTML"><span>${texts.conversation.newMessage}</span></p>` : ''}`;
}

function answering(content: ConversationContent): string {
  const { session, texts, opened, problems } = content;
  if (opened.isMine)
    return replyBox({
      ...content,
      action: actionOf(opened, 'reply'),
      inviteAction: actionOf(opened, 'invite'),
      hidden: () => hidden(session),
      draft: problems.reply ?? null,
    });
  const kept = problems.reply === undefined ? '' : html`<div class="card">!${keptText(problems.reply, texts)}</div>`;
  if (opened.summary.state !== 'open') return kept;
  return html`!${kept}
<form id="reply" method="post" action="${actionOf(opened, 'take')}" class="take">
!${csrfField(session.csrf)}
<button>${texts.conversation.take}</button>
</form>`;
}

/** For who has it: asks whether one may call, or shows the number once the parent has said yes. */
function callSection({ session, texts: { call: words }, opened, phone, problems }: ConversationContent): string {
  if (!opened.isMine) return problemLine(problems.call, 'call-problem');
  const { call } = opened;
  const state =
    call === 'granted' && phone !== null
      ? html`<p>${words.granted} <a href="tel:${phone}">${phone}</a></p>`
      : call === 'not-asked'
        ? html`<form method="post" action="${actionOf(opened, 'ask-call')}">
!${csrfField(session.csrf)}
<p class="hint" id="call-help">${words.help}</p>
<button class="quiet" aria-describedby="call-help">${words.ask}</button>
</form>`
        : html`<p class="hint">${call === 'no-number' ? words.noNumber : call === 'asked' ? words.asked : words.refused}</p>`;
  return html`<section id="call" class="card" aria-labelledby="call-heading">
<h2 id="call-heading">${words.heading}</h2>
!${problemLine(problems.call, 'call-problem')}
!${state}
</section>`;
}

function notes({ session, texts, opened, now, problems: { note } }: ConversationContent): string {
  const { notes: words } = texts;
  const one = ({ author, text, at }: OpenedRequest['notes'][number]) => html`<li>
<p class="by">${author ?? words.unknownAuthor} · <time datetime="${at.toISOString()}">${timeWords(at, now, texts)}</time></p>
<p class="words" dir="auto">${text}</p>
</li>`;
  return html`<section id="notes" class="notes" aria-labelledby="notes-heading">
<h2 id="notes-heading">${words.heading}</h2>
<p class="hint" id="note-help">${words.never}</p>
!${opened.notes.length === 0 ? html`<p>${words.none}</p>` : html`<ul>!${opened.notes.map(one).join('\n')}</ul>`}
<form method="post" action="${actionOf(opened, 'note')}">
!${hidden(session)}
<label for="note">${words.label}</label>
!${note === undefined ? '' : html`<p id="note-problem" class="error" role="alert">${note.problem}</p>`}
<textarea id="note" name="text" rows="3" dir="auto" required data-send aria-describedby="!${note === undefined ? '' : 'note-problem '}note-help"!${note === undefined ? '' : ' aria-invalid="true" autofocus'}>
${note?.text ?? ''}</textarea>
<button class="quiet">${words.add}</button>
</form>
</section>`;
}

/** Transfer, give back and close: for who has it, and for who may step in. */
function handOn(content: ConversationContent): string {
  const { session, texts, opened, problems } = content;
  const { handOn: words } = texts;
  const { state } = opened.summary;
  const stepsIn = session.member.role !== 'tpr';
  if (state === 'closed' || !(opened.isMine || stepsIn)) return problemLine(problems.hands, 'hands-problem');
  return html`<section id="hand-on" class="card" aria-labelledby="hand-on-heading">
<h2 id="hand-on-heading">${words.heading}</h2>
!${problemLine(problems.hands, 'hands-problem')}
!${transferForm(content)}
!${state === 'taken' ? giveBackForm(content) + closeForm(content) : ''}
</section>`;
}

function transferForm({
  session,
  texts: { handOn: words },
  opened,
  colleagues,
  problems,
}: ConversationContent): string {
  return html`<form method="post" action="${actionOf(opened, 'transfer')}">
!${csrfField(session.csrf)}
<label for="to">${words.transfer}</label>
!${problemLine(problems.transfer, 'to-problem')}
<select id="to" name="to" required!${problemOf(problems.transfer, 'to-problem')}>
<option value="">${words.choose}</option>
!${colleagues.map(({ id, name }) => html`<option value="${id}">${name}</option>`).join('\n')}
</select>
<button class="quiet">${words.transferGo}</button>
</form>`;
}

function giveBackForm({ session, texts: { handOn: words }, opened }: ConversationContent): string {
  return html`<form method="post" action="${actionOf(opened, 'give-back')}">
!${csrfField(session.csrf)}
<p class="hint" id="give-back-help">${words.giveBackHelp}</p>
<button class="quiet" aria-describedby="give-back-help">${words.giveBack}</button>
</form>
`;
}

function closeForm({ session, texts: { handOn: words }, opened, problems }: ConversationContent): string {
  return html`<form method="post" action="${actionOf(opened, 'close')}">
!${csrfField(session.csrf)}
<label for="outcome">${words.outcome}</label>
!${problemLine(problems.outcome, 'outcome-problem')}
<select id="outcome" name="outcome" required!${problemOf(problems.outcome, 'outcome-problem')}>
<option value="">${words.choose}</option>
!${OUTCOMES.map((one) => html`<option value="${one}">${words.outcomes[one]}</option>`).join('\n')}
</select>
<button>${words.close}</button>
</form>`;
}

function problemLine(problem: string | undefined, id: string): string {
  return problem === undefined ? '' : html`<p id="${id}" class="error" role="alert">${problem}</p>`;
}

function problemOf(problem: string | undefined, id: string): string {
  return problem === undefined ? '' : html` aria-invalid="true" aria-describedby="${id}"`;
}

/** The hidden fields of a form that sends something once. */
function hidden({ csrf }: Session): string {
  return html`!${csrfField(csrf)}<input type="hidden" name="id" value="${randomUUID()}">`;
}

function actionOf({ summary }: OpenedRequest, action: string): string {
  return `${INBOX_PATH}/requests/${summary.id}/${action}`;
}
