import { type Kysely, sql } from 'kysely';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';
import { recording } from './audit.ts';
import { type Desk, LONGEST_REPLY, type Note } from './desk.ts';
import { cleanText } from './desk-reply.ts';
import { isRequestId, visibleTo } from './desk-sight.ts';

/** The part of the desk for what colleagues tell each other and no parent ever reads. */
export function deskNotes(db: Kysely<Tables>, sealer: Sealer, clock: () => Date): Pick<Desk, 'note'> {
  return {
    async note(member, id, noteId, text) {
      const words = cleanText(text);
      if (!isRequestId(id) || words === '' || words.length > LONGEST_REPLY) return false;
      const now = clock();
      const { rows } = await sql`
        with seen as (
          select id from requests where id = ${id} and ${visibleTo(member)}
        ), written as (
          insert into notes (id, request_id, staff_id, body, created_at)
          select ${noteId}, seen.id, ${member.id}, ${sealer.seal(words)}, ${now} from seen
          on conflict (id) do nothing
          returning request_id as id
        ), ${recording(sql`written`, { at: now, member, action: 'noted' })}
        select 1 from seen
      `.execute(db);
      return rows.length > 0;
    },
  };
}

/** Notes of a request, oldest first. */
export async function readNotes(db: Kysely<Tables>, sealer: Sealer, request: string): Promise<Note[]> {
  const { rows } = await sql<{ id: string; author: string | null; body: Buffer; at: Date }>`
    select notes.id, staff.name as author, notes.body, notes.created_at as at
    from notes left join staff on staff.id = notes.staff_id
    where notes.request_id = ${request}
    order by notes.created_at, notes.id
  `.execute(db);
  return rows.map(({ id, author, body, at }) => ({ id, author, text: sealer.open(body), at }));
}
