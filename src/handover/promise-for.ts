import type { HumanPromise } from '../conversation/turn.ts';
import { type Priority, place } from './promise.ts';
import type { Roster, Worker } from './roster.ts';

/** Sooner than this no time is said. */
const SOON_MS = 3_600_000;

/** What a parent may be told when they ask for a human now; undefined while nobody works in the network. */
export function promiseFor(
  priority: Priority,
  territory: string | null,
  roster: Roster,
  now: Date,
): HumanPromise | undefined {
  if (!roster.workers.some(answersParents)) return undefined;
  const { promise } = place({ territory, priority, createdAt: now }, roster, now);
  const by = promise?.by.getTime() ?? null;
  return { by, soon: by !== null && by - now.getTime() <= SOON_MS };
}

/** An administrator who only looks after accounts does not. */
function answersParents({ active, territories, deputyOf, centre }: Worker): boolean {
  return active && (centre || territories.length > 0 || deputyOf.length > 0);
}
