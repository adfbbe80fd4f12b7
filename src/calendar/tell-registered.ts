import { type Kysely, sql } from 'kysely';
import { rightToLeft } from '../answering/render.ts';
import { changeText } from '../answering/render-agenda.ts';
import { digestOf, readOccurrences } from '../broadcast/plan.ts';
import { dayAt } from '../handover/brussels-day.ts';
import { type Message, noticeOf, writing } from '../handover/desk-messages.ts';
import { ADDRESS, type AddressRow, reachOf } from '../handover/desk-reach.ts';
import { isRightToLeft } from '../languages.ts';
import type { Tables } from '../store/tables.ts';
import type { Occurrence } from './activity.ts';
import { eveningOf, hourOf } from './day-hours.ts';
import { ADDRESS_IN_USE, type ReminderDependencies } from './remind.ts';

const MINUTE_MS = 60_000;
/** On the clock of Brussels: nobody is told of a change earlier in the day. */
const FIRST_HOUR = 8;
/** Whoever changes the calendar may put a slip right before anybody is told of it. */
const SETTLES_MS = 5 * MINUTE_MS;
/** What begins sooner than this is told without that pause. */
const URGENT_MS = 120 * MINUTE_MS;

interface Row extends AddressRow {
  readonly id: string;
  readonly code: string;
  readonly told: string | null;
  readonly notice: string | null;
  /** The message that told of this change did not leave in time. */
  readonly isMissed: boolean;
  readonly hasStopped: boolean;
  /** A correction to all who had the weekly message: has told it, is about to, or neither. */
  readonly correction: 'told' | 'coming' | null;
}

/**
 * Tells all who have a place in what is cancelled, or takes place at another time or place than they know, each once, between 8:00
 * and 20:00 and within their hours; until they may be written to it waits, and what has begun is told no more. A place in what is
 * cancelled is closed with that, and at once for who sent STOP. A job.
 */
export async function tellRegistered(use: ReminderDependencies): Promise<void> {
  const now = use.clock();
  const evening = eveningOf(now);
  if (hourOf(now) < FIRST_HOUR || now >= evening) return;
  let told = 0;
  for (const occurrence of await readOccurrences(use.db, await settledIds(use.db, now))) {
    // A message that a provider's trouble has kept until the evening is not sent in the night, but anew.
    const notAfter = occurrence.startsAt < evening ? occurrence.startsAt : evening;
    for (const row of await unaware(use.db, occurrence))
      if (await tellOne(row, occurrence, { ...use, now, notAfter })) told += 1;
  }
  if (told > 0) use.logger.info({ count: told }, 'told of a changed activity');
}

/** Occurrences to come in which somebody has a place. */
async function settledIds(db: Kysely<Tables>, now: Date): Promise<readonly string[]> {
  const [settled, urgent] = [new Date(now.getTime() - SETTLES_MS), new Date(now.getTime() + URGENT_MS)];
  const { rows } = await sql<{ id: string }>`
    select occurrences.id from occurrences join activities on activities.id = occurrences.activity_id
    where occurrences.starts_at > ${now} and (activities.updated_at <= ${settled} or occurrences.starts_at < ${urgent})
      and exists (select 1 from registrations where occurrence_id = occurrences.id
        and (cancelled_at is null or notice is not null))
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** Who has a place and does not know the occurrence as it is now. */
async function unaware(db: Kysely<Tables>, occurrence: Occurrence): Promise<readonly Row[]> {
  const digest = digestOf(occurrence);
  const missed = sql`(notice is not null and exists (
    select 1 from outgoing where outgoing.id = notice and outgoing.state = 'expired'))`;
  const { rows } = await sql<Row>`
    select registrations.id, registrations.code, told, notice, ${missed} as "isMissed",
      contacts.opted_out_at is not null as "hasStopped", ${ADDRESS},
      (
        -- The word for what has come sorts last.
        select max(case when sends.state in ('planned', 'sending') then 'coming' else 'told' end)
        from broadcast_sends as sends
          join broadcasts on broadcasts.id = sends.broadcast_id and broadcasts.kind = 'correction'
          join broadcast_tellings as tellings on tellings.text_id = sends.text_id
        where sends.contact_id = registrations.contact_id and tellings.occurrence_id = registrations.occurrence_id
          and tellings.digest = ${digest}
          and (sends.state in ('accepted', 'sent', 'delivered', 'read')
            or sends.state in ('planned', 'sending') and broadcasts.state in ('released', 'sending'))
      ) as correction
    from registrations join contacts on contacts.id = registrations.contact_id ${ADDRESS_IN_USE}
    where registrations.occurrence_id = ${occurrence.id}
      and (cancelled_at is null and told is distinct from ${digest}
        or ${missed} and (cancelled_at is null or ${occurrence.state === 'cancelled'}))
  `.execute(db);
  return rows;
}

async function tellOne(
  row: Row,
  occurrence: Occurrence,
  use: ReminderDependencies & { readonly now: Date; readonly notAfter: Date },
): Promise<boolean> {
  const isOff = occurrence.state === 'cancelled';
  const isNews = row.told !== null || isOff;
  if (row.hasStopped) {
    if (isOff) await note(row, occurrence, undefined, use);
    return false;
  }
  if (!isNews || (row.correction === 'told' && !row.isMissed)) {
    await note(row, occurrence, undefined, use);
    return false;
  }
  // Asked again the next time: it may be stopped before it is their turn.
  if (row.correction === 'coming') return false;
  const { channels, renderer, sealer, now, notAfter } = use;
  const reach = reachOf(row, channels, now);
  // Asked again the next time: the parent may write, or their hours begin.
  if (reach?.leave !== 'now') return false;
  const text = changeText(occurrence, row.code, reach.language, renderer());
  const words = isRightToLeft(reach.language) ? rightToLeft(text) : text;
  const message = noticeOf(words, reach, sealer, notAfter);
  return message !== undefined && (await note(row, occurrence, message, use));
}

/** Notes what the parent knows now, with the message that tells it. True when that was queued. */
async function note(
  row: Row,
  occurrence: Occurrence,
  message: Message | undefined,
  { db, now }: Pick<ReminderDependencies, 'db'> & { readonly now: Date },
): Promise<boolean> {
  const isOff = occurrence.state === 'cancelled';
  // Told the day before or later, it reminds by itself; what was moved further away is reminded of again.
  const isSoon = dayAt(occurrence.startsAt.getTime()).number - dayAt(now.getTime()).number < 2;
  const { rows } = await sql<{ jobs: number }>`
    with changed as (
      update registrations set told = ${digestOf(occurrence)}, notice = ${message?.parts[0]?.id ?? null},
        cancelled_at = case when ${isOff} then coalesce(cancelled_at, ${now}::timestamptz) else cancelled_at end,
        reminded_at = case when remind and ${message !== undefined}
          then case when ${isSoon} then ${now}::timestamptz end else reminded_at end
      -- Of two servers that tell at once, one does.
      where id = ${row.id} and told is not distinct from ${row.told} and notice is not distinct from ${row.notice}
        and (${isOff} or cancelled_at is null)
      returning contact_id, reminder
    ), stale as (
      -- A reminder that still waits for the parent's hours says what is so no more.
      update outgoing set state = 'cancelled', updated_at = now() from changed
      where outgoing.state = 'planned' and outgoing.contact_id = changed.contact_id
        and starts_with(outgoing.id, changed.reminder)
    ), ${writing(sql`changed`, message)}
    select jobs from queued
  `.execute(db);
  return (rows[0]?.jobs ?? 0) > 0;
}
