import { html } from 'ghtml';
import { BROADCASTS_PATH } from '../paths.ts';
import type { PreviewPageOptions } from './broadcast-preview.ts';
import { listWords } from './broadcast-words.ts';
import { csrfField } from './fields.ts';

/** The release, or what keeps from it, and the way to put the draft aside. */
export function releaseCard(options: PreviewPageOptions): string {
  const { session, texts, broadcast } = options;
  return html`<section class="card">
!${releaseForm(options)}
<form method="post" action="${BROADCASTS_PATH}/${broadcast.id}/discard">
!${csrfField(session.csrf)}<button class="danger">${texts.preview.discard}</button>
</form>
</section>`;
}

function releaseForm(options: PreviewPageOptions): string {
  const { session, broadcast, preview } = options;
  const words = options.texts.preview;
  if (preview.recipients === 0) return html`<p>${words.nobodyYet}</p>`;
  if (preview.lint.some(({ blocks }) => blocks)) return html`<p>${words.blocked}</p>`;
  const agreement = agreementWords(options);
  if (preview.agreement === 'given') return agreement;
  return html`<form method="post" action="${BROADCASTS_PATH}/${broadcast.id}/release">
!${csrfField(session.csrf)}<input type="hidden" name="seen" value="${preview.seen}">
!${agreement}
<p class="hint" id="release-help">${words.releaseHelp}</p>
<button aria-describedby="release-help">${words.release}</button>
</form>`;
}

/** Who must agree besides whoever looks at it. */
function agreementWords({ texts, broadcast, preview }: PreviewPageOptions): string {
  const { agreement, others } = preview;
  const words = texts.preview;
  if (agreement === 'alone') return '';
  if (agreement === 'second') {
    const { approvedBy, createdBy } = broadcast;
    const first = approvedBy === null ? (createdBy === null ? '' : words.wrote(createdBy)) : words.agreed(approvedBy);
    return html`<p>${first} ${words.agreement.second}</p>`;
  }
  const who = others.length === 0 ? words.noOthers : words.others(listWords(others, texts));
  return html`<p>${words.agreement[agreement]} ${who}</p>`;
}
