import { type Kysely, sql } from 'kysely';
import type { MessageEvent } from '../channel.ts';
import { readStoredEvent } from '../inbox/stored-event.ts';
import { isLanguage } from '../languages.ts';
import type { Logger } from '../observe/logger.ts';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';
import type { SpeechToText } from './speech-to-text.ts';

/** As for what parents write: before anything that is sent of our own accord. */
const INBOUND_PRIORITY = -10;

export interface HearingDependencies {
  readonly db: Kysely<Tables>;
  readonly sealer: Sealer;
  readonly speech: SpeechToText;
  readonly logger: Logger;
}

interface NoteRow {
  readonly mime: string;
  readonly bytes: Buffer;
  readonly language: string | null;
  readonly body: Buffer | null;
}

/** Writes out a voice note, once: beside it for whoever answers, and as a message that the machine reads as if it were written. */
export async function hearMedia(id: string, { db, sealer, speech, logger }: HearingDependencies): Promise<void> {
  const { rows } = await sql<NoteRow>`
    select media.mime, media.bytes, contacts.language, events.body from media
      join contacts on contacts.id = media.contact_id join events on events.id = media.event_id
    where media.id = ${id} and media.state = 'kept' and media.transcript is null
  `.execute(db);
  const [row] = rows;
  // Erased or heard meanwhile.
  if (row === undefined || row.body === null) return;
  const language = row.language !== null && isLanguage(row.language) ? row.language : undefined;
  const heard = await speech.transcribe(sealer.openBytes(row.bytes), row.mime, language);
  if (!heard.ok) {
    logger.info({ kind: 'speech', code: heard.error }, 'a voice note was not written out');
    return;
  }
  const event = readStoredEvent(sealer.open(row.body));
  if (event.kind !== 'message') return;
  await writeDown(db, sealer, id, heard.text, event);
}

/** In one statement, so that what was heard is read once and nothing comes back of whoever was erased meanwhile. */
async function writeDown(db: Kysely<Tables>, sealer: Sealer, id: string, text: string, said: MessageEvent) {
  const { messageId: _, ...rest } = said;
  const event: MessageEvent = { ...rest, id: `heard:${id}`, text, media: [], heardIn: id };
  await sql`
    with heard as (
      update media set transcript = ${sealer.seal(text)} where id = ${id} and transcript is null
      returning contact_id, channel, event_id
    ), spoken as (
      insert into events (channel, provider_id, contact_id, body, happened_at)
      select heard.channel, ${event.id}, heard.contact_id, ${sealer.seal(JSON.stringify(event))}, events.happened_at
      from heard join events on events.id = heard.event_id
      on conflict (channel, provider_id) do nothing
      returning contact_id
    )
    select graphile_worker.add_job('inbound', json_build_object('contact', contact_id),
      job_key := 'inbound:' || contact_id, priority := ${INBOUND_PRIORITY}, max_attempts := 12) from spoken
  `.execute(db);
}
