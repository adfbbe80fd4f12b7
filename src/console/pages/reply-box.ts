import { html } from 'ghtml';
import { clockWords } from '../../answering/render-hours.ts';
import type { OpenedRequest } from '../../handover/desk.ts';
import { languageWords, leftWords, timeWords } from '../inbox-words.ts';
import type { InboxTexts } from '../texts/fr-inbox.ts';

/** A reply that is ready in the parent's language. */
export interface CannedReply {
  readonly id: string;
  readonly text: string;
  readonly french: string;
}

/** What the machine would say on a topic, in the parent's language. */
export interface AnswerAtHand {
  readonly topic: string;
  readonly title: string;
  readonly text: string;
  /** True where it is not translated, and French. */
  readonly inFrench?: boolean;
}

/** What was written and could not be sent. */
export interface Draft {
  readonly text: string;
  readonly inTheirs: boolean;
  /** In words. */
  readonly problem: string;
}

export interface ReplyBoxContext {
  readonly opened: OpenedRequest;
  readonly texts: InboxTexts;
  readonly now: Date;
  /** Where replies are posted. */
  readonly action: string;
  /** Where replies are posted that wait for the parent. */
  readonly inviteAction: string;
  /** The hidden fields of a form that sends something once. */
  readonly hidden: () => string;
  readonly canned: readonly CannedReply[];
  readonly answers: readonly AnswerAtHand[];
  readonly draft: Draft | null;
}

/** What one can write to the parent; only for who has taken the request. */
export function replyBox(context: ReplyBoxContext): string {
  const { opened, texts, now, draft } = context;
  const { windowClosesAt, summary, invitation } = opened;
  const { reply } = texts;
  if (windowClosesAt !== null && windowClosesAt <= now)
    return html`<section id="reply" class="card" aria-labelledby="reply-heading">
<h2 id="reply-heading">${reply.heading}</h2>
!${
      invitation === 'ready' || invitation === 'out'
        ? inviteForm(context, invitation)
        : html`<p>${summary.channel === 'whatsapp' ? reply.closed.whatsapp : reply.closed.other}</p>
!${invitation === 'no-template' ? html`<p>${reply.invite.none}</p>` : ''}
!${draft === null ? '' : keptText(draft, texts)}`
    }
</section>`;
  if (opened.leave === 'never')
    return html`<section id="reply" class="card" aria-labelledby="reply-heading">
<h2 id="reply-heading">${reply.heading}</h2>
<p id="reply-only">${reply.replyOnly}</p>
!${draft === null ? '' : keptText(draft, texts)}
<label for="text">${reply.label}</label>
<textarea id="text" rows="3" disabled aria-describedby="reply-only"></textarea>
</section>`;
  return html`<section id="reply" class="card" aria-labelledby="reply-heading">
<h2 id="reply-heading">${reply.heading}</h2>
!${hoursHint(context)}
!${writeForm(context)}
!${readyForm(context)}
!${answersForm(context)}
</section>`;
}

/** When alone the parent may be written to, and when what is written now leaves. */
function hoursHint({ opened: { safeHours, leave }, texts, now }: ReplyBoxContext): string {
  const { reply } = texts;
  if (safeHours === null) return '';
  const waits = typeof leave === 'object' ? ` ${reply.waits(timeWords(leave.later, now, texts))}` : '';
  return html`<p class="alert">${reply.hours(clockWords(safeHours.from), clockWords(safeHours.to))}${waits}</p>`;
}

/** Words that could not be sent, where there is no box to leave them in. */
export function keptText({ text, problem }: Draft, { reply }: InboxTexts): string {
  return html`<p class="error" role="alert">${problem}</p>
!${
    text === ''
      ? ''
      : html`<label for="kept">${reply.kept}</label>
<textarea id="kept" rows="6" readonly dir="auto">
${text}</textarea>`
  }`;
}

function writeForm(context: ReplyBoxContext): string {
  const { opened, texts, now, action } = context;
  const { reply } = texts;
  const { windowClosesAt } = opened;
  const until =
    windowClosesAt === null ? '' : reply.window(timeWords(windowClosesAt, now, texts), leftWords(windowClosesAt, now));
  return textForm(context, { action, help: until, send: reply.send });
}

/** Outside WhatsApp's window: the text waits, and an approved invitation goes out for it. */
function inviteForm(context: ReplyBoxContext, invitation: 'ready' | 'out'): string {
  const { invite } = context.texts.reply;
  const send = invitation === 'ready' ? invite.send : invite.keep;
  return textForm(context, { action: context.inviteAction, help: invite[invitation], send });
}

function textForm(
  { opened, texts, hidden, draft }: ReplyBoxContext,
  { action, help, send }: { readonly action: string; readonly help: string; readonly send: string },
): string {
  const { reply } = texts;
  const { language } = opened.summary;
  const foreign = language !== null && language !== texts.language;
  const named = languageWords(language, texts);
  return html`<form method="post" action="${action}" class="write">
!${hidden()}
<label for="text">${reply.label}</label>
!${draft === null ? '' : html`<p id="text-problem" class="error" role="alert">${draft.problem}</p>`}
<p id="text-help" class="hint">!${foreign ? html`${reply.inYours(named)} ` : ''}!${help === '' ? '' : html`${help} `}${reply.keys}</p>
<textarea id="text" name="text" rows="5" dir="auto" required data-send aria-describedby="!${draft === null ? '' : 'text-problem '}text-help"!${draft === null ? '' : ' aria-invalid="true" autofocus'}>
${draft?.text ?? ''}</textarea>
!${foreign ? html`<label class="check"><input type="checkbox" name="theirs" value="1"!${draft?.inTheirs ? ' checked' : ''}> ${reply.inTheirs(named)}</label>` : ''}
<button>${send}</button>
</form>`;
}

function readyForm({ opened, texts, action, hidden, canned }: ReplyBoxContext): string {
  if (canned.length === 0) return '';
  const { language } = opened.summary;
  const own = ({ text, french }: CannedReply) =>
    text === french
      ? ''
      : html`<span class="theirs" dir="auto"!${language === null ? '' : html` lang="${language}"`}>${text}</span>`;
  const button = (one: CannedReply) =>
    html`<li><button class="ready" name="ready" value="canned:${one.id}"><span lang="fr">${one.french}</span>!${own(one)}</button></li>`;
  return html`<details class="ready-made"><summary>${texts.reply.ready} (${canned.length})</summary>
<p class="hint">${texts.reply.readyHelp}</p>
<form method="post" action="${action}">
!${hidden()}
<ul>
!${canned.map(button).join('\n')}
</ul>
</form></details>`;
}

function answersForm({ opened, texts, action, hidden, answers }: ReplyBoxContext): string {
  if (answers.length === 0) return '';
  const { language } = opened.summary;
  const lang = language === null ? '' : html` lang="${language}"`;
  const answer = ({ topic, title, text }: AnswerAtHand) => html`<li>
<h3 dir="auto"!${lang}>${title}</h3>
<p class="words" dir="auto"!${lang}>${text}</p>
<button name="ready" value="answer:${topic}" aria-label="${texts.reply.sendAnswer}: ${title}">${texts.reply.sendAnswer}</button>
</li>`;
  return html`<details class="ready-made"><summary>${texts.reply.answers} (${answers.length})</summary>
<p class="hint">${texts.reply.readyHelp}</p>
<form method="post" action="${action}">
!${hidden()}
<ul>
!${answers.map(answer).join('\n')}
</ul>
</form></details>`;
}
