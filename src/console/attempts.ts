import { isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';

const WINDOW_MS = 15 * 60_000;
const MOST_PER_ACCOUNT = 5;
const MOST_PER_ADDRESS = 20;
const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** A try that may be made: it counts as failed until it is said to be right. Or the time from which one may try again. */
export type Try =
  | { readonly allowed: true; succeed(): Promise<void> }
  | { readonly allowed: false; readonly until: Date };

export interface Attempts {
  /** @param account e-mail or id, known or not: an unknown one is treated alike */
  begin(what: 'password' | 'code', account: string, address: string): Promise<Try>;
  /** Forgets the failed tries of an account that got a new password. */
  forget(what: 'password' | 'code', account: string): Promise<void>;
}

interface Counted {
  readonly key: Buffer;
  readonly most: number;
}

/** Failed sign-ins by account and by address, kept as keyed hashes for a quarter of an hour. */
export function createAttempts({
  db,
  sealer,
  clock,
}: {
  readonly db: Kysely<Tables>;
  readonly sealer: Sealer;
  readonly clock: () => Date;
}): Attempts {
  const accountKey = (what: string, account: string): Buffer => sealer.hash(`console ${what}`, account);
  return {
    async begin(what, account, address) {
      const at = clock();
      const mine = accountKey(what, account);
      const theirs = sealer.hash('console address', networkOf(address));
      const until = await db.transaction().execute((trx) =>
        reserve(
          trx,
          [
            { key: mine, most: MOST_PER_ACCOUNT },
            { key: theirs, most: MOST_PER_ADDRESS },
          ],
          at,
        ),
      );
      if (until !== null) return { allowed: false, until };
      return {
        allowed: true,
        async succeed() {
          await db.deleteFrom('sign_in_attempts').where('key', '=', mine).execute();
          // Others of the same office may have failed meanwhile: only this try is taken back.
          await sql`
            delete from sign_in_attempts where ctid =
              (select ctid from sign_in_attempts where key = ${theirs} and at = ${at} limit 1)
          `.execute(db);
        },
      };
    },
    async forget(what, account) {
      await db.deleteFrom('sign_in_attempts').where('key', '=', accountKey(what, account)).execute();
    },
  };
}

/** Notes the try before it is judged: many sent at the same moment cannot slip through together. */
async function reserve(trx: Transaction<Tables>, counted: readonly Counted[], at: Date): Promise<Date | null> {
  await trx
    .deleteFrom('sign_in_attempts')
    .where('at', '<=', new Date(at.getTime() - 2 * WINDOW_MS))
    .execute();
  const untils: number[] = [];
  for (const { key, most } of counted) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${key.toString('hex')}, 1))`.execute(trx);
    const tries = await trx
      .selectFrom('sign_in_attempts')
      .select('at')
      .where('key', '=', key)
      .where('at', '>', new Date(at.getTime() - WINDOW_MS))
      .orderBy('at', 'desc')
      .limit(most)
      .execute();
    const oldest = tries.at(-1);
    if (tries.length === most && oldest !== undefined) untils.push(oldest.at.getTime() + WINDOW_MS);
  }
  if (untils.length > 0) return new Date(Math.max(...untils));
  await trx
    .insertInto('sign_in_attempts')
    .values(counted.map(({ key }) => ({ key, at })))
    .execute();
  return null;
}

/**
 * Where a request comes from. A connection from this machine is the reverse proxy's, which appends whom it serves; from
 * anywhere else the header is what the sender likes to say.
 */
export function addressOf({ socket, headers }: FastifyRequest): string {
  const peer = socket.remoteAddress ?? '';
  const forwarded = [headers['x-forwarded-for']].flat().at(-1);
  const last = forwarded?.split(',').at(-1)?.trim();
  return LOOPBACK.test(peer) && last ? last : peer;
}

/** Of an IPv6 address the half that a household or office has: it may take any of the other half. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address.replace(/^::ffff:/i, '');
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
