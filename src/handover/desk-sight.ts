import { type RawBuilder, sql } from 'kysely';
import type { Member } from './desk.ts';

/** Coordinators and administrators see every request and may step in for somebody who is away. */
export function leads({ role }: Member): boolean {
  return role !== 'tpr';
}

/**
 * Condition on `requests`: who may see one. A TPR sees those of her territories, her own, those that wait and that she was told of,
 * and what nobody has.
 */
export function visibleTo(member: Member): RawBuilder<boolean> {
  if (leads(member)) return sql`true`;
  const { id, territories } = member;
  return sql`(requests.territory = any(${[...territories]}::text[])
    or ${id} in (requests.holder, requests.taken_by, requests.closed_by)
    or (requests.state = 'open' and (requests.holder is null or ${id} = any(requests.alerted))))`;
}

/** Condition on `requests`: this very member has it. */
export function takenBy({ id }: Member): RawBuilder<boolean> {
  return sql`(requests.state = 'taken' and requests.taken_by = ${id})`;
}

/** Condition on `requests`: it is taken, by this member or by one for whom they may step in. */
export function takenFor(member: Member): RawBuilder<boolean> {
  return leads(member) ? sql`(requests.state = 'taken')` : takenBy(member);
}

/** The address where a contact wrote last, one that can receive before one that cannot; to be joined as `address`. */
export const LAST_ADDRESS = sql`
  left join lateral (
    select addresses.channel, addresses.sealed, addresses.state, addresses.last_inbound_at from addresses
    where addresses.contact_id = requests.contact_id
    order by addresses.state = 'active' desc, addresses.last_inbound_at desc nulls last, addresses.id
    limit 1
  ) as address on true`;

/** Ids of requests are numbers of the database; whatever else stands in an address of a page names none. */
export function isRequestId(id: string): boolean {
  return /^[1-9]\d{0,17}$/.test(id);
}
