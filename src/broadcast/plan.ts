import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Occurrence } from '../calendar/activity.ts';
import { readAgenda } from '../calendar/read-agenda.ts';
import type { Channel, ChannelName } from '../channel.ts';
import type { Language } from '../languages.ts';
import type { BroadcastRow } from '../store/calendar-tables.ts';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';
import { audienceOf, type Group, readGroups } from './audience.ts';
import { type Composed, composeAgenda, composeCorrection, composeSpecial, type Words } from './compose.ts';

/** How far ahead the weekly message looks. */
const AGENDA_MS = 10 * 86_400_000;
const WINDOW_MS = 24 * 3_600_000;

const specialTexts = z.record(z.string(), z.string());

export interface PlanDependencies {
  readonly sealer: Sealer;
  readonly channels: ReadonlyMap<ChannelName, Pick<Channel, 'limits'>>;
  readonly words: (language: Language) => Words;
  readonly nameOf: (territory: string) => string;
  /** Address of the public agenda, without a slash at the end. */
  readonly publicUrl: string;
}

/** What one group of recipients will get. */
export interface PlannedGroup extends Group {
  /** Null: nothing that they may be told of, or no such channel. */
  readonly composed: Composed | null;
  /** French, for want of their own language. */
  readonly untranslated: boolean;
}

export interface Plan {
  readonly groups: readonly PlannedGroup[];
  /** From when on it is sent. */
  readonly start: Date;
  /** What a correction is about, as it is now. */
  readonly occurrence: Occurrence | undefined;
  /** Names the texts, whom they are for, and when they leave. */
  readonly seen: string;
}

/** Who would get what, were the broadcast released now. */
export async function planBroadcast(
  db: Kysely<Tables>,
  use: PlanDependencies,
  row: BroadcastRow,
  now: Date,
): Promise<Plan> {
  const start = row.send_at > now ? row.send_at : now;
  const agenda = await occurrencesFor(db, row, start);
  const occurrence = row.kind === 'correction' ? agenda[0] : undefined;
  const audience = audienceOf(row, occurrence && digestOf(occurrence));
  const groups = await readGroups(db, audience, new Date(start.getTime() - WINDOW_MS));
  const told: Told = {
    agenda,
    occurrence,
    link: `${use.publicUrl}/agenda/${row.territory ?? ''}`,
    texts: row.message === null ? {} : readTexts(use.sealer, row.message),
  };
  const planned = groups.map((group): PlannedGroup => {
    const untranslated = row.kind === 'special' && told.texts[group.language] === undefined;
    const composed = composeFor({ ...group, language: untranslated ? 'fr' : group.language }, use, row, told);
    return { ...group, composed, untranslated };
  });
  return { groups: planned, start, occurrence, seen: nameOf(row, planned) };
}

interface Told {
  readonly agenda: readonly Occurrence[];
  readonly occurrence: Occurrence | undefined;
  readonly link: string;
  readonly texts: Readonly<Record<string, string>>;
}

function composeFor(
  { language, channel, mothers }: Group,
  use: PlanDependencies,
  row: BroadcastRow,
  { agenda, occurrence, link, texts }: Told,
): Composed | null {
  const limits = use.channels.get(channel)?.limits;
  if (limits === undefined) return null;
  const carrier = { limits, words: use.words(language) };
  if (row.kind === 'correction') return occurrence === undefined ? null : composeCorrection(carrier, occurrence, link);
  if (row.kind === 'weekly') {
    const occurrences = agenda.filter(({ activity }) => mothers || activity.visibility === 'public');
    return composeAgenda(carrier, { territory: use.nameOf(row.territory ?? ''), occurrences, link });
  }
  const text = texts[language] ?? '';
  return text === '' ? null : composeSpecial(carrier, text);
}

async function occurrencesFor(db: Kysely<Tables>, row: BroadcastRow, start: Date): Promise<readonly Occurrence[]> {
  if (row.kind === 'weekly') {
    const to = new Date(start.getTime() + AGENDA_MS);
    const found = await readAgenda(db, {
      from: start,
      to,
      territories: row.territory === null ? [] : [row.territory],
      mothers: true,
    });
    // What has begun when the message arrives is no news.
    return found.filter(({ startsAt }) => startsAt >= start);
  }
  return row.occurrence_id === null ? [] : readOccurrences(db, [row.occurrence_id]);
}

/** Occurrences by id, cancelled ones as well. */
export function readOccurrences(db: Kysely<Tables>, ids: readonly string[]): Promise<readonly Occurrence[]> {
  const [from, to] = [new Date(0), new Date('9999-12-31')];
  return readAgenda(db, { from, to, ids, mothers: true, cancelled: true, limit: Math.max(1, ids.length) });
}

/** What a parent relies on who plans to go: changed, it makes a correction. */
export function digestOf({ state, startsAt, endsAt, wholeDay, activity }: Occurrence): string {
  const { name, address, postcode, town } = activity.place;
  return hashOf([state, startsAt, endsAt, wholeDay, name, address, postcode, town]);
}

/** The texts of a special message by language. */
export function readTexts(sealer: Sealer, message: Buffer): Readonly<Record<string, string>> {
  return specialTexts.parse(JSON.parse(sealer.open(message)));
}

function nameOf(
  { kind, territory, territories, mothers_only, language, send_at }: BroadcastRow,
  groups: readonly PlannedGroup[],
): string {
  const texts = groups.map(({ composed }) => composed?.text ?? '').sort();
  // Only a person's message is ever given another time.
  const leaves = kind === 'special' ? send_at : null;
  return hashOf([territory, territories, mothers_only, language, leaves, texts]);
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);
}
