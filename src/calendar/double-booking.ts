import { normalise } from '../understanding/normalise.ts';
import type { Activity } from './activity.ts';
import type { Written } from './draft.ts';
import { groupBy } from './group-by.ts';

/** An activity without an end takes so long. */
const USUAL_MS = 3_600_000;

/** Those that stand in the same place at the same time as another one. Pure. */
export function bookedTwice<T extends Written>(all: readonly T[]): ReadonlySet<T> {
  const found = new Set<T>();
  const taken = all.flatMap((one) =>
    one.times
      .filter(({ cancelled, wholeDay }) => !cancelled && !wholeDay)
      .map((time) => ({
        one,
        place: placeOf(one.fields.territory, time.place ?? one.fields.place),
        from: +time.startsAt,
        to: time.endsAt === null ? +time.startsAt + USUAL_MS : +time.endsAt,
      })),
  );
  for (const [place, here] of groupBy(taken, (time) => time.place)) {
    if (place === '') continue;
    const times = here.toSorted((a, b) => a.from - b.from);
    for (const [index, time] of times.entries()) {
      for (let next = index + 1; (times[next]?.from ?? Number.POSITIVE_INFINITY) < time.to; next += 1) {
        const other = times[next]?.one;
        if (other === undefined || other === time.one) continue;
        found.add(time.one).add(other);
      }
    }
  }
  return found;
}

/** Only a place with a name or an address can be taken: a town has room for many. */
function placeOf(territory: string, place: Activity['place']): string {
  const said = normalise(place.name ?? place.address ?? '');
  return said === '' ? '' : `${territory}|${said}|${normalise(place.town ?? '')}`;
}
