import { type Kysely, sql } from 'kysely';
import { type Channel, type ChannelName, canFetch, type FetchError, type FetchLimits } from '../channel.ts';
import type { Logger } from '../observe/logger.ts';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';
import { fileKindOf } from './file-kind.ts';

/** What WhatsApp takes at most, and what every server of ours can hold in memory. */
const FETCH_LIMITS: FetchLimits = { mostBytes: 16 * 1024 * 1024, timeoutMs: 20_000 };

export interface MediaDependencies {
  readonly db: Kysely<Tables>;
  readonly sealer: Sealer;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  readonly logger: Logger;
  /** Voice notes are written out as well. */
  readonly hears: boolean;
}

/**
 * Fetches a file that a parent sent, once. One that cannot be had is noted as gone; a provider that is away makes this throw, so that
 * the queue tries again.
 *
 * @param isLastTry then a provider that is away is the end of it as well
 */
export async function fetchMedia(id: string, isLastTry: boolean, dependencies: MediaDependencies): Promise<void> {
  const { db, sealer, channels, logger } = dependencies;
  const row = await db
    .selectFrom('media')
    .select(['channel', 'reference', 'kind'])
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  // Erased or fetched meanwhile.
  if (row === undefined || row.reference === null) return;
  const channel = channels.get(row.channel);
  const answer =
    channel !== undefined && canFetch(channel)
      ? await channel.fetchMedia(sealer.open(row.reference), FETCH_LIMITS)
      : { ok: false as const, error: { kind: 'gone', code: 'no-channel' } satisfies FetchError };
  if (answer.ok) return keep(id, answer.bytes, row.kind === 'voice', dependencies);
  const { kind, code } = answer.error;
  logger.warn({ channel: row.channel, kind, code }, 'a file was not fetched');
  if (kind === 'unreachable' && !isLastTry) throw new UnfetchedError(code);
  await db.updateTable('media').set({ state: 'gone', reference: null }).where('id', '=', id).execute();
}

/** The file is still to be had: the queue tries again. */
class UnfetchedError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`not fetched: ${code}`);
    this.code = code;
  }
}

/** Writing out takes all cores: one note after the other. */
async function keep(id: string, bytes: Uint8Array, isVoice: boolean, { db, sealer, hears }: MediaDependencies) {
  const { mime, shown } = fileKindOf(bytes);
  const isHeard = hears && isVoice && shown === 'audio';
  await sql`
    with kept as (
      update media set state = 'kept', mime = ${mime}, size = ${bytes.length}, bytes = ${sealer.sealBytes(bytes)},
        reference = null
      where id = ${id} and state = 'waiting'
      returning id
    )
    select graphile_worker.add_job('hear-media', json_build_object('media', id), job_key := 'hear-media:' || id,
      queue_name := 'hear-media', max_attempts := 3) from kept where ${isHeard}
  `.execute(db);
}
