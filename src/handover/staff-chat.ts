import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { InboundEvent, MessageEvent } from '../channel.ts';
import type { Sealer } from '../store/sealer.ts';
import type { NewOutgoing, Tables } from '../store/tables.ts';
import { type Desk, LONGEST_REPLY } from './desk.ts';
import { cleanText } from './desk-reply.ts';
import { type LinkedMember, memberOfChat, unlinking } from './staff-addresses.ts';
import { chatCodeIn, useChatCode } from './staff-codes.ts';
import { readStaffMessage, type StaffCommand } from './staff-command.ts';
import { STAFF_TEXTS } from './staff-texts.ts';

/** An answer that comes later than this answers nothing any more. */
const ANSWER_KEEPS_MS = 6 * 3_600_000;

export interface StaffChatDependencies {
  readonly db: Kysely<Tables>;
  readonly sealer: Sealer;
  readonly desk: Pick<Desk, 'take' | 'reply' | 'giveBack' | 'close'>;
  readonly consoleUrl: string;
}

/** An event of a chat or a number of the network as it waits for its turn. */
export interface ChatEvent {
  /** Our id of the event. */
  readonly id: string;
  readonly contact: string;
  readonly channel: 'telegram' | 'sms';
  /** Sealed address that it comes from. */
  readonly recipient: Buffer;
  readonly event: InboundEvent;
}

export interface Heard {
  /** What is told there; null: nothing. */
  readonly says: string | null;
  /** Ids of the members whose chat or number this is no more. */
  readonly unlinks: readonly string[];
}

/**
 * Hears what somebody of the network wrote in their own chat, and does it. Undefined when the chat is nobody's of the network:
 * then it is a parent's. Doing it twice, as after a crash, does nothing twice.
 */
export async function hearStaff(
  dependencies: StaffChatDependencies,
  chat: ChatEvent,
  now: Date,
): Promise<Heard | undefined> {
  const { db, sealer, consoleUrl } = dependencies;
  const { event } = chat;
  const member = await memberOfChat(db, sealer, event.address);
  const code = event.kind === 'message' ? chatCodeIn(event.start ?? event.text) : undefined;
  if (code !== undefined) {
    const { result, staff, language } = await useChatCode(db, sealer, code, event.address, now);
    const texts = STAFF_TEXTS[language];
    if (result === 'linked' || (result === 'used' && member?.id === staff)) return say(texts.linked);
    if (result === 'switched-off') return say(texts.switchedOff);
    if (result !== 'none') return say(texts.code[result]);
  }
  if (member === undefined) return undefined;
  const texts = STAFF_TEXTS[member.language];
  if (!member.active) return { says: texts.switchedOff, unlinks: [member.id] };
  // Whoever blocks the bot is alerted by e-mail: the next alert finds out.
  if (event.kind === 'button') return say(texts.whichRequest(consoleUrl));
  if (event.kind !== 'message') return { says: null, unlinks: [] };
  if (event.media.length > 0) return say(texts.onlyText);
  const command = readStaffMessage(event.text);
  switch (command.do) {
    case 'help':
      return say(texts.help);
    case 'unknown':
      return say(texts.unknownCommand);
    case 'unlink':
      return { says: texts.unlinked, unlinks: [member.id] };
    default:
      return say(await answer(dependencies, member, command, chat, event));
  }
}

function say(says: string): Heard {
  return { says, unlinks: [] };
}

type Answer = Exclude<StaffCommand, { do: 'help' | 'unlink' | 'unknown' }>;

/** Does with the request of the message that is replied to what the member wants. Gives what to tell. */
async function answer(
  { db, desk, consoleUrl }: StaffChatDependencies,
  member: LinkedMember,
  command: Answer,
  { id: eventId, contact }: ChatEvent,
  { replyTo }: MessageEvent,
): Promise<string> {
  const texts = STAFF_TEXTS[member.language];
  if (replyTo === undefined) return texts.whichRequest(consoleUrl);
  const request = await requestOf(db, member.id, replyTo);
  // Nobody answers themselves: whoever tries Papote as a parent in the same chat does it from the console.
  if (request === undefined || request.contact === contact) return texts.notThere(consoleUrl);
  const { id, state } = request;
  if (command.do === 'give-back' || command.do === 'close') {
    const done = await (command.do === 'close' ? desk.close(member, id, 'answered') : desk.giveBack(member, id));
    if (done) return texts.done[command.do];
    return state === 'closed' ? texts.closedAlready : texts.notYours;
  }
  if (command.do === 'write' && cleanText(command.text).length > LONGEST_REPLY) return texts.reply['too-long'];
  const take = await desk.take(member, id);
  if (command.do === 'take' && take.taken) return texts.done.take;
  // Asked even when it could not be taken: it may have left before a crash.
  const reply = command.do === 'write' ? await desk.reply(member, id, `reply-${eventId}`, command.text) : 'not-yours';
  if (reply === 'sent' || reply === 'again' || take.taken) return texts.reply[reply];
  if (state === 'closed') return texts.closedAlready;
  return take.by === null ? texts.notThere(consoleUrl) : texts.takenBy(take.by);
}

async function requestOf(
  db: Kysely<Tables>,
  staff: string,
  message: string,
): Promise<{ id: string; state: string; contact: string } | undefined> {
  return db
    .selectFrom('alert_messages')
    .innerJoin('requests', 'requests.id', 'alert_messages.request_id')
    .select(['requests.id', 'requests.state', 'requests.contact_id as contact'])
    .where('staff_id', '=', staff)
    .where('provider_id', '=', message)
    .executeTakeFirst();
}

/**
 * Writes in one statement that an event is done with and forgets its words, unlinks the chat or number if it is to be, and puts
 * what is told there into the outbox, `sending` already. Gives the row to send; undefined when there is none.
 */
export async function settleStaff(
  { db, sealer }: Pick<StaffChatDependencies, 'db' | 'sealer'>,
  { id, channel, recipient }: ChatEvent,
  { says, unlinks }: Heard,
  now: Date,
): Promise<NewOutgoing | undefined> {
  const row: NewOutgoing = {
    ...{ id: randomUUID(), contact_id: null, event_id: id, channel, kind: 'notice', recipient },
    body: sealer.seal(JSON.stringify({ text: says ?? '', buttons: [] })),
    ...{ state: 'sending', position: 0, attempts: 1, sending_at: now },
    not_after: new Date(now.getTime() + ANSWER_KEEPS_MS),
  };
  const { rows } = await sql`
    with handled as (
      update events set handled_at = ${now}, body = null where id = ${id} and handled_at is null returning id
    ), ${unlinking(sql`(select unnest(${[...unlinks]}::text[]) as staff_id from handled)`, channel, now)}, written as (
      insert into outgoing
        (id, contact_id, event_id, channel, kind, recipient, body, state, position, attempts, not_after, sending_at)
      select ${row.id}, null, handled.id, ${row.channel}, ${row.kind}, ${recipient}, ${row.body}, ${row.state}, 0, 1,
        ${row.not_after}, ${now}
      from handled where ${says !== null}
      returning id
    )
    select id from written
  `.execute(db);
  return rows.length > 0 ? row : undefined;
}
