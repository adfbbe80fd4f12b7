import type { Children } from './activity.ts';
import type { Cells } from './columns.ts';
import type { ActivityFields } from './draft.ts';
import { fold } from './fold.ts';
import {
  isHidden,
  isNo,
  isYes,
  readAges,
  readAudience,
  readChildren,
  readContacts,
  readKind,
  readPlaces,
  readPrice,
  readRegistration,
  registrationDay,
} from './read-details.ts';
import { dayOf, readWhen, startOf, type WhenContext } from './read-when.ts';

export interface Known {
  readonly title: string;
  readonly town: string | null;
  readonly postcode: string | null;
  readonly when: WhenContext;
}

/** What the cells of a row say of an activity besides its territory and its times. Pure. */
export function readFields(
  cells: Cells,
  { title, town, postcode, when }: Known,
): { readonly fields: Omit<ActivityFields, 'territory'>; readonly priceUnread: boolean } {
  const all = fold([title, cells.description, cells.audience, cells.ages, cells.place, cells.price].join(' . '));
  const price = isYes(fold(cells.free)) ? { cents: 0, unread: false } : readPrice(fold(cells.price || freeIn(all)));
  const audience =
    readAudience(fold(cells.audience)) ?? readAudience(fold(`${title} ${cells.ages}`)) ?? readAudienceOf(cells);
  const isForMothers =
    audience === 'mothers' || isYes(fold(cells.visibility)) || isHidden(fold(Object.values(cells).join(' ')));
  return {
    fields: {
      title,
      description: orNull(cells.description === title ? '' : cells.description),
      kind: readKind(fold(cells.kind), fold(title)),
      audience,
      ages: readAges(fold(`${cells.ages === '' ? '' : withYears(cells.ages)} ${cells.audience} ${title}`)),
      place: { name: orNull(cells.place), address: orNull(cells.address), postcode, town },
      price: price.cents,
      children: childrenOf(cells, all),
      registration: registrationOf(cells, when),
      accessibility: orNull(cells.accessibility),
      organiser: orNull(cells.organiser),
      visibility: isForMothers ? 'mothers' : 'public',
    },
    priceUnread: price.unread,
  };
}

/** "Mamans solos" in a description says for whom it is; that parents come does not. */
function readAudienceOf({ description }: Cells): ActivityFields['audience'] {
  const found = readAudience(fold(description));
  return found === 'mothers' || found === 'fathers' || found === 'parents-and-children' ? found : 'everyone';
}

function childrenOf(cells: Cells, all: string): Children | null {
  const said = fold(cells.children);
  if (said === '') return readChildren(all);
  const read = readChildren(said);
  if (read !== null) return read;
  if (isNo(said)) return 'none';
  if (/bienvenu|welkom|admis|avec/.test(said)) return 'welcome';
  // A column of child care that says yes, or how.
  return said === '?' ? null : 'care';
}

function registrationOf(cells: Cells, when: WhenContext): ActivityFields['registration'] {
  const said = fold(cells.registration);
  const elsewhere = fold(`${cells.description} ${cells.contact} ${cells.title}`);
  const is = readRegistration(said, elsewhere);
  const found = readContacts(`${cells.registration} ${cells.contact === '' ? cells.description : ''}`);
  const how = [...found.filter((one) => !cells.contact.includes(one)), cells.contact.trim()].filter(
    (one) => one !== '',
  );
  const until = fold(cells.until) || (registrationDay(`${said} . ${elsewhere}`) ?? '');
  return {
    is: is === 'none' && cells.until !== '' ? 'required' : is,
    how: orNull(how.join(', ')),
    until: until === '' ? null : endOfDay(until, when),
    places: readPlaces(
      /^\d+$/.test(cells.places.trim())
        ? `${cells.places} places`
        : fold(`${cells.places} ${cells.registration} ${cells.audience}`),
    ),
  };
}

/** Registration is open until the last minute of the day that is written. */
function endOfDay(written: string, when: WhenContext): Date | null {
  const read = readWhen({ date: written, weekday: '', hours: '', start: '', end: '' }, when);
  const last = 'fault' in read ? undefined : read.times.at(-1);
  return last === undefined ? null : new Date(startOf(dayOf(last.startsAt).add({ days: 1 })).getTime() - 60_000);
}

function freeIn(all: string): string {
  return /\bgratuite?\b|\bgratis\b/.test(all) ? 'gratuit' : '';
}

function withYears(ages: string): string {
  return /ans|jaar|\+/.test(ages) ? ages : `${ages} ans`;
}

function orNull(text: string): string | null {
  const trimmed = text.trim();
  return trimmed === '' || /^[-/]+$/.test(trimmed) ? null : trimmed;
}
