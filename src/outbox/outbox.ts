import type pg from 'pg';
import { z } from 'zod';
import type { Part } from '../answering/render.ts';
import {
  type Channel,
  type ChannelName,
  canReconcile,
  mayRetry,
  type Outgoing,
  type Reconciled,
  type Reconciling,
  type SendError,
  type SendResult,
} from '../channel.ts';
import { markAddress } from '../contacts/mark-address.ts';
import type { Logger } from '../observe/logger.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { Queryable } from '../store/open-store.ts';
import type { Sealer } from '../store/sealer.ts';
import type { NewOutgoing, OutgoingRow } from '../store/tables.ts';
import { hold, leaveOf } from './held.ts';

/** First pause before another try, doubled each time, in seconds; the longest pause. */
const FIRST_PAUSE_S = 2;
const LONGEST_PAUSE_S = 600;

/** Codes of tries of which nobody knows whether they arrived. */
const LOST_ANSWERS: ReadonlySet<string> = new Set(['network', 'interrupted']);

/** The contact of a message that has one; `$1`: its ids. */
const CONTACT_OF = `select contact_id from outgoing where id = any($1::text[]) and contact_id is not null limit 1`;

/** A message, and what people, or the service for them, wrote to the same contact before it. */
const DUE = `(id = any($1::text[]) or (kind in ('human', 'notice') and contact_id = (${CONTACT_OF})
  and created_at < (select max(created_at) from outgoing where id = any($1::text[]) and kind in ('human', 'notice'))))`;

const sealedPart = z.object({
  text: z.string(),
  buttons: z.array(z.object({ label: z.string(), payload: z.string() })),
  template: z.object({ contentSid: z.string(), variables: z.record(z.string(), z.string()) }).exactOptional(),
});

export interface OutboxDependencies {
  /** For what is found out again after a power cut: see `Store`. */
  readonly relaxed: Queryable;
  readonly sealer: Sealer;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: () => Date;
}

/** Sends outgoing rows and records what became of them. A row is written before the provider is called. */
export class Outbox {
  private readonly use: OutboxDependencies;

  constructor(dependencies: OutboxDependencies) {
    this.use = dependencies;
  }

  /** Sends rows that are `sending` already, in order. When one has to be tried again, the rest waits behind it. */
  async sendNow(
    db: Queryable,
    rows: readonly { row: NewOutgoing; part: Part | undefined }[],
    address: string,
  ): Promise<void> {
    for (const [index, { row, part }] of rows.entries()) {
      if (part === undefined) continue;
      const error = await this.attempt(db, row, { id: row.id, address, text: part.text, buttons: part.buttons });
      if (error === undefined || !mayRetry(error)) continue;
      const rest = rows.slice(index + 1).map((later) => later.row.id);
      await this.putBack(db, [row.id, ...rest], error, row.attempts ?? 1);
      return;
    }
  }

  /**
   * Sends what waits of one message: job of the queue. It takes the turn of the contact, as an answer does, and what people wrote
   * to the same contact before goes first: however the jobs of two messages fall, the second never overtakes. Whatever is sent here
   * asks whether the contact may be written to now; it waits for their hours, or expires where they want nothing but answers.
   */
  async deliver(pool: Pick<pg.Pool, 'connect'>, ids: readonly string[]): Promise<void> {
    const client = await pool.connect();
    let broken = true;
    try {
      await client.query(`select pg_advisory_lock(hashtextextended(contact_id, 0)) from (${CONTACT_OF}) as message`, [
        ids,
      ]);
      await this.deliverInTurn(client, ids);
      await client.query('select pg_advisory_unlock_all()');
      broken = false;
    } finally {
      // After an error the connection may still hold the turn: closing it gives the turn back.
      client.release(broken);
    }
  }

  private async deliverInTurn(db: Queryable, ids: readonly string[]): Promise<void> {
    const now = this.use.clock();
    const leave = await leaveOf(db, ids, now);
    if (leave === 'never') return this.expire(db, ids);
    if (leave !== 'now') return hold(db, ids, leave.later, now);
    const rows = await this.claim(db, ids);
    for (const [index, row] of rows.entries()) {
      const outgoing = this.unseal(row);
      if (outgoing === undefined || (await this.wasTaken(row, outgoing))) continue;
      const error = await this.attempt(db, row, outgoing);
      if (error === undefined || !mayRetry(error)) continue;
      await this.putBack(
        db,
        rows.slice(index).map((later) => later.id),
        error,
        row.attempts,
      );
      return;
    }
  }

  /** The message in a row, or undefined once its text or address has been blanked. */
  unseal(row: Pick<OutgoingRow, 'id' | 'recipient' | 'body'>): Outgoing | undefined {
    if (row.recipient === null || row.body === null) return undefined;
    const { sealer } = this.use;
    return { id: row.id, address: sealer.open(row.recipient), ...sealedPart.parse(JSON.parse(sealer.open(row.body))) };
  }

  channel(name: ChannelName): Channel | undefined {
    return this.use.channels.get(name);
  }

  /** Records that the provider has the message; a status callback may have come first and is not undone. */
  async markAccepted(id: string, providerId: string): Promise<void> {
    await this.use.relaxed.query({
      name: 'mark-accepted',
      text: `update outgoing set provider_id = coalesce(provider_id, $2), error = null, updated_at = now(),
          state = case when state in ('planned', 'sending', 'unknown') then 'accepted' else state end,
          recipient = case when contact_id is null then null else recipient end,
          body = case when contact_id is null then null else body end
        where id = $1`,
      values: [id, providerId],
    });
  }

  /** Puts rows back in line and wakes the queue when the pause is over. Only the first one's attempt counts. */
  async putBack(db: Queryable, ids: readonly string[], error: SendError, attempts: number): Promise<void> {
    const pause =
      error.kind === 'throttled' ? error.retryAfter : Math.min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** (attempts - 1));
    // One statement, so that no row waits without a job to send it.
    await db.query(
      `with put_back as (
         update outgoing set state = 'planned', error = $2, updated_at = now() where id = any($1::text[])
       )
       select graphile_worker.add_job('deliver', json_build_object('outgoing', $1::text[]),
         job_key := $3, run_at := now() + make_interval(secs => $4), max_attempts := 5)`,
      [ids, error.code, `deliver:${ids[0]}`, pause],
    );
  }

  /** A try whose answer was lost may have arrived: where the provider can be asked, it is, before any repeat. */
  private async wasTaken(row: OutgoingRow, outgoing: Outgoing): Promise<boolean> {
    const channel = this.channel(row.channel);
    if (row.error === null || !LOST_ANSWERS.has(row.error) || channel === undefined || !canReconcile(channel))
      return false;
    const asked = await this.ask(channel, row, outgoing, row.created_at).catch(() => undefined);
    if (asked?.found) await this.markAccepted(row.id, asked.providerId);
    return asked?.found ?? false;
  }

  /** Asks the provider about a message; what is known to be another of ours, perhaps with the same words, does not count. */
  async ask(channel: Reconciling, row: OutgoingRow, outgoing: Outgoing, since: Date): Promise<Reconciled> {
    const { rows } = await this.use.relaxed.query<{ provider_id: string }>(
      'select provider_id from outgoing where contact_id is not distinct from $1 and id <> $2 and provider_id is not null',
      [row.contact_id, row.id],
    );
    return channel.reconcile(outgoing, since, new Set(rows.map((other) => other.provider_id)));
  }

  private async expire(db: Queryable, ids: readonly string[]): Promise<void> {
    await db.query(
      "update outgoing set state = 'expired', updated_at = now() where id = any($1::text[]) and state = 'planned'",
      [ids],
    );
  }

  private async claim(db: Queryable, ids: readonly string[]): Promise<OutgoingRow[]> {
    await db.query(
      `update outgoing set state = 'expired', updated_at = now()
       where ${DUE} and state = 'planned' and not_after < now()`,
      [ids],
    );
    const { rows } = await db.query<OutgoingRow>(
      `update outgoing set state = 'sending', sending_at = now(), attempts = attempts + 1, updated_at = now()
       where ${DUE} and state = 'planned' returning *`,
      [ids],
    );
    return rows.sort(
      (one, other) => one.created_at.getTime() - other.created_at.getTime() || one.position - other.position,
    );
  }

  private async attempt(
    db: Queryable,
    row: Pick<NewOutgoing, 'id' | 'channel' | 'contact_id'>,
    outgoing: Outgoing,
  ): Promise<SendError | undefined> {
    const { metrics, logger } = this.use;
    const channel = this.channel(row.channel);
    const result: SendResult = channel
      ? await channel.send(outgoing)
      : { ok: false, error: { kind: 'rejected', code: 'no-channel' } };
    metrics.sent.inc({ channel: row.channel, outcome: result.ok ? 'accepted' : result.error.kind });
    if (result.ok) {
      await this.markAccepted(row.id, result.providerId);
      return undefined;
    }
    logger.warn(
      { outgoing: row.id, channel: row.channel, kind: result.error.kind, code: result.error.code },
      'not sent',
    );
    if (!mayRetry(result.error)) await this.markFailed(db, row, result.error);
    return result.error;
  }

  private async markFailed(
    db: Queryable,
    row: Pick<NewOutgoing, 'id' | 'channel' | 'contact_id'>,
    error: SendError,
  ): Promise<void> {
    await db.query(
      `update outgoing set state = 'failed', error = $2, updated_at = now(),
         recipient = case when contact_id is null then null else recipient end,
         body = case when contact_id is null then null else body end
       where id = $1`,
      [row.id, error.code],
    );
    if (row.contact_id === null || row.contact_id === undefined) return;
    if (error.kind === 'stopped') await markAddress(db, row.contact_id, row.channel, 'blocked');
    if (error.kind === 'invalid') await markAddress(db, row.contact_id, row.channel, 'dead');
  }
}
