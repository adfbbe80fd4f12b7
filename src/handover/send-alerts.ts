import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { type Channel, type ChannelName, mayRetry, type SendError } from '../channel.ts';
import type { Logger } from '../observe/logger.ts';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';
import type { Alert, SendAlert } from './alert-staff.ts';
import { alertByChat, alertBySms } from './alert-texts.ts';

export interface SendingDependencies {
  readonly db: Kysely<Tables>;
  readonly sealer: Sealer;
  readonly channels: ReadonlyMap<ChannelName, Pick<Channel, 'send'>>;
  /** Undefined where there is no mail server. */
  readonly mail: SendAlert | undefined;
  readonly consoleUrl: string;
  readonly logger: Logger;
  readonly clock: () => Date;
}

/** A try that may go better in a minute. */
class NotNow extends Error {
  readonly code: string;

  constructor({ code }: SendError) {
    super('an alert was not taken');
    this.code = code;
  }
}

/** Alerts each member as they chose; by e-mail where that can never arrive, or was never set up. */
export function alertsByChoice(dependencies: SendingDependencies): SendAlert {
  const { mail, logger } = dependencies;
  return async (alert) => {
    const error = await sendByChannel(alert, dependencies);
    if (error === undefined) return;
    if (error !== 'mail') {
      if (mayRetry(error)) throw new NotNow(error);
      const about = { request: alert.request, channel: alert.to.by, code: error.code };
      logger.warn(about, 'an alert could not arrive: e-mail instead');
      if (mail === undefined) logger.error(about, 'an alert reached nobody: no mail server');
    }
    await mail?.(alert);
  };
}

/** Undefined once it is sent; `mail` where e-mail is the way. */
async function sendByChannel(
  alert: Alert,
  { db, sealer, channels, consoleUrl, clock }: SendingDependencies,
): Promise<SendError | 'mail' | undefined> {
  const { staff, by, address } = alert.to;
  if (by === 'mail' || address === null) return 'mail';
  const channel = channels.get(by);
  if (channel === undefined) return { kind: 'rejected', code: 'no-channel' };
  const id = randomUUID();
  const about = { staff, request: alert.request, event: null };
  // The id that an SMS comes back by when it could not be delivered: known before it leaves.
  if (by === 'sms') await rememberMessage(db, { ...about, providerId: id }, clock());
  const text = by === 'sms' ? alertBySms(alert, consoleUrl) : alertByChat(alert, consoleUrl);
  const result = await channel.send({ id, text, buttons: [], address: sealer.open(address) });
  if (!result.ok) return result.error;
  if (by === 'telegram') await rememberMessage(db, { ...about, providerId: result.providerId }, clock());
  return undefined;
}

/** A message that stands for a request: in a member's chat, or an SMS. */
export interface AlertMessage {
  readonly staff: string;
  readonly request: string;
  /** The parent's message that it shows; null for an alert. */
  readonly event: string | null;
  /** The provider's id of a message in a chat; our own of an SMS. */
  readonly providerId: string;
}

/** Keeps which message stands for which request: a reply to it finds the parent, and an SMS that did not arrive its alert. */
export async function rememberMessage(
  db: Kysely<Tables>,
  { staff, request, event, providerId }: AlertMessage,
  now: Date,
): Promise<void> {
  await db
    .insertInto('alert_messages')
    .values({ staff_id: staff, provider_id: providerId, request_id: request, event_id: event, sent_at: now })
    // Another bot counts from the beginning: what is newer is what one can see and reply to.
    .onConflict((same) =>
      same.columns(['staff_id', 'provider_id']).doUpdateSet({ request_id: request, event_id: event, sent_at: now }),
    )
    .execute();
}
