import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import parsePhoneNumber from 'libphonenumber-js/mobile';
import { type Channel, type ChannelName, canInvite } from '../channel.ts';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';
import type { Mail, SendMail } from './mail-alerts.ts';
import { type AlertWay, unlink } from './staff-addresses.ts';
import { dropCode, type NumberCode, newChatCode, newNumberCode, useNumberCode } from './staff-codes.ts';
import { STAFF_TEXTS } from './staff-texts.ts';

/** Belgium and its neighbours: an alert to anywhere else costs more than it is worth. */
const COUNTRIES: ReadonlySet<string> = new Set(['BE', 'FR', 'LU', 'NL', 'DE']);

/** How somebody is alerted, as their own page shows it. */
export interface StaffReachState {
  readonly by: AlertWay;
  readonly hasChat: boolean;
  /** Confirmed number, masked; null while there is none. */
  readonly number: string | null;
  /** Number, masked, whose code is still to come back. */
  readonly waitingNumber: string | null;
  readonly relays: boolean;
  /** They ended the alerts by SMS with a STOP, and have not chosen anew since. */
  readonly stoppedSms: boolean;
}

export interface StaffReach {
  /** What this server can alert by. */
  readonly ways: readonly AlertWay[];
  read(staff: string): Promise<StaffReachState>;
  /** False where it is not offered or not set up. */
  choose(staff: string, by: string): Promise<boolean>;
  setRelays(staff: string, on: boolean): Promise<void>;
  /** A code to link a chat with, and a link that brings it along where our name on Telegram is known. Kept nowhere. */
  newChatCode(staff: string): Promise<{ readonly code: string; readonly link: string | undefined }>;
  /** Sends a code to a mobile number. */
  sendNumberCode(staff: string, language: 'fr' | 'nl', typed: string): Promise<'sent' | 'bad-number' | 'not-sent'>;
  useNumberCode(staff: string, code: string): Promise<NumberCode>;
  /** Sends somebody a text of their own wish by the way they chose, else by another that they have; null: none took it. */
  tell(staff: string, mail: Mail): Promise<AlertWay | null>;
  /** A chat is told so. */
  unlink(staff: string, channel: 'telegram' | 'sms'): Promise<void>;
}

export interface StaffReachDependencies {
  readonly db: Kysely<Tables>;
  readonly sealer: Sealer;
  readonly clock: () => Date;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  /** Undefined where there is no mail server. */
  readonly mail: SendMail | undefined;
}

/** By what people of the network are alerted, as they set it up themselves. */
export function createStaffReach({ db, sealer, clock, channels, mail }: StaffReachDependencies): StaffReach {
  const ways: AlertWay[] = [
    ...(mail !== undefined ? (['mail'] as const) : []),
    ...(['telegram', 'sms'] as const).filter((name) => channels.has(name)),
  ];
  return {
    ways,

    async read(staff) {
      const now = clock();
      const [member, addresses, waiting] = await Promise.all([
        db
          .selectFrom('staff')
          .select(['alert_by', 'relays', 'sms_stopped_at'])
          .where('id', '=', staff)
          .executeTakeFirstOrThrow(),
        db.selectFrom('staff_addresses').select(['channel', 'sealed']).where('staff_id', '=', staff).execute(),
        db
          .selectFrom('staff_codes')
          .select('sealed')
          .where('staff_id', '=', staff)
          .where('channel', '=', 'sms')
          .where('expires_at', '>', now)
          .executeTakeFirst(),
      ]);
      const number = addresses.find(({ channel }) => channel === 'sms');
      return {
        by: member.alert_by,
        relays: member.relays,
        stoppedSms: member.sms_stopped_at !== null,
        hasChat: addresses.some(({ channel }) => channel === 'telegram'),
        number: number ? masked(sealer.open(number.sealed)) : null,
        waitingNumber: waiting?.sealed ? masked(sealer.open(waiting.sealed)) : null,
      };
    },

    async choose(staff, by) {
      const way = ways.find((one) => one === by);
      if (way === undefined) return false;
      let change = db.updateTable('staff').set({ alert_by: way, sms_stopped_at: null }).where('id', '=', staff);
      if (way !== 'mail')
        change = change.where(({ exists, selectFrom }) =>
          exists(
            selectFrom('staff_addresses')
              .select('staff_id')
              .whereRef('staff_id', '=', 'staff.id')
              .where('channel', '=', way),
          ),
        );
      return (await change.executeTakeFirst()).numUpdatedRows === 1n;
    },

    async setRelays(staff, on) {
      await db.updateTable('staff').set({ relays: on }).where('id', '=', staff).execute();
    },

    async newChatCode(staff) {
      const code = await newChatCode(db, sealer, staff, clock());
      const telegram = channels.get('telegram');
      const link = telegram !== undefined && canInvite(telegram) ? await telegram.startLink(code) : undefined;
      return { code, link };
    },

    async sendNumberCode(staff, language, typed) {
      const number = mobileNumber(typed);
      if (number === undefined) return 'bad-number';
      const code = await newNumberCode(db, sealer, staff, number, clock());
      const text = STAFF_TEXTS[language].numberCode(code);
      const sent = await channels.get('sms')?.send({ id: randomUUID(), address: number, text, buttons: [] });
      if (sent?.ok) return 'sent';
      await dropCode(db, staff, 'sms');
      return 'not-sent';
    },

    useNumberCode: (staff, code) => useNumberCode(db, sealer, staff, code, clock()),

    async tell(staff, { subject, text }) {
      const [{ alert_by, email }, addresses] = await Promise.all([
        db.selectFrom('staff').select(['alert_by', 'email']).where('id', '=', staff).executeTakeFirstOrThrow(),
        db.selectFrom('staff_addresses').selectAll().where('staff_id', '=', staff).execute(),
      ]);
      const isTaken = async (way: AlertWay): Promise<boolean> => {
        if (way === 'mail')
          return (
            mail?.(email, { subject, text }).then(
              () => true,
              () => false,
            ) ?? false
          );
        const address = addresses.find(({ channel }) => channel === way);
        if (address === undefined) return false;
        const outgoing = { id: randomUUID(), address: sealer.open(address.sealed), text, buttons: [] };
        return (await channels.get(way)?.send(outgoing))?.ok ?? false;
      };
      for (const way of new Set<AlertWay>([alert_by, 'telegram', 'sms', 'mail'])) if (await isTaken(way)) return way;
      return null;
    },

    async unlink(staff, channel) {
      const row = await db
        .selectFrom('staff_addresses')
        .innerJoin('staff', 'staff.id', 'staff_addresses.staff_id')
        .select(['sealed', 'language'])
        .where('staff_id', '=', staff)
        .where('channel', '=', channel)
        .executeTakeFirst();
      await unlink(db, staff, channel);
      if (row === undefined || channel !== 'telegram') return;
      // From now on what is written there is a parent's: whoever does not hear of it finds out by the answer.
      const text = STAFF_TEXTS[row.language].unlinked;
      await channels.get(channel)?.send({ id: randomUUID(), address: sealer.open(row.sealed), text, buttons: [] });
    },
  };
}

/** A mobile number as it was typed, in international form; undefined for any other. */
function mobileNumber(typed: string): string | undefined {
  const number = parsePhoneNumber(typed, 'BE');
  return number?.isValid() && COUNTRIES.has(number.country ?? '') ? number.number : undefined;
}

/** Enough of a number to know one's own. */
function masked(number: string): string {
  return `${number.slice(0, 3)} ••• ${number.slice(-2)}`;
}
