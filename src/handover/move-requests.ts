import { type Kysely, sql } from 'kysely';
import type { Say } from '../answering/phrases.ts';
import { dateAndTime } from '../answering/render-promise.ts';
import type { Language } from '../languages.ts';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';
import { clockAt } from './brussels-day.ts';
import { type Message, noticeOf, writing } from './desk-messages.ts';
import { type Channels, reachOf, readAddress } from './desk-reach.ts';
import { joinsAnother, lockRequest } from './join-requests.ts';
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
 * was taken and then forgotten for a day goes back to the queue. The parent is told, by day; of a move by night in the morning.
 * Gives how many moved.
 */
export async function moveRequests(dependencies: MovingDependencies): Promise<number> {
  const moved = (await moveTheLate(dependencies)) + (await freeTheForgotten(dependencies));
  if (isDay(dependencies.clock())) await tellOfTheNight(dependencies);
  return moved;
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
        tried = ${[...placement.tried]}, due_at = ${placement.dueAt}, alerted_at = null,
        moved_untold = ${changesHands && !isDay(now)}
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
  for (const { id } of rows) if (await free(id, silentSince, dependencies, now)) freed += 1;
  return freed;
}

/** False when its person has come back meanwhile. */
async function free(id: string, silentSince: Date, dependencies: MovingDependencies, now: Date): Promise<boolean> {
  const notice = await noticeFor(id, dependencies, now, (language, say) => say(language, 'human.silent_day'));
  const forgotten = sql`id = ${id} and state = 'taken' and greatest(taken_at, last_human_at) < ${silentSince}`;
  return dependencies.db.transaction().execute(async (trx) => {
    if (!(await lockRequest(trx, forgotten))) return false;
    if (!(await joinsAnother(trx, id, { closedBy: null, now })))
      await sql`
        update requests set state = 'open', holder = null, holder_as = null, tried = '{}', taken_by = null, due_at = ${now}
        where id = ${id}
      `.execute(trx);
    await sql`
      with freed as (select contact_id from requests where id = ${id}), ${writing(sql`freed`, notice)}
      select * from queued
    `.execute(trx);
    return true;
  });
}

async function tellOfTheNight(dependencies: MovingDependencies): Promise<void> {
  const { db, clock } = dependencies;
  const now = clock();
  const { rows } = await sql<{ id: string; due_at: Date | null }>`
    select id, due_at from requests where moved_untold and state = 'open' limit ${MOST_AT_ONCE}
  `.execute(db);
  for (const { id, due_at: by } of rows) {
    const notice = by !== null && by > now ? await noticeFor(id, dependencies, now, movedTo(by)) : undefined;
    await sql`
      with told as (
        update requests set moved_untold = false where id = ${id} and moved_untold and state = 'open' and due_at is not distinct from ${by}
        returning contact_id
      ), ${writing(sql`told`, notice)}
      select * from queued
    `.execute(db);
  }
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
