import { randomUUID } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { foldToGsm } from '../answering/gsm.ts';
import type { Say } from '../answering/phrases.ts';
import { splitText } from '../answering/split.ts';
import { secondsUntil } from '../outbox/held.ts';
import type { Sealer } from '../store/sealer.ts';
import type { Reach } from './desk-reach.ts';

/** A message in the parts that the parent's channel can carry, ready to be written as outgoing rows. */
export interface Message {
  readonly kind: 'human' | 'notice';
  readonly reach: Reach;
  readonly parts: readonly { readonly id: string; readonly body: Buffer }[];
  readonly author: string | null;
  readonly notAfter: Date | null;
}

/** What a person wrote. Its parts have ids that follow from `id`, so that the same message is never written twice. */
export function messageOf(id: string, text: string, author: string, reach: Reach, sealer: Sealer): Message {
  return { kind: 'human', reach, author, notAfter: null, parts: partsOf(id, text, reach, sealer) };
}

/**
 * What the service says by itself. Later than `notAfter` it would only confuse: the conversation has gone on. Undefined when the
 * parent does not want to be written to before that.
 */
export function noticeOf(text: string, reach: Reach, sealer: Sealer, notAfter: Date): Message | undefined {
  const { leave } = reach;
  if (leave === 'never' || (leave !== 'now' && leave.later > notAfter)) return undefined;
  return { kind: 'notice', reach, author: null, notAfter, parts: partsOf(randomUUID(), text, reach, sealer) };
}

const COMING_OR_GOING_KEEPS_MS = 6 * 3_600_000;

/** That a person comes, or goes. */
export function presenceNotice(
  key: 'human.joined' | 'human.back',
  reach: Reach,
  { say, sealer, now }: { readonly say: Say; readonly sealer: Sealer; readonly now: Date },
): Message | undefined {
  return noticeOf(say(reach.language, key), reach, sealer, new Date(now.getTime() + COMING_OR_GOING_KEEPS_MS));
}

function partsOf(id: string, text: string, { limits, language }: Reach, sealer: Sealer): Message['parts'] {
  const carried = limits.segmented ? foldToGsm(text, language) : text;
  return splitText(carried, limits.maxLength).map((part, index) => ({
    id: index === 0 ? id : `${id}-${index + 1}`,
    body: sealer.seal(JSON.stringify({ text: part, buttons: [] })),
  }));
}

/**
 * Two steps for a `with` list: `written` puts the message, if there is one, into the outbox for every row of `changed` (its
 * column `contact_id`), and `queued` wakes the queue for it. Nothing is sent when `changed` is empty. The time of the message is
 * that after `changed` has its lock, not that of the transaction: of two at once, the later one waited for the first.
 */
export function writing(changed: RawBuilder<unknown>, message: Message | undefined): RawBuilder<unknown> {
  if (message === undefined) return sql`queued as (select 0 as jobs)`;
  const { kind, reach, parts, author, notAfter } = message;
  const notBefore = typeof reach.leave === 'object' ? reach.leave.later : null;
  return sql`
    written as (
      insert into outgoing (id, contact_id, channel, kind, recipient, body, state, position, not_after, not_before, staff_id,
        created_at)
      select part.id, changed.contact_id, ${reach.channel}, ${kind}, ${reach.recipient}, part.body, 'planned',
        part.position - 1, ${notAfter}, ${notBefore}::timestamptz, ${author}, (select clock_timestamp())
      from ${changed} as changed, unnest(${parts.map(({ id }) => id)}::text[], ${parts.map(({ body }) => body)}::bytea[])
        with ordinality as part (id, body, position)
      on conflict (id) do nothing
      returning outgoing.id, outgoing.position
    ), queued as (
      select count(graphile_worker.add_job('deliver', json_build_object('outgoing', ids), job_key := 'deliver:' || ids[1],
        run_at := now() + make_interval(secs => ${notBefore === null ? 0 : secondsUntil(notBefore, reach.now)}), max_attempts := 5))::int as jobs
      from (select array_agg(id order by position) as ids from written) as all_parts
      where ids is not null
    )`;
}
