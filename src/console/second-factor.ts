import type { Kysely } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { toDataURL } from 'qrcode';
import { z } from 'zod';
import { type By, recordChange } from '../handover/staff.ts';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';

const PERIOD_S = 30;
/** Clocks of phones are off by some seconds, and typing takes some: one step to either side. */
const DRIFT_STEPS = 1;
/** How long a page with a new key may stand open before it is confirmed. */
const SET_UP_MS = 30 * 60_000;

/** What is kept, sealed: the key, and the step of the code used last, which is refused from then on. */
const kept = z.object({ secret: z.string(), lastStep: z.number() });
const offered = z.object({ staff: z.string(), secret: z.string(), until: z.number() });

export type CodeResult = 'good' | 'wrong' | 'used';

export interface SecondFactorOptions {
  readonly db: Kysely<Tables>;
  readonly sealer: Sealer;
  readonly clock: () => Date;
}

/** A new key, shown to be scanned or typed, and sealed for the form that confirms it. */
export interface Offer {
  readonly image: string;
  readonly key: string;
  readonly sealed: string;
}

export interface SecondFactor {
  offer(staff: string, email: string): Promise<Offer>;
  /** The offer of before, to be shown again after a wrong code; null when it is another's, too old or not ours. */
  offerAgain(sealed: string, staff: string, email: string): Promise<Offer | null>;
  /** Puts the second factor in place once a code proves that the phone has the key. */
  confirm(sealed: string, staff: string, code: string): Promise<'done' | 'wrong' | 'stale'>;
  /** Is this the code of now? Each is good once. */
  use(staff: string, code: string): Promise<CodeResult>;
  remove(staff: string, by: By): Promise<void>;
}

/** One-time codes of an app on the phone (TOTP, RFC 6238). */
export function createSecondFactor({ db, sealer, clock }: SecondFactorOptions): SecondFactor {
  function openOffer(sealed: string, staff: string): string | null {
    try {
      const found = offered.parse(JSON.parse(sealer.open(Buffer.from(sealed, 'base64url'))));
      return found.staff === staff && found.until > clock().getTime() ? found.secret : null;
    } catch {
      return null;
    }
  }

  async function show(secret: string, sealed: string, email: string): Promise<Offer> {
    const image = await toDataURL(totpOf(secret, email).toString(), { margin: 2, scale: 5 });
    return { image, key: secret.match(/.{1,4}/g)?.join(' ') ?? secret, sealed };
  }

  return {
    async offer(staff, email) {
      const secret = new Secret({ size: 20 }).base32;
      const until = clock().getTime() + SET_UP_MS;
      return show(secret, sealer.seal(JSON.stringify({ staff, secret, until })).toString('base64url'), email);
    },

    async offerAgain(sealed, staff, email) {
      const secret = openOffer(sealed, staff);
      return secret === null ? null : show(secret, sealed, email);
    },

    async confirm(sealed, staff, code) {
      const secret = openOffer(sealed, staff);
      if (secret === null) return 'stale';
      const step = stepOf(secret, code, clock());
      if (step === null) return 'wrong';
      const second_factor = sealer.seal(JSON.stringify({ secret, lastStep: step }));
      return db.transaction().execute(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('staff')
          .set({ second_factor })
          .where('id', '=', staff)
          .where('second_factor', 'is', null)
          .executeTakeFirst();
        if (numUpdatedRows !== 1n) return 'stale';
        await recordChange(trx, { member: { id: staff }, at: clock() }, staff, 'second-factor');
        return 'done';
      });
    },

    async use(staff, code) {
      const row = await db.selectFrom('staff').select('second_factor').where('id', '=', staff).executeTakeFirst();
      if (!row?.second_factor) return 'wrong';
      const { secret, lastStep } = kept.parse(JSON.parse(sealer.open(row.second_factor)));
      const step = stepOf(secret, code, clock());
      if (step === null) return 'wrong';
      if (step <= lastStep) return 'used';
      // Of two who use the same code at the same time, one finds what it read: sealed bytes are never twice the same.
      const { numUpdatedRows } = await db
        .updateTable('staff')
        .set({ second_factor: sealer.seal(JSON.stringify({ secret, lastStep: step })) })
        .where('id', '=', staff)
        .where('second_factor', '=', row.second_factor)
        .executeTakeFirst();
      return numUpdatedRows === 1n ? 'good' : 'used';
    },

    async remove(staff, by) {
      await db.transaction().execute(async (trx) => {
        await trx.updateTable('staff').set({ second_factor: null }).where('id', '=', staff).execute();
        await recordChange(trx, by, staff, 'second-factor-removed');
      });
    },
  };
}

/** The step whose code this is, counted from 1970; null when it is none of the steps around now. */
function stepOf(secret: string, code: string, now: Date): number | null {
  const token = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const timestamp = now.getTime();
  const delta = totpOf(secret, '').validate({ token, timestamp, window: DRIFT_STEPS });
  return delta === null ? null : TOTP.counter({ period: PERIOD_S, timestamp }) + delta;
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({ issuer: 'Papote', label, secret, period: PERIOD_S, digits: 6, algorithm: 'SHA1' });
}
