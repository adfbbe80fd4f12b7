import type pg from 'pg';
import type { DangerClass } from '../understanding/danger.ts';
import { type Placement, type Priority, place, type Reason } from './promise.ts';
import { nextOnDuty, type Roster } from './roster.ts';

export interface NewRequest {
  readonly contact: string;
  /** The event that asked for it. */
  readonly event: string;
  readonly reason: Reason;
  readonly danger: DangerClass | null;
  readonly priority: Priority;
  /** Where the parent lives; null when nobody knows. */
  readonly territory: string | null;
}

/** A parent who comes back within this time gets the person who answered before. */
const SAME_PERSON_DAYS = 7;

/**
 * Stores that a person should answer this contact, in the hands of who works there. One request waits per contact: danger
 * makes a waiting one urgent and gives it out anew; anything else, danger no more urgent than what waits included, leaves it as
 * it is: whoever writes again and again does not put off the time by which somebody must come.
 */
export async function openRequest(
  client: pg.ClientBase,
  { contact, event, reason, danger, priority, territory }: NewRequest,
  roster: Roster,
  now: Date,
): Promise<void> {
  const placement = place({ territory, priority, createdAt: now }, roster, now);
  const holder = (await lastToAnswer(client, contact, roster, now, placement.dueAt)) ?? placement.holder;
  await client.query(
    `insert into requests
       (contact_id, event_id, reason, danger_class, priority, territory, holder, holder_as, tried, due_at, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (contact_id) where state = 'open' do update
       set reason = excluded.reason, danger_class = excluded.danger_class, priority = excluded.priority,
         holder = excluded.holder, holder_as = excluded.holder_as, tried = excluded.tried, due_at = excluded.due_at,
         alerted_at = null
       where excluded.reason = 'danger'
         and (requests.reason <> 'danger' or (excluded.priority = 'now' and requests.priority <> 'now'))`,
    [
      contact,
      event,
      reason,
      danger,
      priority,
      territory,
      holder?.worker ?? null,
      holder?.as ?? null,
      placement.tried,
      placement.dueAt,
      now,
    ],
  );
  await wakeDuty(client);
}

/** Whoever has a request in hands now hears of it at once, not when the minute is over. */
async function wakeDuty(client: pg.ClientBase): Promise<void> {
  await client.query("select graphile_worker.add_job('duty', job_key := 'duty:now')");
}

/** The open request of a parent who has just said where they live goes to who works there. */
export async function placeRequest(
  client: pg.ClientBase,
  contact: string,
  territory: string,
  roster: Roster,
  now: Date,
): Promise<void> {
  const { rows } = await client.query<{ id: string; priority: Priority; created_at: Date }>(
    "select id, priority, created_at from requests where contact_id = $1 and state = 'open' for update",
    [contact],
  );
  const request = rows[0];
  if (request === undefined) return;
  const { id, priority, created_at: createdAt } = request;
  const { holder, tried, dueAt } = place({ territory, priority, createdAt }, roster, now);
  await client.query(
    `update requests set holder = $2, holder_as = $3, tried = $4, due_at = $5, territory = $6, alerted_at = null
     where id = $1 and state = 'open'`,
    [id, holder?.worker ?? null, holder?.as ?? null, tried, dueAt, territory],
  );
  await wakeDuty(client);
}

/** Who answered this parent last, if it was lately and if they are at work before the request is due. */
async function lastToAnswer(
  client: pg.ClientBase,
  contact: string,
  { workers }: Roster,
  now: Date,
  dueAt: Date,
): Promise<Placement['holder'] | undefined> {
  const since = new Date(now.getTime() - SAME_PERSON_DAYS * 86_400_000);
  const { rows } = await client.query<{ taken_by: string | null }>(
    `select taken_by from requests where contact_id = $1 and state = 'closed' and closed_at > $2
     order by closed_at desc limit 1`,
    [contact, since],
  );
  const worker = workers.find(({ id, active }) => active && id === rows[0]?.taken_by);
  const from = worker && nextOnDuty(worker, now);
  return from && from < dueAt ? { worker: worker.id, as: 'tpr' } : undefined;
}
