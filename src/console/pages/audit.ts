import { html } from 'ghtml';
import { AUDIT_ACTIONS } from '../../handover/audit.ts';
import type { AuditFilter, AuditPage, AuditRow } from '../../handover/read-audit.ts';
import type { StaffMember } from '../../handover/staff.ts';
import type { TerritoryName } from '../context.ts';
import { inboxTexts } from '../inbox-words.ts';
import { page } from '../layout.ts';
import { AUDIT_PATH, BROADCASTS_PATH, INBOX_PATH } from '../paths.ts';
import type { Session } from '../session.ts';
import { territoryNames } from '../territory-names.ts';
import type { AuditTexts } from '../texts/fr-audit.ts';
import { broadcastTexts } from '../texts/texts.ts';
import { dayWords, timeWords } from './broadcast-words.ts';
import { choice } from './fields.ts';

export interface AuditContent {
  readonly session: Session;
  readonly texts: AuditTexts;
  readonly filter: AuditFilter;
  readonly found: AuditPage;
  /** Everybody, for the choice and for the names behind ids. */
  readonly members: readonly StaffMember[];
  readonly territories: readonly TerritoryName[];
}

/** What people of the network did, with a filter; no data of a parent. */
export function auditPage(content: AuditContent): string {
  const { session, texts, found, filter } = content;
  return page({
    session,
    texts,
    title: texts.title,
    active: 'audit',
    body: html`<h1>${texts.title}</h1>
<p class="hint">${texts.intro}</p>
!${filterForm(content)}
!${found.rows.length === 0 ? html`<p class="empty">${texts.empty}</p>` : table(content)}
!${found.next === null ? '' : html`<p><a class="button" href="${addressOf({ ...filter, before: found.next })}">${texts.older}</a></p>`}`,
  });
}

function filterForm({ texts, filter, members }: AuditContent): string {
  const people = members.map(({ id, name }) => [id, name] as const);
  const actions = AUDIT_ACTIONS.map((action) => [action, texts.actions[action]] as const);
  return html`<form method="get" action="${AUDIT_PATH}" class="card filter" aria-label="${texts.filter}">
!${choice({ name: 'member', label: texts.member, value: filter.member ?? '', choices: [['', texts.anybody], ...people] })}
!${choice({ name: 'action', label: texts.action, value: filter.action ?? '', choices: [['', texts.anything], ...actions] })}
<div class="field"><label for="day">${texts.day}</label>
<input id="day" name="day" type="date" value="${filter.day ?? ''}"></div>
<div class="field"><label for="request">${texts.request}</label>
<input id="request" name="request" inputmode="numeric" maxlength="18" autocomplete="off" value="${filter.request ?? ''}"></div>
<button>${texts.show}</button> <a href="${AUDIT_PATH}">${texts.all}</a>
</form>`;
}

function table(content: AuditContent): string {
  const { texts, found } = content;
  const heads = [texts.when, texts.member, texts.action, texts.requestColumn, texts.detail];
  return html`<div class="wide" role="region" aria-labelledby="audit-list" tabindex="0">
<table>
<caption id="audit-list">${texts.list}</caption>
<thead><tr>!${heads.map((head) => html`<th scope="col">${head}</th>`).join('')}</tr></thead>
<tbody>
!${found.rows.map((row) => line(row, content)).join('\n')}
</tbody>
</table>
</div>`;
}

function line(row: AuditRow, content: AuditContent): string {
  const { at, member, action, detail } = row;
  const { texts } = content;
  const words = Object.entries(texts.actions).find(([name]) => name === action)?.[1] ?? action;
  return html`<tr>
<td><time datetime="${at.toISOString()}">${timeOf(at, texts)}</time></td>
<td>${member ?? texts.unknown}</td>
<td>${words}</td>
<td>!${linkTo(row, texts)}</td>
<td>${detailWords(detail, content)}</td>
</tr>`;
}

function linkTo({ request, detail: { broadcast } }: AuditRow, texts: AuditTexts): string {
  if (request !== null) return html`<a href="${INBOX_PATH}/requests/${request}">${texts.open(request)}</a>`;
  if (broadcast === undefined) return '';
  return html`<a href="${BROADCASTS_PATH}/${String(broadcast)}">${texts.broadcast}</a>`;
}

function detailWords(detail: AuditRow['detail'], { texts, members, territories }: AuditContent): string {
  const { staff, what, to, outcome } = detail;
  const nameOf = (id: unknown) => members.find((one) => one.id === id)?.name ?? texts.unknown;
  const outcomes: Readonly<Record<string, string>> = inboxTexts(texts.language).handOn.outcomes;
  const words = [
    staff === undefined ? '' : nameOf(staff),
    what === undefined ? '' : (texts.what[String(what)] ?? String(what)),
    to === undefined ? '' : texts.to(nameOf(to)),
    outcome === undefined ? '' : (outcomes[String(outcome)] ?? String(outcome)),
    ...broadcastWords(detail, texts, territories),
  ];
  return words.filter((word) => word !== '').join(' · ');
}

/** Of a message to many: what kind, for where, how many people; of its weekly hour: day and time. */
function broadcastWords(
  { kind, where, recipients, weekday, minutes }: AuditRow['detail'],
  { language }: AuditTexts,
  territories: readonly TerritoryName[],
): string[] {
  const texts = broadcastTexts(language);
  const kinds: Readonly<Record<string, string>> = texts.kind;
  const hour = Math.floor(Number(minutes) / 60);
  return [
    kind === undefined ? '' : (kinds[String(kind)] ?? String(kind)),
    where === undefined ? '' : where === '' ? texts.everywhere : territoryNames(String(where).split(' '), territories),
    recipients === undefined ? '' : texts.recipients(Number(recipients)),
    weekday === undefined ? '' : dayWords(Number(weekday), texts),
    minutes === undefined ? '' : timeWords({ hour, minute: Number(minutes) % 60 }),
  ];
}

function timeOf(at: Date, { locale }: AuditTexts): string {
  return at.toLocaleString(locale, { timeZone: 'Europe/Brussels', dateStyle: 'medium', timeStyle: 'short' });
}

function addressOf(filter: AuditFilter): string {
  return `${AUDIT_PATH}?${new URLSearchParams({ ...filter })}`;
}
