import type { Kysely } from 'kysely';
import { record } from '../handover/audit.ts';
import type { Tables } from '../store/tables.ts';
import type { Broadcasts } from './broadcasts.ts';
import { mayWork } from './may-work.ts';
import type { BroadcastsDependencies } from './open-broadcasts.ts';
import { followingWeekly, isWeeklyHour, type WeeklyHour } from './schedule.ts';

/** When the weekly message leaves, as it was set last. */
export async function readWeeklyHour(db: Kysely<Tables>): Promise<WeeklyHour> {
  const { weekday, minutes } = await db.selectFrom('weekly_hour').selectAll().executeTakeFirstOrThrow();
  return { weekday, hour: Math.floor(minutes / 60), minute: minutes % 60 };
}

/** The hour of the weekly message: looked at by who works with broadcasts, set by administrators. */
export function weeklyHourOf({
  db,
  clock,
}: Pick<BroadcastsDependencies, 'db' | 'clock'>): Pick<Broadcasts, 'weekly' | 'setWeekly'> {
  return {
    async weekly(member) {
      if (!mayWork(member)) return null;
      const now = clock();
      const at = await readWeeklyHour(db);
      const made = await db
        .selectFrom('broadcasts')
        .select(['send_at', 'state'])
        .distinct()
        .where('kind', '=', 'weekly')
        .orderBy('send_at', 'desc')
        .limit(20)
        .execute();
      const next = followingWeekly(now, at, made[0]?.send_at ?? null);
      const kept = made
        .filter(({ send_at, state }) => ['draft', 'released'].includes(state) && send_at > now)
        .map(({ send_at }) => send_at.getTime())
        .filter((time) => time !== next.getTime());
      return { at, next, kept: [...new Set(kept)].toSorted((one, other) => one - other).map((time) => new Date(time)) };
    },
    async setWeekly(member, at) {
      if (member.role !== 'administrator' || !isWeeklyHour(at)) return false;
      const { weekday, hour, minute } = at;
      const minutes = hour * 60 + minute;
      await db.transaction().execute(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('weekly_hour')
          .set({ weekday, minutes })
          .where((where) => where.or([where('weekday', '<>', weekday), where('minutes', '<>', minutes)]))
          .executeTakeFirst();
        if (numUpdatedRows > 0n)
          await record(trx, { at: clock(), member, action: 'set-weekly-hour', detail: { weekday, minutes } });
      });
      return true;
    },
  };
}
