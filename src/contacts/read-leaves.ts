import type { Queryable } from '../store/open-store.ts';
import { type DiscretionRow, discretionOf, type Leave, mayWriteTo } from './may-write-to.ts';

/** When contacts may be written to of our own accord; those who wish nothing are not in it: at any time. */
export async function readLeaves(
  db: Queryable,
  contacts: readonly { readonly contact: string; readonly lastInboundAt: Date | null }[],
  now: Date,
): Promise<ReadonlyMap<string, Leave>> {
  const { rows } = await db.query<DiscretionRow & { id: string }>({
    name: 'read-leaves',
    text: `select id, safe_from, safe_to, reply_only from contacts
      where id = any($1::text[]) and (reply_only or safe_from is not null)`,
    values: [contacts.map(({ contact }) => contact)],
  });
  const wrote = new Map(contacts.map(({ contact, lastInboundAt }) => [contact, lastInboundAt]));
  return new Map(rows.map((row) => [row.id, mayWriteTo(discretionOf(row), now, wrote.get(row.id) ?? null)]));
}
