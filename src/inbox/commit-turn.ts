import { randomUUID } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { eraseContact } from '../contacts/erase-contact.ts';
import type { Effect } from '../conversation/turn.ts';
import { openRequest } from '../handover/open-request.ts';
import { raiseCounters } from '../indicators/raise-counters.ts';
import type { Sealer } from '../store/sealer.ts';
import type { NewOutgoing, Tables } from '../store/tables.ts';
import type { PendingEvent } from './load-turn.ts';
import type { TurnResult } from './take-turn.ts';

/** An answer that comes later than this is no answer: the person has asked again or gone elsewhere. */
const ANSWER_KEEPS_MS = 6 * 3_600_000;
const DANGER_ANSWER_KEEPS_MS = 24 * 3_600_000;

export interface CommittedTurn {
  /** Rows to send now, in order; they are `sending` already, so that a crash between here and the send is seen. */
  readonly outgoing: readonly NewOutgoing[];
}

/** Writes all that a turn decided in one transaction: after it, the event never has to be decided on again. */
export async function commitTurn(
  db: Kysely<Tables>,
  sealer: Sealer,
  contact: string,
  pending: PendingEvent,
  turn: TurnResult,
  now: Date,
): Promise<CommittedTurn> {
  const { response } = turn;
  const erased = response.effects.some((effect) => effect.do === 'erase');
  const outgoing = outgoingRows(erased ? null : contact, pending, turn, sealer, now);
  await db.transaction().execute(async (transaction) => {
    await transaction.updateTable('events').set({ handled_at: now }).where('id', '=', pending.id).execute();
    for (const effect of response.effects) await carryOut(transaction, sealer, contact, pending, effect, now);
    if (!erased) await saveState(transaction, contact, sealer.seal(JSON.stringify(response.state)));
    if (outgoing.length > 0) await transaction.insertInto('outgoing').values(outgoing).execute();
    await raiseCounters(transaction, turn.counts, now);
  });
  return { outgoing };
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
    not_after: new Date(now.getTime() + keeps),
    sending_at: now,
  }));
}

async function saveState(db: Transaction<Tables>, contact: string, state: Buffer): Promise<void> {
  await sql`
    insert into conversations (contact_id, state) values (${contact}, ${state})
    on conflict (contact_id) do update set state = excluded.state, updated_at = now()
  `.execute(db);
}

async function carryOut(
  db: Transaction<Tables>,
  sealer: Sealer,
  contact: string,
  pending: PendingEvent,
  effect: Effect,
  now: Date,
): Promise<void> {
  switch (effect.do) {
    case 'opt-out':
      await db.updateTable('contacts').set({ opted_out_at: now }).where('id', '=', contact).execute();
      return;
    case 'opt-in':
      await db.updateTable('contacts').set({ opted_out_at: null }).where('id', '=', contact).execute();
      return;
    case 'set-language':
      await db
        .updateTable('contacts')
        .set({ language: effect.language, ...(effect.chosen && { language_chosen: true }) })
        .where('id', '=', contact)
        .execute();
      return;
    case 'request-human':
      await openRequest(db, contact, pending.id, effect.reason, effect.danger);
      return;
    case 'erase':
      await eraseContact(db, sealer, contact, pending, now);
      return;
  }
}
