import type { ActivityFields } from '../../src/calendar/draft.ts';
import type { WrittenByHand } from '../../src/calendar/edit-activity.ts';
import { type Planned, planned } from './calendar.ts';

/** An activity as somebody writes it by hand, with these times of two hours; told what differs from a plain one in Huy. */
export function written({ at, ...activity }: Planned, ...others: readonly string[]): WrittenByHand {
  const all = [at, ...others].map((one) => planned({ ...activity, at: one }));
  const { id: _, titles, ...fields } = planned({ ...activity, at }).activity;
  const times = all.map(({ startsAt, endsAt, wholeDay }) => ({ startsAt, endsAt, wholeDay, cancelled: false }));
  return { fields: fields satisfies ActivityFields, titles, times };
}
