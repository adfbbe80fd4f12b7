import { type Kysely, sql } from 'kysely';
import type { ChannelName } from '../channel.ts';
import type { Tables } from '../store/tables.ts';
import { record, recording } from './audit.ts';
import type { CallState, Desk, ThreadMessage } from './desk.ts';
import { noticeOf, writing } from './desk-messages.ts';
import { type AddressRow, reachOf, readAddress } from './desk-reach.ts';
import { isTakenBy } from './desk-reply.ts';
import { isRequestId, LAST_ADDRESS, takenBy } from './desk-sight.ts';
import type { DeskDependencies } from './open-desk.ts';

/** A question that the parent reads a day later is none any more. */
const QUESTION_KEEPS_MS = 24 * 3_600_000;
/** On these the address is a phone number, unless the person hides it. */
const PHONE_CHANNELS: readonly ChannelName[] = ['sms', 'whatsapp'];
const PHONE_NUMBER = /^\+\d{6,15}$/;

/**
 * The part of the desk that asks the parent whether one may call, and shows the number to whom they said yes. Nobody steps in for
 * another's consent.
 */
export function deskCall(dependencies: DeskDependencies): Pick<Desk, 'askToCall' | 'phoneOf'> {
  const { db, sealer, clock, channels, say } = dependencies;
  return {
    async askToCall(member, id) {
      if (!(await isTakenBy(dependencies, member, id))) return 'not-yours';
      const address = await readAddress(db, id);
      if (address === undefined) return 'not-yours';
      if (phoneIn(address, dependencies) === null) return 'no-number';
      const now = clock();
      const reach = reachOf(address, channels, now);
      if (reach === undefined) return 'window-closed';
      const notAfter = new Date(now.getTime() + QUESTION_KEEPS_MS);
      const question = noticeOf(say(reach.language, 'human.call_ask'), reach, sealer, notAfter);
      if (question === undefined) return 'reply-only';
      const { rows } = await sql`
        with asked as (
          insert into call_consents (request_id, staff_id, asked_at)
          select requests.id, ${member.id}, ${now} from requests
          where requests.id = ${id} and ${takenBy(member)}
          on conflict (request_id) where ended_at is null do nothing
          returning request_id as id
        ), changed as (
          select requests.contact_id from requests join asked on asked.id = requests.id
        ), ${writing(sql`changed`, question)}, ${recording(sql`asked`, { at: now, member, action: 'asked-to-call' })}
        select asked.id from asked, queued
      `.execute(db);
      return rows.length > 0 ? 'asked' : 'again';
    },

    async phoneOf(member, id) {
      if (!isRequestId(id)) return null;
      const { rows } = await sql<Pick<AddressRow, 'channel' | 'recipient'>>`
        select address.channel, address.sealed as recipient from requests
          join call_consents on call_consents.request_id = requests.id and call_consents.staff_id = ${member.id}
            and call_consents.granted and call_consents.ended_at is null
          ${LAST_ADDRESS}
        where requests.id = ${id} and ${takenBy(member)}
      `.execute(db);
      const phone = rows[0] === undefined ? null : phoneIn(rows[0], dependencies);
      if (phone !== null) await record(db, { at: clock(), member, action: 'revealed-number', request: id });
      return phone;
    },
  };
}

/** The phone number that an address is; null when it is none. */
function phoneIn(
  { channel, recipient }: Pick<AddressRow, 'channel' | 'recipient'>,
  { sealer }: Pick<DeskDependencies, 'sealer'>,
): string | null {
  if (channel === null || recipient === null || !PHONE_CHANNELS.includes(channel)) return null;
  const address = sealer.open(recipient);
  return PHONE_NUMBER.test(address) ? address : null;
}

interface ConsentRow {
  readonly id: string;
  readonly author: string | null;
  readonly asked_at: Date;
  readonly answered_at: Date | null;
  readonly granted: boolean | null;
  readonly in_force: boolean;
}

/** What became of the question whether one may call, with its lines of the thread: that it was asked, and how it was answered. */
export async function readCall(
  db: Kysely<Tables>,
  request: string,
  address: Pick<AddressRow, 'channel' | 'recipient'>,
  dependencies: Pick<DeskDependencies, 'sealer'>,
): Promise<{ state: CallState; lines: readonly ThreadMessage[] }> {
  const { rows } = await sql<ConsentRow>`
    select call_consents.id, staff.name as author, asked_at, answered_at, granted, ended_at is null as in_force
    from call_consents join staff on staff.id = call_consents.staff_id
    where request_id = ${request} order by asked_at, call_consents.id
  `.execute(db);
  const current = rows.find(({ in_force }) => in_force);
  return { state: stateOf(current, address, dependencies), lines: rows.flatMap(linesOf) };
}

function stateOf(
  consent: ConsentRow | undefined,
  address: Pick<AddressRow, 'channel' | 'recipient'>,
  dependencies: Pick<DeskDependencies, 'sealer'>,
): CallState {
  if (phoneIn(address, dependencies) === null) return 'no-number';
  if (consent === undefined) return 'not-asked';
  if (consent.granted === null) return 'asked';
  return consent.granted ? 'granted' : 'refused';
}

function linesOf({ id, author, asked_at, answered_at, granted }: ConsentRow): ThreadMessage[] {
  const line = { from: 'notice', text: null, media: [], state: null, error: null } as const;
  const asked = { ...line, id: `call-${id}`, author, at: asked_at, call: 'asked' } as const;
  if (answered_at === null) return [asked];
  return [
    asked,
    { ...line, id: `call-${id}-answer`, author: null, at: answered_at, call: granted ? 'granted' : 'refused' },
  ];
}
