import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Media } from '../channel.ts';
import { conversationState } from '../conversation/state.ts';
import { readStoredEvent } from '../inbox/stored-event.ts';
import type { Sealer } from '../store/sealer.ts';
import type { OutgoingRow, Tables } from '../store/tables.ts';
import type { ThreadMessage } from './desk.ts';
import { type FilesOfEvents, readFiles } from './desk-media.ts';

/** As long as texts are kept. */
const THREAD_DAYS = 30;

const sealedText = z.object({ text: z.string() });

/** Of which conversation to read what. */
export interface ThreadOf {
  readonly contact: string;
  readonly now: Date;
  /** When the request was closed: what the parent asked the machine after that is nobody's business. */
  readonly closedAt: Date | null;
}

/** What was said, by whoever, oldest first, in the order in which it came through here. */
export async function readThread(db: Kysely<Tables>, sealer: Sealer, of: ThreadOf): Promise<ThreadMessage[]> {
  const [said, sent] = await Promise.all([readEvents(db, sealer, of), readOutgoing(db, sealer, of)]);
  // Both come from one clock, the database's; a question stands before an answer of the same instant.
  const all = [...said, ...sent].sort((one, other) => one.order.getTime() - other.order.getTime());
  return all.map(({ message }) => message);
}

interface Ordered {
  readonly order: Date;
  readonly message: ThreadMessage;
}

function since(now: Date): Date {
  return new Date(now.getTime() - THREAD_DAYS * 86_400_000);
}

async function readEvents(
  db: Kysely<Tables>,
  sealer: Sealer,
  { contact, now, closedAt }: ThreadOf,
): Promise<Ordered[]> {
  const asked = sql<{ id: string; body: Buffer | null; happened_at: Date; received_at: Date }>`
    select id, body, happened_at, received_at from events
    where contact_id = ${contact} and received_at > ${since(now)}
      and (${closedAt}::timestamptz is null or received_at <= ${closedAt})
    order by received_at, happened_at, id
  `.execute(db);
  const [{ rows }, files] = await Promise.all([asked, readFiles(db, sealer, contact)]);
  return rows.flatMap(({ id, body, happened_at: at, received_at: order }) => {
    const base = { id: `event-${id}`, from: 'parent', author: null, at, state: null, error: null } as const;
    if (body === null) return [{ order, message: { ...base, text: null, media: [] } }];
    const event = readStoredEvent(sealer.open(body));
    if (event.kind !== 'message' && event.kind !== 'button') return [];
    // What was heard stands beside what was said.
    if (event.kind === 'message' && event.heardIn !== undefined) return [];
    const media = event.kind === 'message' ? mediaOf(event.media, files.get(id)) : [];
    return [{ order, message: { ...base, text: event.text === '' ? null : event.text, media } }];
  });
}

function mediaOf(media: readonly Media[], files: ReturnType<FilesOfEvents['get']>): ThreadMessage['media'] {
  return media.map(({ kind }, position) => ({ kind, file: files?.get(position) ?? null }));
}

type SentRow = Pick<
  OutgoingRow,
  'id' | 'kind' | 'body' | 'state' | 'error' | 'created_at' | 'not_before' | 'sending_at' | 'while_away'
> & {
  readonly author: string | null;
};

async function readOutgoing(
  db: Kysely<Tables>,
  sealer: Sealer,
  { contact, now, closedAt }: ThreadOf,
): Promise<Ordered[]> {
  const { rows } = await sql<SentRow>`
    select outgoing.id, kind, body, state, error, not_before, sending_at, while_away, outgoing.created_at,
      staff.name as author
    from outgoing left join staff on staff.id = outgoing.staff_id
    where contact_id = ${contact} and outgoing.created_at > ${since(now)}
      and (${closedAt}::timestamptz is null
        -- The notice of the end is written as it is closed.
        or outgoing.created_at <= ${closedAt}::timestamptz + case kind when 'notice' then interval '1 minute' else interval '0' end)
    order by outgoing.created_at, position, outgoing.id
  `.execute(db);
  return rows.map(
    ({ id, kind, body, state, error, not_before: notBefore, sending_at, while_away, created_at, author }) => ({
      order: created_at,
      message: {
        id,
        from: kind === 'human' || kind === 'notice' ? kind : 'machine',
        author,
        text: body === null ? null : sealedText.parse(JSON.parse(sealer.open(body))).text,
        media: [],
        at: while_away ? (sending_at ?? created_at) : created_at,
        state,
        ...(while_away && { whileAway: true as const }),
        ...(state === 'planned' && notBefore !== null && { notBefore }),
        error,
      },
    }),
  );
}

/** Topics that the machine answered or offered last, newest first. */
export async function readTopics(db: Kysely<Tables>, sealer: Sealer, contact: string): Promise<string[]> {
  const row = await db.selectFrom('conversations').select('state').where('contact_id', '=', contact).executeTakeFirst();
  const state = row && conversationState.safeParse(JSON.parse(sealer.open(row.state))).data;
  if (state === undefined) return [];
  const { lastTopic, waiting } = state;
  const offered = waiting?.for === 'choice' ? waiting.topics : [];
  const more = waiting?.for === 'more' ? [waiting.topic, waiting.also] : [];
  return [...new Set([lastTopic, ...more, ...offered])].filter((topic) => typeof topic === 'string');
}
