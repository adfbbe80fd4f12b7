import { html } from 'ghtml';
import { timesText } from '../../calendar/changes.ts';
import { isGrave } from '../../calendar/draft.ts';
import type { Import } from '../../calendar/imports.ts';
import type { Plan, PlannedRow } from '../../calendar/plan-import.ts';
import type { TerritoryName } from '../context.ts';
import { page } from '../layout.ts';
import { CALENDAR_PATH } from '../paths.ts';
import type { Session } from '../session.ts';
import { territoryName } from '../territory-names.ts';
import type { CalendarTexts } from '../texts/fr-calendar.ts';
import { alert, csrfField, notice } from './fields.ts';

export interface ImportPageOptions {
  readonly session: Session;
  readonly texts: CalendarTexts;
  readonly territories: readonly TerritoryName[];
  readonly import: Import;
  /** Of an import that waits to be confirmed. */
  readonly plan: Plan | null;
  readonly notice?: string | undefined;
  readonly alert?: string | undefined;
}

const STEPS = ['new', 'changed', 'cancelled', 'unchanged', 'unreadable'] as const;

/** What was understood of a file, row by row, to be confirmed; or what came of it. */
export function importPage(options: ImportPageOptions): string {
  const { session, texts, plan } = options;
  const { fileName, sheets } = options.import;
  const title = plan === null ? texts.imported(fileName) : texts.preview(fileName);
  return page({
    session,
    title,
    texts,
    active: 'calendar',
    body: html`<p class="back"><a href="${CALENDAR_PATH}">${texts.back}</a></p>
<h1 dir="auto">${title}</h1>
!${notice(options.notice)}
!${alert(options.alert)}
!${sheets.map(({ name, read }) => (read ? '' : html`<p dir="auto">${texts.sheetLeft(name)}</p>`)).join('')}
!${plan === null ? outcome(options) : confirmForm(options, plan)}`,
  });
}

function outcome({ session, texts, import: { id, state, counts } }: ImportPageOptions): string {
  const { added, changed, cancelled } = counts;
  const undo = html`<form method="post" action="${CALENDAR_PATH}/imports/${id}/undo">
!${csrfField(session.csrf)}
<p class="hint">${texts.undoHelp}</p>
<button class="danger">${texts.undo}</button>
</form>`;
  return html`<section class="card">
<p>${texts.outcome[state]} ${texts.entered(added, changed, cancelled)}</p>
!${state === 'done' ? undo : ''}
</section>`;
}

function confirmForm(options: ImportPageOptions, plan: Plan): string {
  const { session, texts } = options;
  const count = (step: PlannedRow['step']): number => plan.rows.filter((row) => row.step === step).length;
  const counts = STEPS.filter((step) => count(step) > 0).map((step) => texts.counts[step](count(step)));
  const isEmpty =
    plan.missing.length === 0 && plan.rows.every(({ step }) => step === 'unchanged' || step === 'unreadable');
  const heads = [texts.row, texts.result, texts.what, texts.when, texts.where];
  return html`<p>${counts.join(' · ')}</p>
!${isEmpty ? html`<p>${texts.nothingToDo}</p>` : ''}
<form method="post" action="${CALENDAR_PATH}/imports/${options.import.id}/confirm">
!${csrfField(session.csrf)}
<input type="hidden" name="fingerprint" value="${plan.fingerprint}">
<div class="wide" role="region" aria-label="${texts.result}" tabindex="0">
<table class="rows">
<thead><tr>!${heads.map((head) => html`<th scope="col">${head}</th>`).join('')}</tr></thead>
<tbody>
!${plan.rows.map((row, index) => rowLine(row, index, options)).join('\n')}
</tbody>
</table>
</div>
!${missingBoxes(options, plan)}
!${isEmpty ? '' : html`<button>${texts.confirm}</button>`}
</form>`;
}

function rowLine(
  row: PlannedRow,
  index: number,
  { texts, territories, import: { sheets } }: ImportPageOptions,
): string {
  const number = sheets.length > 1 ? `${row.sheet} ${row.row}` : String(row.row);
  if (row.step === 'unreadable')
    return html`<tr class="unreadable"><th scope="row" dir="auto">${number}</th><td>${texts.step.unreadable} : ${texts.faults[row.fault]}</td><td dir="auto">${row.title}</td><td></td><td></td></tr>`;
  const { fields, times } = row.draft;
  const { name, address } = fields.place;
  const changes = row.changes.map(
    ({ field, before, after }) =>
      html`<li dir="auto">${texts.fields[field]} : <del>${before || '–'}</del> <ins>${after || '–'}</ins></li>`,
  );
  const doubts = row.doubts.map((doubt) => html`<li>${texts.doubts[doubt]}</li>`);
  const box =
    row.doubts.length === 0
      ? ''
      : html`<label class="check"><input type="checkbox" name="take" value="${index}" aria-label="${texts.take} : ${fields.title}"!${isGrave(row.doubts) ? '' : ' checked'}> ${texts.take}</label>`;
  return html`<tr class="${row.doubts.length === 0 ? row.step : 'doubtful'}"><th scope="row" dir="auto">${number}</th>
<td>${texts.step[row.step]}!${changes.length + doubts.length === 0 ? '' : html`<ul>!${[...changes, ...doubts].join('')}</ul>`}!${box}</td>
<td dir="auto">${fields.title}</td><td>${timesText(times)}</td>
<td dir="auto">${[territoryName(fields.territory, territories), name, address].filter(Boolean).join(', ')}</td></tr>`;
}

function missingBoxes({ texts }: ImportPageOptions, { missing }: Plan): string {
  if (missing.length === 0) return '';
  return html`<fieldset class="boxes"><legend>${texts.missing}</legend>
<p class="hint">${texts.missingHelp}</p>
!${missing
    .map(
      ({ id, fields, times }) =>
        html`<label class="check" dir="auto"><input type="checkbox" name="cancel" value="${id}"> ${texts.cancelIt} : ${fields.title}, ${timesText(times)}</label>`,
    )
    .join('\n')}
</fieldset>`;
}
