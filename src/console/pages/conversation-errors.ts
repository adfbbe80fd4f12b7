import { html } from 'ghtml';
import { inboxTexts } from '../inbox-words.ts';
import { page } from '../layout.ts';
import { INBOX_PATH } from '../paths.ts';
import type { Session } from '../session.ts';
import type { InboxTexts } from '../texts/fr-inbox.ts';

/** There is none, or it is not for this member: the same words for both. */
export function noConversation(session: Session, written?: { readonly text: string }): string {
  const texts = inboxTexts(session.member.language);
  const { errors, conversation } = texts;
  return card(session, texts, errors.notFound, [errors.notFoundHelp], written?.text ?? '', {
    path: INBOX_PATH,
    label: conversation.back,
  });
}

/** The form was not one that we gave to this session. What was written in it can be copied. */
export function formTooOld(session: Session, id: string, written: string): string {
  const texts = inboxTexts(session.member.language);
  const { errors } = texts;
  return card(session, texts, errors.badForm, [errors.badFormHelp], written, {
    path: `${INBOX_PATH}/requests/${encodeURIComponent(id)}`,
    label: errors.openAgain,
  });
}

function card(
  session: Session,
  texts: InboxTexts,
  title: string,
  lines: readonly string[],
  written: string,
  link: { readonly path: string; readonly label: string },
): string {
  const kept = html`<label for="kept">${texts.reply.kept}</label>
<textarea id="kept" rows="6" readonly dir="auto">
${written}</textarea>`;
  return page({
    session,
    texts,
    title,
    active: 'inbox',
    body: html`<section class="card narrow">
<h1>${title}</h1>
!${lines.map((line) => html`<p>${line}</p>`).join('\n')}
!${written === '' ? '' : kept}
<p><a href="${link.path}">${link.label}</a></p>
</section>`,
  });
}
