import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { fileKindNamed } from '../media/file-kind.ts';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';
import { record } from './audit.ts';
import type { Desk, ThreadFile } from './desk.ts';
import { isRequestId, visibleTo } from './desk-sight.ts';
import type { DeskDependencies } from './open-desk.ts';

/** The files of a contact, by event and by their place in its message. */
export type FilesOfEvents = ReadonlyMap<string, ReadonlyMap<number, ThreadFile>>;

const uuid = z.uuid();

interface FileRow {
  readonly id: string;
  readonly event_id: string;
  readonly position: number;
  readonly state: ThreadFile['state'];
  readonly mime: string | null;
  readonly transcript: Buffer | null;
}

/** What is known of a contact's files, without the files. */
export async function readFiles(db: Kysely<Tables>, sealer: Sealer, contact: string): Promise<FilesOfEvents> {
  const { rows } = await sql<FileRow>`
    select id, event_id, position, state, mime, transcript from media where contact_id = ${contact}
  `.execute(db);
  const files = new Map<string, Map<number, ThreadFile>>();
  for (const { id, event_id, position, state, mime, transcript } of rows) {
    const ofEvent = files.get(event_id) ?? new Map<number, ThreadFile>();
    const { shown } = fileKindNamed(mime ?? '');
    ofEvent.set(position, { id, state, shown, transcript: transcript && sealer.open(transcript) });
    files.set(event_id, ofEvent);
  }
  return files;
}

/** The part of the desk that opens files. */
export function deskMedia({ db, sealer, clock }: DeskDependencies): Pick<Desk, 'media'> {
  return {
    async media(member, id, media) {
      if (!isRequestId(id) || !uuid.safeParse(media).success) return null;
      const { rows } = await sql<{ mime: string; bytes: Buffer }>`
        select media.mime, media.bytes from media
          join requests on requests.contact_id = media.contact_id
          join events on events.id = media.event_id
        where requests.id = ${id} and media.id = ${media} and media.state = 'kept' and ${visibleTo(member)}
          -- What the parent sends the machine after the end is nobody's business.
          and (requests.state <> 'closed' or events.received_at <= requests.closed_at)
      `.execute(db);
      const row = rows[0];
      if (row === undefined) return null;
      await record(db, { at: clock(), member, action: 'opened-media', request: id });
      return { ...fileKindNamed(row.mime), bytes: sealer.openBytes(row.bytes) };
    },
  };
}
