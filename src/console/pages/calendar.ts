import { html } from 'ghtml';
import type { Occurrence } from '../../calendar/activity.ts';
import { agendaPath, posterPath } from '../../calendar/agenda-paths.ts';
import { timeText } from '../../calendar/changes.ts';
import type { Import } from '../../calendar/imports.ts';
import { SOURCE_LANGUAGE } from '../../languages.ts';
import type { TerritoryName } from '../context.ts';
import { page } from '../layout.ts';
import { CALENDAR_PATH } from '../paths.ts';
import type { Session } from '../session.ts';
import { territoryName } from '../territory-names.ts';
import type { CalendarTexts } from '../texts/fr-calendar.ts';
import { alert, choice, csrfField, errorLine, flaws, notice, options } from './fields.ts';

export interface CalendarPageOptions {
  readonly session: Session;
  readonly texts: CalendarTexts;
  readonly territories: readonly TerritoryName[];
  /** 'YYYY-MM'. */
  readonly month: string;
  /** Months that can be chosen, with their names. */
  readonly months: readonly (readonly [string, string])[];
  /** Empty: all of them. */
  readonly territory: string;
  readonly occurrences: readonly Occurrence[];
  readonly imports: readonly Import[];
  readonly notice?: string | undefined;
  readonly fileError?: string | undefined;
}

/** The calendar of a month, and the ways to fill it. */
export function calendarPage(options: CalendarPageOptions): string {
  const { session, texts, territories, occurrences } = options;
  return page({
    session,
    title: texts.title,
    texts,
    active: 'calendar',
    body: html`<h1>${texts.title}</h1>
!${notice(options.notice)}
!${filterForm(options)}
<p class="ways"><a class="button" href="${CALENDAR_PATH}/activities/new">${texts.add}</a> <a href="#import">${texts.imports}</a>!${publicLinks(options)}</p>
!${occurrences.length === 0 ? html`<p>${texts.empty}</p>` : ''}
<ul class="people">
!${occurrences.map((one) => occurrenceItem(one, texts, territories)).join('\n')}
</ul>
!${uploadForm(options)}
!${history(options)}`,
  });
}

/** What parents see of a territory, and what goes on walls. */
function publicLinks({ texts, territory, month }: CalendarPageOptions): string {
  if (territory === '') return '';
  const query = { month, lang: SOURCE_LANGUAGE };
  const links = [
    [agendaPath(territory, query), texts.publicAgenda],
    [posterPath(territory, 'pdf', query), texts.poster],
    [posterPath(territory, 'png', query), texts.picture],
  ] as const;
  return links.map(([path, label]) => html` <a href="${path}">${label}</a>`).join('');
}

function filterForm({ texts, territories, month, months, territory }: CalendarPageOptions): string {
  const names = [['', texts.all] as const, ...territories.map(({ id, name }) => [id, name] as const)];
  return html`<form method="get" action="${CALENDAR_PATH}" class="filters">
!${choice({ name: 'month', label: texts.month, value: month, choices: months })}
!${choice({ name: 'territory', label: texts.territory, value: territory, choices: names })}
<button>${texts.show}</button>
</form>`;
}

function occurrenceItem(
  { activity, startsAt, endsAt, wholeDay, state }: Occurrence,
  texts: CalendarTexts,
  territories: readonly TerritoryName[],
): string {
  const { name, address, town } = activity.place;
  const facts = [
    timeText({ startsAt, endsAt, wholeDay, cancelled: false }),
    state === 'cancelled' ? texts.cancelled : '',
    texts.kinds[activity.kind],
    territoryName(activity.territory, territories),
    [name, address, town].filter(Boolean).join(', '),
    activity.price === 0 ? texts.free : activity.price === null ? '' : euro(activity.price, texts),
    activity.visibility === 'mothers' ? texts.mothersOnly : '',
  ];
  return html`<li class="card person">
<a href="${CALENDAR_PATH}/activities/${activity.id}" dir="auto">${activity.title}</a>
<p dir="auto">${facts.filter((fact) => fact !== '').join(' · ')}</p>
</li>`;
}

function euro(cents: number, { locale }: CalendarTexts): string {
  return (cents / 100).toLocaleString(locale, { style: 'currency', currency: 'EUR' });
}

function uploadForm({ session, texts, territories, territory, fileError }: CalendarPageOptions): string {
  const names = [['', texts.none] as const, ...territories.map(({ id, name }) => [id, name] as const)];
  return html`<section class="card" id="import">
<h2>${texts.imports}</h2>
!${alert(fileError === undefined ? undefined : texts.nothingImported)}
<form method="post" action="${CALENDAR_PATH}/imports" enctype="multipart/form-data">
!${csrfField(session.csrf)}
<div class="field">
<label for="into">${texts.defaultTerritory}</label>
<select id="into" name="territory">!${options(names, territory)}</select>
</div>
<div class="field">
<label for="file">${texts.file}</label>
<p class="hint" id="file-hint">${texts.importHelp}</p>
<input id="file" name="file" type="file" required accept=".xlsx,.xlsm,.csv,.txt,.tsv,.ics"!${flaws('file', fileError, true)}>
!${errorLine('file', fileError)}
</div>
<button>${texts.upload}</button>
</form>
<p><a href="${CALENDAR_PATH}/template.xlsx">${texts.template}</a></p>
</section>`;
}

function history({ texts, imports }: CalendarPageOptions): string {
  if (imports.length === 0) return '';
  const items = imports.map(({ id, fileName, state, by, createdAt }) => {
    const when = createdAt.toLocaleString(texts.locale, {
      timeZone: 'Europe/Brussels',
      dateStyle: 'short',
      timeStyle: 'short',
    });
    return html`<li><a href="${CALENDAR_PATH}/imports/${id}" dir="auto">${fileName}</a> (${texts.state[state]}) ${texts.by(by ?? texts.commandLine, when)}</li>`;
  });
  return html`<section class="card"><h2>${texts.history}</h2>
<ul>
!${items.join('\n')}
</ul>
</section>`;
}
