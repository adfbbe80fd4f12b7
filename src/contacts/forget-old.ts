import { type Kysely, sql } from 'kysely';
import { forgetBroadcasts } from '../broadcast/progress.ts';
import { forgetAudit } from '../handover/audit.ts';
import type { Tables } from '../store/tables.ts';

/** How long texts are kept; requests that still wait for a human keep theirs. */
const TEXT_DAYS = 30;
/** How long the provider's ids are kept, to recognise what it sends again. */
const EVENT_DAYS = 60;
/** A code that is over is still told from one that never was, and a guess counts, for no longer than this. */
const CODE_HOURS = 24;

/**
 * Erases the texts and addresses in messages whose time is over, and voice notes and photos, also of who waits for a human: no
 * file is kept longer than was said. To whom broadcasts went is forgotten too. Counters stay. Returns how many rows were blanked or erased.
 */
export async function forgetOld(db: Kysely<Tables>, now: Date): Promise<number> {
  const before = new Date(now.getTime() - TEXT_DAYS * 86_400_000);
  const waits = sql`exists (select 1 from requests where requests.contact_id = old.contact_id and requests.state in ('open', 'taken'))`;
  const events = await sql`
    update events as old set body = null, handled_at = coalesce(handled_at, ${now})
    where received_at < ${before} and body is not null and not ${waits}
  `.execute(db);
  const outgoing = await sql`
    update outgoing as old set body = null, recipient = null
    where created_at < ${before} and body is not null and not ${waits}
  `.execute(db);
  const media = await sql`delete from media where received_at < ${before}`.execute(db);
  await sql`delete from call_consents where asked_at < ${before} and ended_at is not null`.execute(db);
  const broadcasts = await forgetBroadcasts(db, before);
  const rowsBefore = new Date(now.getTime() - EVENT_DAYS * 86_400_000);
  await sql`delete from events where received_at < ${rowsBefore} and body is null`.execute(db);
  await sql`delete from outgoing where created_at < ${rowsBefore} and body is null`.execute(db);
  await sql`
    delete from registrations using occurrences
    where occurrences.id = occurrence_id and coalesce(ends_at, starts_at) < ${before}
  `.execute(db);
  await sql`delete from subscriptions where ended_at < ${before}`.execute(db);
  await sql`delete from alert_messages where sent_at < ${before}`.execute(db);
  const codesBefore = new Date(now.getTime() - CODE_HOURS * 3_600_000);
  await sql`delete from staff_codes where expires_at < ${codesBefore}`.execute(db);
  await sql`delete from sign_in_attempts where at < ${codesBefore}`.execute(db);
  await forgetAudit(db);
  return [events, outgoing, media].reduce((sum, { numAffectedRows = 0n }) => sum + Number(numAffectedRows), broadcasts);
}
