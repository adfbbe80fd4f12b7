import { type Kysely, sql } from 'kysely';
import { type Renderer, rightToLeft } from '../answering/render.ts';
import { reminderText } from '../answering/render-agenda.ts';
import { dayAt, dayNumber } from '../handover/brussels-day.ts';
import { noticeOf, writing } from '../handover/desk-messages.ts';
import { ADDRESS, type AddressRow, type Channels, reachOf } from '../handover/desk-reach.ts';
import { isRightToLeft } from '../languages.ts';
import type { Logger } from '../observe/logger.ts';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';
import type { Occurrence } from './activity.ts';
import { eveningOf, hourOf } from './day-hours.ts';
import { readAgenda } from './read-agenda.ts';

/** On the clock of Brussels: nobody is reminded earlier in the day. */
const FIRST_HOUR = 10;
const AT_ONCE = 500;

export interface ReminderDependencies {
  readonly db: Kysely<Tables>;
  readonly sealer: Sealer;
  readonly channels: Channels;
  readonly renderer: () => Renderer;
  readonly logger: Logger;
  readonly clock: () => Date;
}

/** The address at which a contact is written to, for the columns of `ADDRESS`: one that lives, the latest used. */
export const ADDRESS_IN_USE = sql`
  left join lateral (
    select addresses.channel, addresses.sealed, addresses.state, addresses.last_inbound_at from addresses
    where addresses.contact_id = contacts.id
    order by addresses.state = 'active' desc, addresses.last_inbound_at desc nulls last, addresses.id
    limit 1
  ) as address on true`;

interface Row extends AddressRow {
  readonly id: string;
  readonly occurrence: string;
}

/**
 * Reminds of what is tomorrow all who wished so and have not been yet, each once, within their hours; and takes back reminders that
 * still wait for what was cancelled meanwhile. A job.
 */
export async function remind({ db, sealer, channels, renderer, logger, clock }: ReminderDependencies): Promise<void> {
  const now = clock();
  await takeBackCancelled(db);
  const tomorrow = dayNumber(dayAt(now.getTime()).number + 1);
  const [first, last] = [tomorrow.stretches[0], tomorrow.stretches.at(-1)];
  const evening = eveningOf(now);
  if (first === undefined || last === undefined || hourOf(now) < FIRST_HOUR || now >= evening) return;
  const window = { from: new Date(first.from), to: new Date(last.to) };
  const planned = await readAgenda(db, { ...window, mothers: true });
  const byId = new Map(planned.filter(({ startsAt }) => startsAt >= window.from).map((one) => [one.id, one]));
  if (byId.size === 0) return;
  const { rows } = await sql<Row>`
    select registrations.id, registrations.occurrence_id as occurrence, ${ADDRESS}
    from registrations join contacts on contacts.id = registrations.contact_id ${ADDRESS_IN_USE}
    where remind and reminded_at is null and cancelled_at is null
      and registrations.occurrence_id = any(${[...byId.keys()]}::uuid[])
    limit ${AT_ONCE}
  `.execute(db);
  let reminded = 0;
  for (const row of rows) {
    const occurrence = byId.get(row.occurrence);
    if (occurrence !== undefined && (await remindOne(row, occurrence))) reminded += 1;
  }
  if (rows.length > 0) logger.info({ count: reminded }, 'reminded of an activity');

  async function remindOne(row: Row, occurrence: Occurrence): Promise<boolean> {
    const reach = reachOf(row, channels, now);
    const text = reach && reminderText(occurrence, reach.language, renderer());
    const words = reach && text !== undefined && isRightToLeft(reach.language) ? rightToLeft(text) : text;
    // What a provider's trouble keeps until the evening is not sent in the night; who has hours of their own is reminded in them.
    const notAfter = reach?.leave === 'now' ? evening : occurrence.startsAt;
    const message = reach === undefined || words === undefined ? undefined : noticeOf(words, reach, sealer, notAfter);
    // Whoever cannot be reached in time is not tried again and again.
    const { rows: queued } = await sql<{ jobs: number }>`
      with changed as (
        update registrations set reminded_at = ${now}, reminder = ${message?.parts[0]?.id ?? null}
        where id = ${row.id} and reminded_at is null and remind and cancelled_at is null
        returning contact_id
      ), ${writing(sql`changed`, message)}
      select jobs from queued
    `.execute(db);
    return (queued[0]?.jobs ?? 0) > 0;
  }
}

async function takeBackCancelled(db: Kysely<Tables>): Promise<void> {
  await sql`
    update outgoing set state = 'cancelled', updated_at = now()
    from registrations join occurrences on occurrences.id = registrations.occurrence_id
    where outgoing.state = 'planned' and outgoing.contact_id = registrations.contact_id
      and registrations.reminder is not null and starts_with(outgoing.id, registrations.reminder)
      and (occurrences.state = 'cancelled' or registrations.cancelled_at is not null or not registrations.remind)
  `.execute(db);
}
