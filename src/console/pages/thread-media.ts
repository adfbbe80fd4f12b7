import { html } from 'ghtml';
import type { ThreadFile, ThreadMedia } from '../../handover/desk.ts';
import { INBOX_PATH } from '../paths.ts';
import type { InboxTexts } from '../texts/fr-inbox.ts';

/** A voice note with its player, a photo made small, another file to be saved; or why it is not there. */
export function threadMedia({ kind, file }: ThreadMedia, request: string, texts: InboxTexts): string {
  const { media, attachment } = texts.conversation;
  if (file === null) return html`<p class="media">${media[kind]}</p>`;
  if (file.state !== 'kept') return html`<p class="media">${media[kind]} (${attachment[file.state]})</p>`;
  const address = `${INBOX_PATH}/requests/${request}/media/${file.id}`;
  return html`<p class="media">!${kept(file, media[kind], address, texts)}</p>
!${file.transcript === null ? '' : transcript(file.transcript, texts)}`;
}

function kept({ id, shown }: ThreadFile, name: string, address: string, texts: InboxTexts): string {
  const { attachment } = texts.conversation;
  const save = html`<a href="${address}" download>${attachment.save(name)}</a>`;
  // Preserved, a note goes on playing when the thread is fetched again.
  if (shown === 'audio')
    return html`<audio id="media-${id}" hx-preserve="true" controls preload="none" src="${address}" aria-label="${name}"></audio> !${save}`;
  if (shown === 'image')
    return html`<a href="${address}" target="_blank" rel="noopener"><img src="${address}" loading="lazy" alt="${attachment.photo}"></a>`;
  return save;
}

function transcript(heard: string, { conversation }: InboxTexts): string {
  return html`<p class="by">${conversation.attachment.transcript}</p>
<p class="words" dir="auto">${heard}</p>`;
}
