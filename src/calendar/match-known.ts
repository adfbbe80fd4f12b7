import { normalise } from '../understanding/normalise.ts';
import type { Draft } from './draft.ts';
import { groupBy } from './group-by.ts';
import type { KnownActivity } from './known.ts';

/** Of the activities that another file brought, so many are here as well: then this file is its correction. */
const SAME_FILE_SHARE = 0.5;

export interface Matches {
  readonly byDraft: ReadonlyMap<Draft, KnownActivity>;
  /** Of the same source, and in no row of this file. */
  readonly left: readonly KnownActivity[];
}

/**
 * Finds what the drafts of a file are in the calendar already: by their key, else (the day has changed) by title,
 * territory and place, when among what is left of the same source just one fits. Of the same source is what came from a
 * file of this name, or from one that shares half its activities with this. Pure.
 */
export function matchKnown(drafts: readonly Draft[], known: readonly KnownActivity[], source: string): Matches {
  const byKey = new Map(known.flatMap((activity) => (activity.key === null ? [] : [[activity.key, activity]])));
  const byDraft = new Map<Draft, KnownActivity>();
  for (const draft of drafts) {
    const found = byKey.get(draft.key);
    if (found !== undefined) byDraft.set(draft, found);
  }
  const taken = new Set(byDraft.values());
  const sources = sameSources(source, known, taken);
  const free = known.filter((one) => !taken.has(one) && one.source !== null && sources.has(one.source));
  const looking = drafts.filter((draft) => !byDraft.has(draft));
  const wanted = groupBy(looking, likeness);
  for (const [like, [activity, ...others]] of groupBy(free, likeness)) {
    const [draft, ...rivals] = wanted.get(like) ?? [];
    if (draft === undefined || activity === undefined || others.length > 0 || rivals.length > 0) continue;
    byDraft.set(draft, activity);
    taken.add(activity);
  }
  return { byDraft, left: free.filter((activity) => !taken.has(activity)) };
}

function sameSources(
  source: string,
  known: readonly KnownActivity[],
  taken: ReadonlySet<KnownActivity>,
): ReadonlySet<string> {
  const sources = new Set([source]);
  for (const [name, activities] of groupBy(known, (one) => one.source ?? '')) {
    const shared = activities.filter((activity) => taken.has(activity)).length;
    if (name !== '' && shared >= activities.length * SAME_FILE_SHARE) sources.add(name);
  }
  return sources;
}

/** The same for activities of the same title, territory and place. */
export function likeness({ fields: { title, territory, place } }: Pick<Draft, 'fields'>): string {
  return [territory, normalise(title), normalise(place.name ?? place.address ?? place.town ?? '')].join('|');
}
