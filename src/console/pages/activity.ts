import { html } from 'ghtml';
import type { Activity } from '../../calendar/activity.ts';
import { timeText } from '../../calendar/changes.ts';
import { type Doubt, LONGEST_TITLE, type RowFault } from '../../calendar/draft.ts';
import type { KnownActivity } from '../../calendar/known.ts';
import {
  type ActivityErrors,
  TITLE_LANGUAGES,
  type TimesFault,
  type TypedActivity,
  timesErrors,
} from '../activity-input.ts';
import type { TerritoryName } from '../context.ts';
import { languageName } from '../inbox-words.ts';
import { page } from '../layout.ts';
import { CALENDAR_PATH } from '../paths.ts';
import type { Session } from '../session.ts';
import type { CalendarTexts } from '../texts/fr-calendar.ts';
import { alert, choice, csrfField, field, notice } from './fields.ts';

export interface ActivityPageOptions {
  readonly session: Session;
  readonly texts: CalendarTexts;
  readonly territories: readonly TerritoryName[];
  /** Null for a new one. */
  readonly activity: KnownActivity | null;
  /** Of the form of a new one, so that it is added once. */
  readonly formId?: string;
  readonly typed: TypedActivity;
  readonly titles: Activity['titles'];
  readonly errors?: ActivityErrors;
  /** What has to be confirmed before it is saved. */
  readonly doubts?: readonly Doubt[];
  /** Of the form that adds dates. */
  readonly timesError?: TimesFault | undefined;
  readonly timesDoubts?: readonly Doubt[] | undefined;
  readonly notice?: string | undefined;
}

/** An activity, to be added or changed by hand, and its dates. */
export function activityPage(options: ActivityPageOptions): string {
  const { session, texts, activity } = options;
  const title = activity === null ? texts.add : activity.fields.title;
  return page({
    session,
    title,
    texts,
    active: 'calendar',
    body: html`<p class="back"><a href="${CALENDAR_PATH}">${texts.back}</a></p>
<h1 dir="auto">${title}</h1>
!${notice(options.notice)}
!${alert(doubtLine(texts, options.doubts))}
!${activity === null ? '' : timesSection(options, activity)}
!${form(options)}`,
  });
}

/** What has to be confirmed, in words. */
export function doubtLine(texts: CalendarTexts, doubts: readonly Doubt[] = []): string | undefined {
  return doubts.length === 0
    ? undefined
    : `${texts.form.check} : ${doubts.map((doubt) => texts.doubts[doubt]).join(', ')}.`;
}

/** To say that it is meant so; nothing where nothing is doubtful. */
export function sureBox({ form }: CalendarTexts, doubts: readonly Doubt[]): string {
  if (doubts.length === 0) return '';
  return html`<p class="field"><label class="check"><input type="checkbox" name="sure"> ${form.sure}</label></p>`;
}

function wrong(texts: CalendarTexts, problem: RowFault | Doubt | undefined): string | undefined {
  if (problem === undefined) return undefined;
  return Object.hasOwn(texts.faults, problem) ? texts.faults[problem as RowFault] : texts.doubts[problem as Doubt];
}

function form(options: ActivityPageOptions): string {
  const { session, texts, territories, activity, formId, typed, errors = {}, doubts = [] } = options;
  const { fields, form: words } = texts;
  const action = `${CALENDAR_PATH}/activities/${activity === null ? 'new' : activity.id}`;
  const line = (name: keyof TypedActivity, label: string, hint?: string, optional = true): string =>
    field({ name, label, value: typed[name], error: wrong(texts, errors[name]), optional, ...(hint && { hint }) });
  const pick = (name: keyof TypedActivity, label: string, words: Readonly<Record<string, string>>): string =>
    choice({ name, label, value: typed[name], choices: Object.entries(words), error: wrong(texts, errors[name]) });
  const names = { '': texts.none, ...Object.fromEntries(territories.map(({ id, name }) => [id, name])) };
  return html`<section class="card">
<form method="post" action="${action}">
!${csrfField(session.csrf)}
!${formId === undefined ? '' : html`<input type="hidden" name="id" value="${formId}">`}
!${line('title', fields.title, undefined, false)}
!${activity === null ? dateFields(options) : ''}
!${pick('kind', fields.kind, texts.kinds)}
!${pick('audience', fields.audience, texts.audiences)}
!${line('ages', fields.ages, words.agesHint)}
!${line('place', words.place)}
!${line('address', words.address)}
!${line('postcode', words.postcode)}
!${line('town', words.town)}
!${pick('territory', fields.territory, names)}
<p class="field"><label class="check"><input type="checkbox" name="visibility"!${typed.visibility === '' ? '' : ' checked'}> ${words.hidden}</label></p>
!${line('price', fields.price, words.priceHint)}
!${pick('children', fields.children, { '': texts.unsaid, ...texts.childrenWords })}
!${pick('registration', fields.registration, texts.registrations)}
!${line('contact', words.contact)}
!${line('until', words.until)}
!${line('places', words.places)}
!${line('accessibility', fields.accessibility)}
!${line('organiser', fields.organiser)}
<div class="field"><label for="description">${fields.description}</label>
<textarea id="description" name="description" rows="4" maxlength="2000" dir="auto">${typed.description}</textarea></div>
!${titlesPart(options)}
!${sureBox(texts, doubts)}
<button>${words.save}</button>
</form>
</section>`;
}

/** The title in other languages, folded away: few are ever translated. */
function titlesPart({ texts, titles }: ActivityPageOptions): string {
  const lines = TITLE_LANGUAGES.map(
    (language) => html`<div class="field">
<label for="title-${language}">${languageName(language, texts.locale)}</label>
<input id="title-${language}" name="title-${language}" lang="${language}" dir="auto" value="${titles[language] ?? ''}" autocomplete="off" maxlength="${LONGEST_TITLE}">
</div>`,
  );
  return html`<details class="ready-made"!${Object.keys(titles).length > 0 ? ' open' : ''}>
<summary>${texts.form.titles}</summary>
<p class="hint">${texts.form.titlesHint}</p>
!${lines.join('\n')}
</details>`;
}

function dateFields({ texts, typed, errors = {} }: ActivityPageOptions): string {
  const { form: words } = texts;
  return html`!${field({ name: 'date', label: words.date, value: typed.date, hint: words.dateHint, error: wrong(texts, errors.date) })}
!${field({ name: 'start', label: words.start, value: typed.start, error: wrong(texts, errors.start), optional: true })}
!${field({ name: 'end', label: words.end, value: typed.end, optional: true })}`;
}

function timesSection(options: ActivityPageOptions, { id, times }: KnownActivity): string {
  const { session, texts, timesError, timesDoubts = [] } = options;
  const path = `${CALENDAR_PATH}/activities/${id}`;
  const items = times.map((time) => {
    const [name, label] = time.cancelled
      ? (['restore', texts.form.restore] as const)
      : (['cancel', texts.form.cancel] as const);
    const place = time.place === null ? '' : placeText(time.place);
    return html`<li><p>${timeText(time)}!${place === '' ? '' : html`, <bdi>${place}</bdi>`}!${time.cancelled ? html` (${texts.cancelled})` : ''}</p>
<a href="${path}/times/${time.id}" aria-label="${texts.form.changeTime} : ${timeText(time)}">${texts.form.changeTime}</a>
<form method="post" action="${path}/times/${time.id}/${name}">!${csrfField(session.csrf)}
<button class="quiet" aria-label="${label} : ${timeText(time)}">${label}</button></form></li>`;
  });
  return html`<section class="card" id="times">
<h2>${texts.fields.times}</h2>
<ul class="dates">!${items.join('\n')}</ul>
<form method="post" action="${path}/times">
<h3>${texts.form.addTimes}</h3>
!${csrfField(session.csrf)}
!${alert(doubtLine(texts, timesDoubts))}
!${dateFields({ ...options, errors: timesError === undefined ? {} : timesErrors(timesError) })}
!${sureBox(texts, timesDoubts)}
<button>${texts.form.addTimes}</button>
</form>
</section>`;
}

function placeText({ name, address, postcode, town }: Activity['place']): string {
  return [name, address, [postcode, town].filter(Boolean).join(' ')].filter(Boolean).join(', ');
}
