import { type Kysely, sql } from 'kysely';
import type { Say } from '../answering/phrases.ts';
import { dateAndTime } from '../answering/render-promise.ts';
import type { Language } from '../languages.ts';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';
import { clockAt } from './brussels-day.ts';
import { type Message, noticeOf, writing } from './desk-messages.ts';
import { type Channels, reachOf, readAddress } from './desk-reach.ts';
import { moveOn, type OpenRequest, type Placement, SILENT_MS } from './promise.ts';
import type { Roster } from './roster.ts';

export interface MovingDependencies {
  readonly db: Kysely<Tables>;
  readonly sealer: Sealer;
  readonly say: Say;
  readonly channels: Channels;
  readonly roster: () => Roster;
  readonly clock: () => Date;
}

/** Nobody is written to at night; on the clock of Brussels. */
const DAY = { from: '08:00', to: '21:00' } as const;
/** A notice that comes later than this only confuses. */
const NOTICE_KEEPS_MS = 3_600_000;
const MOST_AT_ONCE = 500;

/**
 * Looks after the requests that nobody answers, each minute: one whose time has passed goes to the next in the chain, one that
 * was taken and then forgotten for a day goes back to the queue. The parent is told, by day. Gives how many moved.
 */
export async function moveRequests(dependencies: MovingDependencies): Promise<number> {
  return (await moveTheLate(dependencies)) + (await freeTheForgotten(dependencies));
}

interface OpenRow {
  id: string;
  territory: string | null;
  priority: OpenRequest['priority'];
  created_at: Date;
  holder: string | null;
  holder_as: NonNullable<Placement['holder']>['as'] | null;
  tried: string[];
  due_at: Date | null;
}

async function moveTheLate(dependencies: MovingDependencies): Promise<number> {
  const { db, roster, clock } = dependencies;
  const now = clock();
  const { rows } = await sql<OpenRow>`
    select id, territory, priority, created_at, holder, holder_as, tried, due_at from requests where state = 'open'
    order by due_at nulls first limit ${MOST_AT_ONCE}
  `.execute(db);
  let moved = 0;
  for (const row of rows) {
    const request = {
      territory: row.territory,
      priority: row.priority,
      createdAt: row.created_at,
      holder: row.holder === null ? null : { worker: row.holder, as: row.holder_as ?? 'centre' },
      tried: row.tried,
      dueAt: row.due_at ?? now,
    };
    const placement = moveOn(request, roster(), now);
    if (placement === 'stay') continue;
    if (await move(row, placement, dependencies, now)) moved += 1;
  }
  return moved;
}

/** False when somebody took or moved it meanwhile. */
async function move(
  { id, holder }: OpenRow,
  placement: Placement,
  dependencies: MovingDependencies,
  now: Date,
): Promise<boolean> {
  const changesHands = placement.holder !== null && placement.holder.worker !== holder;
  const by = placement.promise?.by;
  const notice = changesHands && by !== undefined ? await noticeFor(id, dependencies, now, movedTo(by)) : undefined;
  const { rows } = await sql<{ id: string }>`
    with moved as (
      update requests set holder = ${placement.holder?.worker ?? null}, holder_as = ${placement.holder?.as ?? null},
        tried = ${[...placement.tried]}, due_at = ${placement.dueAt}, alerted_at = null
      where id = ${id} and state = 'open' and holder is not distinct from ${holder}
      returning id, contact_id
    ), ${writing(sql`moved`, notice)}
    select moved.id from moved, queued
  `.execute(dependencies.db);
  return rows.length > 0;
}

async function freeTheForgotten(dependencies: MovingDependencies): Promise<number> {
  const { db, clock } = dependencies;
  const now = clock();
  // By night nobody could be told that the machine is back.
  if (!isDay(now)) return 0;
  const silentSince = new Date(now.getTime() - SILENT_MS);
  const { rows } = await sql<{ id: string }>`
    select id from requests where state = 'taken' and greatest(taken_at, last_human_at) < ${silentSince} limit ${MOST_AT_ONCE}
  `.execute(db);
  let freed = 0;
  for (const { id } of rows) {
    const notice = await noticeFor(id, dependencies, now, (language, say) => say(language, 'human.silent_day'));
    const { rows: done } = await sql<{ id: string }>`
      with freed as (
        update requests set state = 'open', holder = null, holder_as = null, tried = '{}', taken_by = null, due_at = ${now}
        where id = ${id} and state = 'taken' and greatest(taken_at, last_human_at) < ${silentSince}
          and not exists (
            select 1 from requests other where other.contact_id = requests.contact_id and other.state = 'open')
        returning id, contact_id
      ), ${writing(sql`freed`, notice)}
      select freed.id from freed, queued
    `.execute(db);
    freed += done.length;
  }
  return freed;
}

type Words = (language: Language, say: Say) => string;

function movedTo(by: Date): Words {
  return (language, say) => say(language, 'human.moved', { when: dateAndTime(by.getTime(), language) });
}

/** What the parent of a request is told now; undefined by night and where nothing can arrive. */
async function noticeFor(
  request: string,
  { db, channels, sealer, say }: MovingDependencies,
  now: Date,
  words: Words,
): Promise<Message | undefined> {
  if (!isDay(now)) return undefined;
  const row = await readAddress(db, request);
  const reach = row && reachOf(row, channels, now);
  if (reach === undefined) return undefined;
  return noticeOf(words(reach.language, say), reach, sealer, new Date(now.getTime() + NOTICE_KEEPS_MS));
}

function isDay(now: Date): boolean {
  const clock = clockAt(now.getTime());
  return clock >= DAY.from && clock < DAY.to;
}
