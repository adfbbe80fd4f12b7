import { sql } from 'kysely';
import type { LivePapote } from './live-papote.ts';

/**
 * All that the database holds, as text with everything sealed opened: tables, jobs of the queue, and hashes in hex. What a
 * thief of database and key would read.
 */
export async function wholeDatabase({ papote: { store, sealer } }: LivePapote): Promise<string> {
  const tables = await sql<{ name: string }>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
  `.execute(store.db);
  const rows: string[] = [];
  for (const { name } of tables.rows) {
    const found = await sql<{ row: string }>`select row_to_json(t)::text as row from ${sql.raw(name)} t`.execute(
      store.db,
    );
    rows.push(...found.rows.map(({ row }) => `${name} ${row}`));
  }
  const opened = (sealed: Buffer): string => {
    try {
      return sealer.open(sealed);
    } catch {
      return '';
    }
  };
  return rows
    .map((row) => {
      const hex = [...row.matchAll(/\\\\x([0-9a-f]+)/g)].map(([, found = '']) => opened(Buffer.from(found, 'hex')));
      const base64 = [...row.matchAll(/"([\w+/=]{40,})"/g)].map(([, found = '']) =>
        opened(Buffer.from(found, 'base64')),
      );
      return [row, ...hex, ...base64].join(' ');
    })
    .join('\n');
}
