import type pg from 'pg';
import type { Agenda } from '../calendar/agenda.ts';
import { newCode } from '../calendar/new-code.ts';
import { OccurrenceFull } from '../calendar/registrations.ts';
import type { Channel, ChannelName } from '../channel.ts';
import { markAddress } from '../contacts/mark-address.ts';
import { type Assistant, vectorOf } from '../content/load-assistant.ts';
import { relayLater } from '../handover/relay.ts';
import type { Roster } from '../handover/roster.ts';
import type { StaffChatDependencies } from '../handover/staff-chat.ts';
import type { Logger } from '../observe/logger.ts';
import type { Metrics } from '../observe/metrics.ts';
import { releaseHeld } from '../outbox/held.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { codeOf } from '../start-error.ts';
import type { Sealer } from '../store/sealer.ts';
import { commitTurn, type DecidedTurn } from './commit-turn.ts';
import type { Told } from './danger-from-memory.ts';
import { handleStaff } from './handle-staff.ts';
import { closeTurn, openTurn, type PendingEvent } from './load-turn.ts';
import { takeTurnInAnyLanguage } from './name-language.ts';

export interface InboxDependencies {
  readonly pool: pg.Pool;
  readonly sealer: Sealer;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  /** The content in force: asked for at each message, since it may have been replaced. */
  readonly assistant: () => Assistant;
  /** Who works when: asked for at each message, since it may have changed. */
  readonly roster: () => Roster;
  /** What is planned: asked for at each message. */
  readonly agenda: () => Agenda | null;
  /** Where the pages of the public calendar begin. */
  readonly publicUrl: string | undefined;
  readonly outbox: Outbox;
  readonly staffChat: StaffChatDependencies;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: () => Date;
  /** With what an event was answered as danger without the database, if it was. */
  readonly dangerTold: (channel: ChannelName, event: string) => Told | undefined;
  /** Told of each event once its answer has been sent. */
  readonly onHandled?: (event: string) => void;
}

/**
 * Handles all events of a contact that wait, in the order in which they were sent. A lock in the database makes it one
 * at a time per contact over all servers, sending included, so that answers arrive in order.
 */
export async function handleContact(contact: string, dependencies: InboxDependencies): Promise<void> {
  const client = await dependencies.pool.connect();
  let broken = true;
  try {
    while (await handleNext(client, contact, dependencies)) {
      // The next event of the same contact.
    }
    broken = false;
  } finally {
    // After an error the connection may still hold the turn: closing it gives the turn back.
    client.release(broken);
  }
}

async function handleNext(client: pg.PoolClient, contact: string, dependencies: InboxDependencies): Promise<boolean> {
  const pending = await openTurn(client, dependencies.sealer, contact, dependencies.clock());
  if (pending !== undefined) await handleEvent(client, contact, pending, dependencies);
  const more = await closeTurn(client, contact);
  if (pending !== undefined) dependencies.onHandled?.(pending.id);
  return more;
}

async function handleEvent(
  client: pg.PoolClient,
  contact: string,
  pending: PendingEvent,
  dependencies: InboxDependencies,
): Promise<void> {
  const { sealer, channels, assistant, roster, agenda, publicUrl, outbox, metrics, logger, clock } = dependencies;
  const { event } = pending;
  const channel = channels.get(pending.channel);
  const now = clock();
  if (await handleStaff(client, contact, pending, dependencies, now)) return;
  if (channel === undefined || (event.kind !== 'message' && event.kind !== 'button')) {
    if (channel !== undefined)
      await markAddress(client, contact, pending.channel, event.kind === 'blocked' ? 'blocked' : 'active');
    await client.query('update events set handled_at = $2 where id = $1', [pending.id, now]);
    return;
  }
  // Who writes can be reached, whatever happened before.
  if (pending.addressState !== 'active') await markAddress(client, contact, pending.channel, 'active');
  // Before it is handled: after a crash in between it is asked for again, and done once.
  if (pending.request === 'taken') await relayLater(client, contact, pending.id);
  // One assistant for both: the content may be replaced while the vector is made.
  const current = assistant();
  const vector = await vectorOf(current, event.text).catch((error: unknown) => {
    logger.error({ contact, event: pending.id, code: codeOf(error) }, 'understood without the sentence model');
    return undefined;
  });
  const onDuty = roster();
  const told = toldLate(pending.late) ?? dependencies.dangerTold(pending.channel, event.id);
  const besides = { roster: onDuty, vector, dangerSaidAt: told?.at, agenda: agenda(), newCode: newCode(), publicUrl };
  const decide = async (full: ReadonlySet<string>): Promise<DecidedTurn> => {
    const turn = await takeTurnInAnyLanguage(pending, event, channel, now, current, { ...besides, full });
    return { sealer, contact, pending, turn, told, roster: onDuty };
  };
  const { turn, outgoing } = await settle(client, decide, now);
  if (outgoing === undefined) return;
  const parts = outgoing.map((row, index) => ({ row, part: turn.parts[index] }));
  await outbox.sendNow(client, parts, sealer.open(pending.recipient));
  const wishes = turn.response.effects.some((effect) => effect.do === 'set-discretion');
  if (wishes || pending.request === 'taken') await releaseHeld(client, contact);
  metrics.decided.inc({ rule: turn.response.rule });
  metrics.answerSeconds.observe((clock().getTime() - pending.receivedAt.getTime()) / 1000);
  logger.info(
    { contact, event: pending.id, channel: pending.channel, rule: turn.response.rule, count: outgoing.length },
    'answered',
  );
}

/** What was said without the database to who wrote meanwhile. */
function toldLate(late: PendingEvent['late']): Told | undefined {
  return late === undefined || late.dangerSaidAt === null ? undefined : { at: late.dangerSaidAt, texts: late.said };
}

/** Decides and writes; where the place that was to be taken is no more, decides once more in that knowledge. */
async function settle(client: pg.PoolClient, decide: (full: ReadonlySet<string>) => Promise<DecidedTurn>, now: Date) {
  const decided = await decide(new Set());
  try {
    return { turn: decided.turn, outgoing: await commitTurn(client, decided, now) };
  } catch (error) {
    if (!(error instanceof OccurrenceFull)) throw error;
    const again = await decide(new Set([error.occurrence]));
    return { turn: again.turn, outgoing: await commitTurn(client, again, now) };
  }
}
