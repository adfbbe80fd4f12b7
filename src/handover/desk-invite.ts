import { sql } from 'kysely';
import { approvedTemplate, templateText } from '../outbox/templates.ts';
import { recording } from './audit.ts';
import { type Desk, LONGEST_REPLY, type Member } from './desk.ts';
import { messageOf } from './desk-messages.ts';
import { invitableReachOf, type Reach, reachOf, readAddress } from './desk-reach.ts';
import { cleanText, inWords, isTakenBy, wasSent } from './desk-reply.ts';
import { takenBy } from './desk-sight.ts';
import type { DeskDependencies } from './open-desk.ts';

/** An invitation that comes later than this only confuses. */
const INVITATION_KEEPS_MS = 24 * 3_600_000;

/** Condition on `outgoing` as `kept`, a reply that waits: the invitation of the last day for it may still be answered. */
const INVITED = sql`kept.body is not null and exists (
  select 1 from outgoing as invitation
  where invitation.id = kept.id || '-invitation' and invitation.created_at > now() - interval '1 day' and invitation.state not in ('failed', 'expired', 'cancelled'))`;

/** The part of the desk that writes to a parent after WhatsApp's window has closed. */
export function deskInvite(dependencies: DeskDependencies, { reply }: Pick<Desk, 'reply'>): Pick<Desk, 'sendTemplate'> {
  const { db, clock, channels } = dependencies;
  return {
    async sendTemplate(member, id, replyId, text, options = {}) {
      const words = cleanText(text);
      if (words === '') return 'empty';
      if (words.length > LONGEST_REPLY) return 'too-long';
      if (!(await isTakenBy(dependencies, member, id))) return wasSent(dependencies, member, replyId);
      const address = await readAddress(db, id);
      // The parent has written meanwhile: nothing keeps the reply itself.
      if (address && reachOf(address, channels, clock())) return reply(member, id, replyId, text, options);
      const reach = address && invitableReachOf(address, channels, clock());
      if (reach === undefined) return 'window-closed';
      const template = await approvedTemplate(db, 'answer-waiting', reach.language);
      if (template === undefined) return 'no-template';
      const said = await inWords(words, member, reach, options, dependencies);
      const kept = await keepAndInvite(dependencies, { member, id, replyId, said, reach, template });
      return kept ? 'sent' : wasSent(dependencies, member, replyId);
    },
  };
}

interface Invitation {
  readonly member: Member;
  readonly id: string;
  readonly replyId: string;
  readonly said: string;
  readonly reach: Reach;
  readonly template: NonNullable<Awaited<ReturnType<typeof approvedTemplate>>>;
}

/** The reply is kept until the parent writes, and the invitation goes out unless one is out already: one statement. */
async function keepAndInvite(
  { db, clock, sealer, say }: DeskDependencies,
  { member, id, replyId, said, reach, template }: Invitation,
): Promise<boolean> {
  const now = clock();
  const { parts } = messageOf(replyId, said, member.id, reach, sealer);
  const { contentSid, language } = template;
  const text = templateText('answer-waiting', language, say);
  const invitation = sealer.seal(JSON.stringify({ text, buttons: [], template: { contentSid, variables: {} } }));
  const { rows } = await sql<{ id: string }>`
    with held as (
      select requests.id, requests.contact_id from requests
      where id = ${id} and ${takenBy(member)}
      for update
    ), waiting as (
      insert into outgoing (id, contact_id, channel, kind, recipient, body, state, position, staff_id, created_at)
      select part.id, held.contact_id, ${reach.channel}, 'human', ${reach.recipient}, part.body, 'waiting', part.position - 1,
        ${member.id}, (select clock_timestamp())
      from held, unnest(${parts.map((part) => part.id)}::text[], ${parts.map(({ body }) => body)}::bytea[])
        with ordinality as part (id, body, position)
      on conflict (id) do nothing
      returning outgoing.id
    ), written as (
      insert into outgoing (id, contact_id, channel, kind, recipient, body, state, position, staff_id, created_at, not_after)
      select ${`${replyId}-invitation`}, held.contact_id, ${reach.channel}, 'notice', ${reach.recipient}, ${invitation}, 'planned',
        0, ${member.id}, (select clock_timestamp()), ${new Date(now.getTime() + INVITATION_KEEPS_MS)}
      from held
      where exists (select 1 from waiting) and not exists (
        select 1 from outgoing as kept where kept.contact_id = held.contact_id and kept.state = 'waiting' and ${INVITED})
      on conflict (id) do nothing
      returning id
    ), queued as (
      select count(graphile_worker.add_job('deliver', json_build_object('outgoing', array[id]), job_key := 'deliver:' || id,
        max_attempts := 5))::int as jobs
      from written
    ), answered as (
      update requests set last_human_at = ${now} where id = ${id} and exists (select 1 from waiting) returning id
    ), ${recording(sql`answered`, { at: now, member, action: 'answered' })}
    select waiting.id from waiting, queued
  `.execute(db);
  return rows.length > 0;
}

/** Whether the parent of a request can be invited to read a reply; `out`: an invitation has left and may be answered. */
export async function invitationOf(
  { db }: Pick<DeskDependencies, 'db'>,
  contact: string,
  reach: Reach | undefined,
): Promise<'ready' | 'out' | 'no-template' | null> {
  if (reach === undefined) return null;
  const { rows } = await sql`
    select 1 from outgoing as kept where contact_id = ${contact} and state = 'waiting' and ${INVITED} limit 1
  `.execute(db);
  if (rows.length > 0) return 'out';
  return (await approvedTemplate(db, 'answer-waiting', reach.language)) === undefined ? 'no-template' : 'ready';
}
