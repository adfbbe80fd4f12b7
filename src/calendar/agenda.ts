import type { Occurrence } from './activity.ts';

/** What is planned, at hand for every message. */
export interface Agenda {
  /** Those that have begun and not ended included, the first first; cancelled ones are left out. */
  readonly occurrences: readonly Occurrence[];
  /** Province of each territory. */
  readonly provinces: ReadonlyMap<string, string>;
}

export interface AgendaWish {
  /** Milliseconds since 1970; `to` is excluded. */
  readonly from: number;
  readonly to: number;
  /** Where the parent lives or asks for; null: anywhere. */
  readonly territory: string | null;
  /** What is for mothers only as well. */
  readonly mothers: boolean;
}

/** What takes place in a time near a territory: there first, then in the rest of its province; each by time. */
export function activitiesFor({ occurrences, provinces }: Agenda, wish: AgendaWish): readonly Occurrence[] {
  const { from, to, territory, mothers } = wish;
  const inTime = occurrences.filter(
    ({ startsAt, endsAt, activity }) =>
      (endsAt ?? startsAt).getTime() >= from &&
      startsAt.getTime() < to &&
      (mothers || activity.visibility === 'public'),
  );
  if (territory === null) return inTime;
  const province = provinces.get(territory);
  const isThere = (one: Occurrence): boolean => one.activity.territory === territory;
  const isNear = (one: Occurrence): boolean =>
    !isThere(one) && province !== undefined && provinces.get(one.activity.territory) === province;
  return [...inTime.filter(isThere), ...inTime.filter(isNear)];
}

/** Whether a parent may still register by message. */
export function isOpen({ activity: { registration }, startsAt, state }: Occurrence, now: number): boolean {
  const { is, until } = registration;
  return is !== 'none' && state === 'planned' && startsAt.getTime() > now && (until === null || until.getTime() > now);
}
