import type pg from 'pg';
import { vectorOf } from '../content/load-assistant.ts';
import { hearStaff, settleStaff } from '../handover/staff-chat.ts';
import { forgetStaffContact, hearStaffSms } from '../handover/staff-sms.ts';
import { understand } from '../understanding/understand.ts';
import type { InboxDependencies } from './handle-contact.ts';
import type { PendingEvent } from './load-turn.ts';

type StaffDependencies = Pick<
  InboxDependencies,
  'staffChat' | 'assistant' | 'outbox' | 'sealer' | 'metrics' | 'logger'
>;

/**
 * Handles what somebody of the network writes in their linked chat, or from the number where they are alerted. False when it is a
 * parent's.
 */
export async function handleStaff(
  client: pg.PoolClient,
  contact: string,
  pending: PendingEvent,
  { staffChat, assistant, outbox, sealer, metrics, logger }: StaffDependencies,
  now: Date,
): Promise<boolean> {
  const { id, channel, event, recipient } = pending;
  if (channel === 'whatsapp') return false;
  const chat = { id, contact, channel, recipient, event };
  const heard =
    channel === 'telegram'
      ? await hearStaff(staffChat, chat, now)
      : await hearStaffSms(staffChat, {
          ...{ contact, address: event.address, at: pending.late?.at ?? now },
          hasRequest: pending.request !== null,
          read: () => readAsParent(pending, assistant),
        });
  if (heard === undefined) return false;
  const row = await settleStaff(staffChat, chat, heard, now);
  const part = { text: heard.says ?? '', buttons: [] };
  if (row !== undefined) await outbox.sendNow(client, [{ row, part }], sealer.open(recipient));
  if (channel === 'sms') await forgetStaffContact(staffChat.db, contact);
  const rule = channel === 'sms' ? 'staff sms' : 'staff chat';
  metrics.decided.inc({ rule });
  logger.info({ event: id, channel, rule, count: row === undefined ? 0 : 1 }, 'answered');
  return true;
}

/** Whether it is a STOP, and whether it tells of danger, as for anybody. */
async function readAsParent(
  { event, contact: { language } }: PendingEvent,
  assistant: InboxDependencies['assistant'],
): Promise<{ stop: boolean; danger: boolean }> {
  if (event.kind !== 'message' && event.kind !== 'button') return { stop: false, danger: false };
  const current = assistant();
  const vector = await vectorOf(current, event.text).catch(() => undefined);
  const { normal, danger } = understand({ text: event.text, vector, ...(language && { language }) }, current.model);
  // Only words that are listed: whoever answers an alert with a sentence that sounds like one goes on hearing of requests.
  return { stop: current.model.commands.command(normal)?.command === 'stop', danger: danger !== null };
}
