import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { ChannelName } from '../channel.ts';
import { isLanguage } from '../languages.ts';
import type { Tables } from '../store/tables.ts';
import type { Desk, InboxView, Member, RequestSummary } from './desk.ts';
import { LAST_ADDRESS, leads, visibleTo } from './desk-sight.ts';

/** A list that nobody reads to its end need not be longer. */
const LONGEST_LIST = 200;
/** Closed ones are listed as long as texts are kept. */
const CLOSED_DAYS = 30;

/** A request as `SUMMARY` reads it. */
export interface SummaryRow extends Omit<RequestSummary, 'language' | 'channel'> {
  readonly language: string | null;
  readonly channel: ChannelName | null;
}

const UNANSWERED = sql`(requests.state <> 'closed'
  and (requests.last_human_at is null or address.last_inbound_at > requests.last_human_at))`;

/** Columns of a `SummaryRow`; with `SUMMARY_FROM`. */
export const SUMMARY = sql`
  requests.id, requests.reason, requests.danger_class as "dangerClass", requests.priority, requests.state,
  contacts.language, address.channel, requests.territory, holder.name as holder, taker.name as "takenBy",
  requests.created_at as "createdAt", requests.due_at as "dueAt", ${UNANSWERED} as unanswered`;

export const SUMMARY_FROM = sql`
  from requests
    join contacts on contacts.id = requests.contact_id
    left join staff as holder on holder.id = requests.holder
    left join staff as taker on taker.id = requests.taken_by
    ${LAST_ADDRESS}`;

export function readSummary(row: SummaryRow): RequestSummary {
  const { language, channel } = row;
  return {
    id: row.id,
    reason: row.reason,
    dangerClass: row.dangerClass,
    priority: row.priority,
    state: row.state,
    language: language !== null && isLanguage(language) ? language : null,
    channel: channel ?? 'sms',
    territory: row.territory,
    holder: row.holder,
    takenBy: row.takenBy,
    createdAt: row.createdAt,
    dueAt: row.dueAt,
    unanswered: row.unanswered,
  };
}

/** The part of the desk that lists and counts. */
export function deskLists(db: Kysely<Tables>, clock: () => Date): Pick<Desk, 'list' | 'count'> {
  return {
    async list(member, view) {
      const order = view === 'closed' ? sql`requests.closed_at desc nulls last` : URGENT_FIRST;
      const { rows } = await sql<SummaryRow>`
        select ${SUMMARY} ${SUMMARY_FROM}
        where ${visibleTo(member)} and ${inView(view, member, clock())}
        order by ${order}, requests.id
        limit ${LONGEST_LIST}
      `.execute(db);
      return rows.map(readSummary);
    },
    async count(member) {
      const now = clock();
      const number = (view: InboxView) => sql`(count(*) filter (where ${inView(view, member, now)}))::int`;
      const { rows } = await sql<Record<Exclude<InboxView, 'closed'>, number>>`
        select ${number('mine')} as mine, ${number('territories')} as territories,
          ${number('unassigned')} as unassigned, ${number('waiting')} as waiting
        ${SUMMARY_FROM}
        where ${visibleTo(member)} and ${inView('waiting', member, now)}
      `.execute(db);
      return rows[0] ?? { mine: 0, territories: 0, unassigned: 0, waiting: 0 };
    },
  };
}

const URGENT_FIRST = sql`array_position('{now,high,normal}', requests.priority), requests.due_at nulls last,
  requests.created_at`;

function inView(view: InboxView, member: Member, now: Date): RawBuilder<boolean> {
  switch (view) {
    case 'mine':
      return sql`((requests.state = 'taken' and requests.taken_by = ${member.id})
        or (requests.state = 'open' and requests.holder = ${member.id}))`;
    case 'territories':
      return sql`(requests.state <> 'closed'
        and ${leads(member) ? sql`true` : sql`requests.territory = any(${[...member.territories]}::text[])`})`;
    case 'unassigned':
      return sql`(requests.state = 'open' and requests.holder is null)`;
    case 'waiting':
      return sql`(requests.state = 'open' or ${UNANSWERED})`;
    case 'closed':
      return sql`(requests.state = 'closed'
        and coalesce(requests.closed_at, requests.created_at) > ${new Date(now.getTime() - CLOSED_DAYS * 86_400_000)})`;
  }
}
