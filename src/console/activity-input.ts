import { Temporal } from 'temporal-polyfill';
import { type Activity, AUDIENCES, CHILDREN, KINDS, REGISTRATION } from '../calendar/activity.ts';
import { FIELDS, type Field } from '../calendar/columns.ts';
import type { ActivityFields, Doubt, DraftTime, RowFault } from '../calendar/draft.ts';
import { findTerritory } from '../calendar/find-territory.ts';
import { readFields } from '../calendar/read-fields.ts';
import { readWhen } from '../calendar/read-when.ts';
import { FULL_LANGUAGES, SOURCE_LANGUAGE } from '../languages.ts';
import { type Gazetteer, PlaceFinder } from '../understanding/find-place.ts';
import type { TerritoryName } from './context.ts';
import { readField, readLine } from './forms.ts';

/** Fields of the form, as they were typed. */
const TYPED = [
  ...(['date', 'start', 'end', 'title', 'kind', 'audience', 'ages', 'territory', 'place', 'address'] as const),
  ...(['postcode', 'town', 'price', 'children', 'registration', 'contact', 'until', 'places'] as const),
  ...(['accessibility', 'organiser', 'description', 'visibility'] as const),
] as const satisfies readonly Field[];
/** The title itself is French. */
export const TITLE_LANGUAGES = FULL_LANGUAGES.filter((language) => language !== SOURCE_LANGUAGE);
export type TypedActivity = Readonly<Record<(typeof TYPED)[number], string>>;
export type ActivityErrors = Partial<Record<(typeof TYPED)[number], RowFault | Doubt>>;

export const EMPTY_ACTIVITY = { ...typedFrom(() => ''), kind: 'other', audience: 'everyone', registration: 'none' };

/** What a row of a sheet would say, read by the same rules; the choices of the form count as they are. */
export function readActivity(
  body: unknown,
  known: { readonly today: string; readonly territories: readonly TerritoryName[]; readonly gazetteer: Gazetteer },
): { readonly typed: TypedActivity; readonly fields: ActivityFields | null; readonly errors: ActivityErrors } {
  const typed = typedFrom((name) => (name === 'description' ? readField(body, name).trim() : readLine(body, name)));
  const cells = { ...(Object.fromEntries(FIELDS.map((field) => [field, ''])) as Record<Field, string>), ...typed };
  const said = { ...cells, kind: '', audience: '', children: '', registration: '', visibility: '' };
  const { territory, town, postcode } = findTerritory(cells, {
    places: new PlaceFinder(known.gazetteer),
    territories: known.territories,
  });
  const when = { today: Temporal.PlainDate.from(known.today), month: null, year: null };
  const read = readFields(said, { title: typed.title, town, postcode: typed.postcode || postcode, when });
  const errors: ActivityErrors = {
    ...(typed.title === '' && { title: 'no-title' as const }),
    ...(territory === null && { territory: 'no-territory' as const }),
    ...(read.priceUnread && { price: 'price-unread' as const }),
    ...(typed.until !== '' && read.fields.registration.until === null && { until: 'unread-date' as const }),
  };
  if (territory === null || Object.keys(errors).length > 0) return { typed, fields: null, errors };
  const audience = AUDIENCES.find((one) => one === typed.audience) ?? 'everyone';
  const isHidden = typed.visibility !== '' || audience === 'mothers';
  const fields: ActivityFields = {
    ...read.fields,
    territory,
    kind: KINDS.find((one) => one === typed.kind) ?? 'other',
    audience,
    children: CHILDREN.find((one) => one === typed.children) ?? null,
    registration: {
      ...read.fields.registration,
      is: REGISTRATION.find((one) => one === typed.registration) ?? 'none',
    },
    visibility: isHidden ? 'mothers' : 'public',
  };
  return { typed, fields, errors };
}

/** What is wrong with the times of a form: there an hour that cannot be read is put right, not left out. */
export type TimesFault = RowFault | 'unread-hour';

/** The times of a form, with what is doubtful of them. */
export function readTimes(
  body: unknown,
  today: string,
): { readonly times: readonly DraftTime[]; readonly doubts: readonly Doubt[] } | { readonly fault: TimesFault } {
  const context = { today: Temporal.PlainDate.from(today), month: null, year: null };
  const cells = { ...typedDate(body), hours: '', weekday: '' };
  const read = readWhen(cells, context);
  if ('fault' in read) return read;
  if (read.doubts.includes('unread-hour')) return { fault: 'unread-hour' };
  return { times: read.times.map((time) => ({ ...time, cancelled: false })), doubts: read.doubts };
}

/** The fault of the times, at the field that is to be put right. */
export function timesErrors(fault: TimesFault): ActivityErrors {
  return fault === 'unread-hour' ? { start: fault } : { date: fault };
}

/** The date and hours of a form, as they were typed. */
export function typedDate(body: unknown): Pick<TypedActivity, 'date' | 'start' | 'end'> {
  return { date: readLine(body, 'date'), start: readLine(body, 'start'), end: readLine(body, 'end') };
}

/** Titles that somebody has translated; what is left empty is not. */
export function readTitles(body: unknown): Activity['titles'] {
  const written = TITLE_LANGUAGES.map((language) => [language, readLine(body, `title-${language}`)] as const);
  return Object.fromEntries(written.filter(([, title]) => title !== ''));
}

/** What is known, as it would have been typed. */
export function typedOf(fields: ActivityFields): TypedActivity {
  const { ages, place, registration, price } = fields;
  const until = registration.until?.toLocaleDateString('fr-BE', { timeZone: 'Europe/Brussels' });
  const { from, to } = ages;
  return {
    ...{ date: '', start: '', end: '', title: fields.title, kind: fields.kind, audience: fields.audience },
    ages:
      from !== null && to !== null
        ? `${from}-${to} ans`
        : from !== null
          ? `dès ${from} ans`
          : to !== null
            ? `jusqu'à ${to} ans`
            : '',
    ...{ territory: fields.territory, place: place.name ?? '', address: place.address ?? '' },
    ...{ postcode: place.postcode ?? '', town: place.town ?? '' },
    price: price === null ? '' : price === 0 ? 'gratuit' : `${(price / 100).toFixed(2).replace('.', ',')} €`,
    ...{ children: fields.children ?? '', registration: registration.is, contact: registration.how ?? '' },
    ...{ until: until ?? '', places: registration.places === null ? '' : String(registration.places) },
    ...{ accessibility: fields.accessibility ?? '', organiser: fields.organiser ?? '' },
    ...{ description: fields.description ?? '', visibility: fields.visibility === 'mothers' ? 'on' : '' },
  };
}

function typedFrom(read: (name: (typeof TYPED)[number]) => string): TypedActivity {
  return Object.fromEntries(TYPED.map((name) => [name, read(name)])) as TypedActivity;
}
