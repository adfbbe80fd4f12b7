import { html } from 'ghtml';
import type { StaffMember } from '../../handover/staff.ts';
import type { AbsenceRow, HoursRow } from '../duty-input.ts';
import type { Session } from '../session.ts';
import type { AccountTexts } from '../texts/fr-account.ts';
import { alert, csrfField, errorLine, flaws, options } from './fields.ts';

interface DutyFormOptions<Row> {
  readonly texts: AccountTexts;
  readonly csrf: string;
  /** Where it is posted to. */
  readonly action: string;
  /** Rows that are there; some empty ones are added. */
  readonly rows: readonly Row[];
  readonly tooMany?: boolean;
}

/** What was typed and is not right, instead of what is kept. */
export interface TypedDuty {
  readonly hours?: { readonly rows: readonly HoursRow[]; readonly tooMany: boolean };
  readonly absences?: { readonly rows: readonly AbsenceRow[]; readonly tooMany: boolean };
}

const WORKING_DAYS = ['1', '2', '3', '4', '5'];

/** Hours and absences of a member, posted below a path: on one's own page or on that of another. */
export function dutyForms(
  options: TypedDuty & { readonly session: Session; readonly texts: AccountTexts; readonly member: StaffMember },
  path: string,
  whose: 'own' | 'other',
): string {
  const { texts, member, session } = options;
  const { csrf } = session;
  const hours = options.hours ?? { rows: member.hours.map(({ day, from, to }) => ({ day: String(day), from, to })) };
  const absences = options.absences ?? { rows: member.absences };
  return html`!${hoursForm({ texts, csrf, action: `${path}/hours`, own: whose === 'own', ...hours })}
!${absencesForm({ texts, csrf, action: `${path}/absences`, ...absences })}`;
}

/** Weekly hours: a row for each stretch, an empty one for each working day without, and one more. */
function hoursForm({
  texts,
  csrf,
  action,
  rows,
  tooMany,
  own,
}: DutyFormOptions<HoursRow> & { readonly own: boolean }): string {
  const { hours } = texts;
  const free = WORKING_DAYS.filter((day) => !rows.some((row) => row.day === day));
  const empty = [...free, '1'].map((day): HoursRow => ({ day, from: '', to: '' }));
  const days = hours.days.map((label, index) => [String(index + 1), label] as const);
  return html`<section class="card" id="hours">
<h2>${hours.title}</h2>
<p class="hint">${own ? hours.help : hours.helpOther}</p>
!${rows.length === 0 && !own ? html`<p class="alert">${hours.none}</p>` : ''}
!${alert(tooMany ? hours.tooMany : undefined)}
<form method="post" action="${action}">
!${csrfField(csrf)}
!${[...rows, ...empty].map((row, index) => hoursRow(row, index + 1, texts, days)).join('\n')}
<button>${hours.save}</button>
</form>
</section>`;
}

function hoursRow(
  { day, from, to, error }: HoursRow,
  number: number,
  { hours }: AccountTexts,
  days: readonly (readonly [string, string])[],
): string {
  const id = `hours-${number}`;
  const wrong = flaws(id, error);
  // A browser shows midnight as 00:00 only.
  return html`<div class="row" role="group" aria-label="${hours.row(number)}">
<label>${hours.day} <select name="day">!${options(days, day)}</select></label>
<label>${hours.from} <input type="time" name="from" value="${from}"!${wrong}></label>
<label>${hours.to} <input type="time" name="to" value="${to === '24:00' ? '00:00' : to}"!${wrong}></label>
!${errorLine(id, error && hours[error])}
</div>`;
}

/** Absences: a row each, and two empty ones. */
function absencesForm({ texts, csrf, action, rows, tooMany }: DutyFormOptions<AbsenceRow>): string {
  const { absences } = texts;
  const empty = { from: '', to: '' };
  return html`<section class="card" id="absences">
<h2>${absences.title}</h2>
<p class="hint">${absences.help}</p>
!${alert(tooMany ? absences.tooMany : undefined)}
<form method="post" action="${action}">
!${csrfField(csrf)}
!${[...rows, empty, empty].map((row, index) => absenceRow(row, index + 1, texts)).join('\n')}
<button>${absences.save}</button>
</form>
</section>`;
}

function absenceRow({ from, to, error }: AbsenceRow, number: number, { absences }: AccountTexts): string {
  const id = `absence-${number}`;
  const wrong = flaws(id, error);
  return html`<div class="row" role="group" aria-label="${absences.row(number)}">
<label>${absences.from} <input type="date" name="from" value="${from}"!${wrong}></label>
<label>${absences.to} <input type="date" name="to" value="${to}"!${wrong}></label>
!${errorLine(id, error && absences[error])}
</div>`;
}
