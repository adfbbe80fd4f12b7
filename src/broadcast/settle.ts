import { type Channel, type ChannelName, canReconcile, type Reconciling } from '../channel.ts';
import type { Language } from '../languages.ts';
import type { Logger } from '../observe/logger.ts';
import { messageOf } from '../start-error.ts';
import type { BroadcastRow } from '../store/calendar-tables.ts';
import type { Queryable } from '../store/open-store.ts';
import type { Sealer } from '../store/sealer.ts';
import { dropText, type Invitation, KEPT_ENDING } from './invite.ts';

/** How long to wait, in milliseconds, before asking the provider about a message that it may still be taking in. */
export interface SettleWaits {
  /** After the process that sent it is gone. */
  readonly crashed: number;
  /** After a call without an answer: slow providers take a message long after we gave up waiting. */
  readonly lost: number;
}

export const SETTLE_WAITS: SettleWaits = { crashed: 10_000, lost: 120_000 };

/** A server that has not been seen for this long is gone, as for the queue. */
const GONE_AFTER_S = 45;
/** Settled in one round by channel, and asked for at the same time. */
const MOST_IN_A_ROUND = 200;
const AT_ONCE = 8;

interface OpenSend {
  readonly id: string;
  readonly contact: string;
  readonly channel: ChannelName;
  readonly since: Date;
  readonly recipient: Buffer;
  readonly body: Buffer;
  readonly kind: BroadcastRow['kind'];
  readonly language: Language;
  /** It asked whether the text is wanted. */
  readonly invited: boolean;
}

export interface SettleDependencies {
  readonly db: Queryable;
  readonly sealer: Sealer;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  readonly logger: Logger;
  readonly invitation: (one: Pick<OpenSend, 'kind' | 'language'>) => Promise<Invitation | undefined>;
}

/**
 * Settles sends of which nobody knows whether the provider has them: those of a process that is gone, and those whose answer was
 * lost. The provider is asked; what it has is `accepted`, what it has not is planned again. Where it cannot be asked (Telegram
 * keeps no list) they are `unknown`, and never repeated.
 */
export async function settleSends(use: SettleDependencies, waits: SettleWaits, now: Date): Promise<void> {
  const { rows } = await use.db.query<OpenSend>({
    name: 'open-broadcast-sends',
    text: `
      select * from (
        select sends.id, sends.contact_id as contact, sends.channel, sends.sending_at as since, addresses.sealed as recipient,
          texts.body, texts.language, broadcasts.kind,
          exists (select 1 from outgoing where outgoing.id = sends.id::text || $5::text) as invited,
          row_number() over (partition by sends.channel order by sends.sending_at) as place
        from broadcast_sends as sends
          join addresses on addresses.id = sends.address_id
          join broadcast_texts as texts on texts.id = sends.text_id
          join broadcasts on broadcasts.id = sends.broadcast_id
        where sends.state = 'sending' and case
            when sends.claimed_by is null then sending_at <= $2
            else sending_at <= $1 and not exists (
              select 1 from nodes where id = sends.claimed_by and seen_at > now() - make_interval(secs => $3))
          end
      ) as open where place <= $4 order by since`,
    values: [
      new Date(now.getTime() - waits.crashed),
      new Date(now.getTime() - waits.lost),
      GONE_AFTER_S,
      MOST_IN_A_ROUND,
      KEPT_ENDING,
    ],
  });
  // A provider that does not answer keeps nobody waiting who is written to by another.
  const counts = await Promise.all(
    [...new Set(rows.map(({ channel }) => channel))].map((name) =>
      settleChannel(
        use,
        rows.filter(({ channel }) => channel === name),
      ),
    ),
  );
  const settled = counts.reduce((one, other) => one + other, 0);
  if (settled > 0) use.logger.info({ count: settled, kind: 'broadcast' }, 'sends without an answer settled');
}

/** Settles sends of one channel until its provider cannot be asked; gives how many were settled. */
async function settleChannel(use: SettleDependencies, rows: readonly OpenSend[]): Promise<number> {
  const { channels, logger } = use;
  let settled = 0;
  for (let first = 0; first < rows.length; first += AT_ONCE) {
    const some = rows.slice(first, first + AT_ONCE);
    const results = await Promise.allSettled(some.map((row) => settle(use, channels.get(row.channel), row)));
    settled += results.filter(({ status }) => status === 'fulfilled').length;
    const failed = results.findIndex(({ status }) => status === 'rejected');
    const [row, result] = [some[failed], results[failed]];
    if (row === undefined || result?.status !== 'rejected') continue;
    logger.warn(
      { outgoing: row.id, channel: row.channel, kind: 'reconcile' },
      `cannot ask the provider now: ${channels.get(row.channel)?.redact(messageOf(result.reason)) ?? ''}`,
    );
    // It will not answer for the others either; they are asked for at the next round.
    break;
  }
  return settled;
}

async function settle(use: SettleDependencies, channel: Channel | undefined, row: OpenSend): Promise<void> {
  const { db } = use;
  if (channel === undefined || !canReconcile(channel)) return setState(db, row.id, 'unknown', null);
  const found = await ask(use, channel, row);
  if (found.found) return setState(db, row.id, 'accepted', found.providerId);
  // Whoever has written since has the text that the invitation asked about.
  const again = !row.invited || (await dropText(db, row.id));
  return setState(db, row.id, again ? 'planned' : 'accepted', null);
}

/** What is known to be another message of ours to this person, perhaps with the same words, does not count. */
async function ask({ db, sealer, invitation }: SettleDependencies, channel: Reconciling, row: OpenSend) {
  const { rows } = await db.query<{ provider_id: string }>(
    `select provider_id from broadcast_sends where contact_id = $1 and id <> $2 and provider_id is not null
     union all select provider_id from outgoing where contact_id = $1 and provider_id is not null`,
    [row.contact, row.id],
  );
  const said = (row.invited ? await invitation(row) : undefined) ?? { text: sealer.open(row.body) };
  const outgoing = { id: row.id, address: sealer.open(row.recipient), buttons: [], ...said };
  return channel.reconcile(outgoing, row.since, new Set(rows.map(({ provider_id }) => provider_id)));
}

/** Unless a status callback or a late answer came first. */
async function setState(
  db: Queryable,
  id: string,
  state: 'unknown' | 'accepted' | 'planned',
  providerId: string | null,
): Promise<void> {
  await db.query(
    `update broadcast_sends set state = $2, provider_id = coalesce(provider_id, $3), claimed_by = null,
       error = case when $2 = 'accepted' then null else coalesce(error, 'interrupted') end
     where id = $1 and state = 'sending'`,
    [id, state, providerId],
  );
}
