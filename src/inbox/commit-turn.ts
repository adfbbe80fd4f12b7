import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { digestOf } from '../broadcast/plan.ts';
import { register, unregister, wishReminder } from '../calendar/registrations.ts';
import { endSubscription, includeMothers, keepSubscription, pauseUntil } from '../calendar/subscriptions.ts';
import { eraseContact } from '../contacts/erase-contact.ts';
import type { Effect } from '../conversation/turn.ts';
import { openRequest, placeRequest } from '../handover/open-request.ts';
import type { Roster } from '../handover/roster.ts';
import { filesOf, keepMedia } from '../media/keep-media.ts';
import type { Sealer } from '../store/sealer.ts';
import type { NewOutgoing } from '../store/tables.ts';
import type { Told } from './danger-from-memory.ts';
import { keepTold } from './keep-told.ts';
import type { PendingEvent } from './load-turn.ts';
import type { TurnResult } from './take-turn.ts';

/** An answer that comes later than this is no answer: the person has asked again or gone elsewhere. */
const ANSWER_KEEPS_MS = 6 * 3_600_000;
const DANGER_ANSWER_KEEPS_MS = 24 * 3_600_000;

/** A turn with what it needs to be written. */
export interface DecidedTurn {
  readonly sealer: Sealer;
  readonly contact: string;
  readonly pending: PendingEvent;
  readonly turn: TurnResult;
  /** What was said about this event while the database was away. */
  readonly told?: Told | undefined;
  readonly roster: Roster;
}

/**
 * Writes all that a turn decided in one transaction: after it, the event never has to be decided on again. Gives the rows to
 * send now, in order; they are `sending` already, so that a crash between here and the send is seen. Undefined when the event was
 * handled meanwhile. Throws {@link OccurrenceFull}, having written nothing, when the turn takes a place that is no more.
 */
export async function commitTurn(
  client: pg.ClientBase,
  decided: DecidedTurn,
  now: Date,
): Promise<readonly NewOutgoing[] | undefined> {
  const { sealer, contact, pending, turn } = decided;
  const effects = turn.response.effects.filter(isRare);
  const erased = effects.some((effect) => effect.do === 'erase');
  const outgoing = outgoingRows(erased ? null : contact, pending, turn, sealer, now);
  const record = () => recordTurn(client, sealer, erased ? null : contact, pending, turn, outgoing, now);
  // The plain case is one statement, so one round trip; what else is to be done goes around it in a transaction.
  const { event } = pending;
  const hasFiles = event.kind === 'message' && filesOf(event.media).length > 0;
  const handled =
    effects.length === 0 && !hasFiles && decided.told === undefined
      ? await record()
      : await inTransaction(client, () => withEffects(client, decided, effects, now, record));
  return handled ? outgoing : undefined;
}

async function withEffects(
  client: pg.ClientBase,
  decided: DecidedTurn,
  effects: readonly (RareEffect | Erasure)[],
  now: Date,
  record: () => Promise<boolean>,
): Promise<boolean> {
  const { sealer, contact, pending, told } = decided;
  const others = effects.filter((effect) => effect.do !== 'erase');
  const erases = effects.some((effect) => effect.do === 'erase');
  if (erases) await eraseContact(client, sealer, contact, pending, now);
  const handled = await record();
  if (handled && !erases && told !== undefined) await keepTold(client, sealer, contact, pending, told);
  if (handled) for (const effect of others) await carryOut(client, decided, effect, now);
  const { id, channel, event } = pending;
  if (handled && !erases && event.kind === 'message')
    await keepMedia(client, sealer, { contact, event: id, channel, media: event.media });
  return handled;
}

/** What a turn does besides answering, now and then. */
type Erasure = Extract<Effect, { do: 'erase' }>;
type RareEffect = Exclude<Effect, { do: 'erase' | 'set-language' | 'set-place' | 'count' }>;

/** Language and place are remembered, and what is counted is counted, in the one statement of every turn. */
function isRare(effect: Effect): effect is RareEffect | Erasure {
  return effect.do !== 'set-language' && effect.do !== 'set-place' && effect.do !== 'count';
}

/**
 * Event handled, language and state remembered, messages written, counters raised: one statement. Whatever somebody of the network
 * kept until the parent writes again leaves now, or, after a STOP, never.
 */
async function recordTurn(
  client: pg.ClientBase,
  sealer: Sealer,
  contact: string | null,
  pending: PendingEvent,
  { response, counts }: TurnResult,
  outgoing: readonly NewOutgoing[],
  now: Date,
): Promise<boolean> {
  const spoken = response.effects.find((effect) => effect.do === 'set-language');
  const moved = response.effects.find((effect) => effect.do === 'set-place');
  const released = response.effects.some((effect) => effect.do === 'opt-out') ? 'cancelled' : 'planned';
  const { rows } = await client.query<{ handled: boolean }>({
    name: 'record-turn',
    text: `
      with handled as (
        update events set handled_at = $2 where id = $1 and (handled_at is null or $3::text is null) returning id
      ), remembered as (
        insert into conversations (contact_id, state) select $3, $4 from handled where $3::text is not null
        on conflict (contact_id) do update set state = excluded.state, updated_at = now()
      ), written as (
        insert into outgoing (id, contact_id, event_id, channel, kind, recipient, body, state, position, attempts, not_after, sending_at)
        select row.id, $3, $1, $5, row.kind, $6, row.body, 'sending', row.position, 1, $7, $2
        from handled, unnest($8::text[], $9::text[], $10::bytea[], $11::int[]) as row (id, kind, body, position)
      ), counted as (
        insert into counted (day, name)
        select ($2::timestamptz at time zone 'Europe/Brussels')::date, name from handled, unnest($12::text[]) as name
      ), spoken as (
        update contacts set language = coalesce($13, language), language_chosen = language_chosen or $14,
          place = coalesce($15, place)
        from handled where contacts.id = $3 and ($13::text is not null or $15::text is not null)
      ), released as (
        update outgoing set state = $16, recipient = $6, updated_at = now() from handled
        where contact_id = $3 and channel = $5 and state = 'waiting' and body is not null
        returning outgoing.id, outgoing.created_at, position
      ), queued as (
        select count(graphile_worker.add_job('deliver', json_build_object('outgoing', ids), job_key := 'deliver:' || ids[1],
          max_attempts := 5))::int as jobs
        from (select array_agg(id order by created_at, position) as ids from released) as all_parts
        where ids is not null and $16 = 'planned'
      )
      select exists (select 1 from handled) as handled, jobs from queued`,
    values: [
      pending.id,
      now,
      contact,
      sealer.seal(JSON.stringify(response.state)),
      pending.channel,
      pending.recipient,
      outgoing[0]?.not_after ?? null,
      outgoing.map((row) => row.id),
      outgoing.map((row) => row.kind),
      outgoing.map((row) => row.body),
      outgoing.map((row) => row.position),
      counts,
      spoken?.language ?? null,
      spoken?.chosen ?? false,
      moved?.place.municipality ?? null,
      released,
    ],
  });
  return rows[0]?.handled ?? false;
}

function outgoingRows(
  contact: string | null,
  pending: PendingEvent,
  { response, parts }: TurnResult,
  sealer: Sealer,
  now: Date,
): NewOutgoing[] {
  const kind = response.says.some((saying) => saying.say === 'danger') ? 'danger' : 'answer';
  const keeps = kind === 'danger' ? DANGER_ANSWER_KEEPS_MS : ANSWER_KEEPS_MS;
  const notAfter = new Date((pending.late?.at ?? now).getTime() + keeps);
  if (notAfter <= now) return [];
  return parts.map((part, position) => ({
    id: randomUUID(),
    contact_id: contact,
    event_id: pending.id,
    channel: pending.channel,
    kind,
    recipient: pending.recipient,
    body: sealer.seal(JSON.stringify(part)),
    state: 'sending',
    position,
    attempts: 1,
    not_after: notAfter,
    sending_at: now,
  }));
}

async function carryOut(
  client: pg.ClientBase,
  { contact, pending, roster, turn }: DecidedTurn,
  effect: RareEffect,
  now: Date,
): Promise<void> {
  switch (effect.do) {
    case 'opt-out':
      await client.query('update contacts set opted_out_at = $2 where id = $1', [contact, now]);
      return;
    case 'opt-in':
      await client.query('update contacts set opted_out_at = null where id = $1', [contact]);
      return;
    case 'request-human':
      await openRequest(client, { ...effect, contact, event: pending.id, territory: turn.territory }, roster, now);
      return;
    case 'set-discretion':
      await setDiscretion(client, contact, effect);
      return;
    case 'answer-call':
      await client.query(
        `update call_consents set answered_at = $2, granted = $3 from requests
         where requests.id = request_id and requests.contact_id = $1 and requests.state = 'taken'
           and answered_at is null and ended_at is null`,
        [contact, now, effect.granted],
      );
      return;
    case 'place-request':
      await placeRequest(client, contact, effect.territory, roster, now);
      return;
    case 'register':
      await register(
        client,
        { contact, occurrence: effect.occurrence.id, code: effect.code, told: digestOf(effect.occurrence) },
        now,
      );
      return;
    case 'unregister':
      await unregister(client, contact, effect.occurrence, now);
      return;
    case 'remind':
      await wishReminder(client, contact, effect.occurrence);
      return;
    case 'subscribe': {
      const wording = `${effect.wording}:${turn.response.language}`;
      await keepSubscription(client, { ...effect, contact, channel: pending.channel, wording }, now);
      return;
    }
    case 'subscribe-mothers':
      await includeMothers(client, contact);
      return;
    case 'pause-subscription':
      await pauseUntil(client, contact, effect.until);
      return;
    case 'end-subscription':
      await endSubscription(client, contact, now);
      return;
  }
}

async function setDiscretion(
  client: pg.ClientBase,
  contact: string,
  { safeHours, replyOnly }: Extract<Effect, { do: 'set-discretion' }>,
): Promise<void> {
  if (safeHours !== undefined)
    await client.query('update contacts set safe_from = $2, safe_to = $3 where id = $1', [
      contact,
      safeHours?.from ?? null,
      safeHours?.to ?? null,
    ]);
  if (replyOnly !== undefined)
    await client.query('update contacts set reply_only = $2 where id = $1', [contact, replyOnly]);
}

async function inTransaction<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
