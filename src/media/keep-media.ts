import { randomUUID } from 'node:crypto';
import type { ChannelName, Media } from '../channel.ts';
import type { Queryable } from '../store/open-store.ts';
import type { Sealer } from '../store/sealer.ts';

/** With the queue's growing pauses half an hour: longer, and the parent has asked elsewhere. */
const FETCH_TRIES = 8;

/** A message with files, and whose it is. */
export interface SentMedia {
  readonly contact: string;
  readonly event: string;
  readonly channel: ChannelName;
  readonly media: readonly Media[];
}

/** Notes the files of a message and queues their fetching. To be called inside the turn's transaction. */
export async function keepMedia(db: Queryable, sealer: Sealer, sent: SentMedia): Promise<void> {
  const files = filesOf(sent.media);
  if (files.length === 0) return;
  await db.query(
    `with noted as (
      insert into media (id, contact_id, event_id, channel, position, kind, reference)
      select file.id, $1, $2, $3, file.position, file.kind, file.reference
      from unnest($4::text[], $5::int[], $6::text[], $7::bytea[]) as file (id, position, kind, reference)
      on conflict (event_id, position) do nothing
      returning id
    )
    select graphile_worker.add_job('fetch-media', json_build_object('media', id), job_key := 'fetch-media:' || id,
      max_attempts := ${FETCH_TRIES}) from noted`,
    [
      sent.contact,
      sent.event,
      sent.channel,
      files.map(() => randomUUID()),
      files.map(({ position }) => position),
      files.map(({ kind }) => kind),
      files.map(({ reference }) => sealer.seal(reference)),
    ],
  );
}

/** What can be fetched of a message, each with its place in it. */
export function filesOf(media: readonly Media[]): { kind: Media['kind']; position: number; reference: string }[] {
  return media.flatMap(({ kind, reference }, position) =>
    reference === undefined ? [] : [{ kind, position, reference }],
  );
}
