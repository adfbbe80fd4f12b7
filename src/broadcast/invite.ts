import type { Kysely } from 'kysely';
import type { Say } from '../answering/phrases.ts';
import type { Outgoing } from '../channel.ts';
import { type Language, SOURCE_LANGUAGE } from '../languages.ts';
import { listTemplates, type Template, type TemplatePurpose, templateText } from '../outbox/templates.ts';
import type { BroadcastRow } from '../store/calendar-tables.ts';
import type { Queryable } from '../store/open-store.ts';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';
import type { Claimed } from './claim.ts';

/**
 * WhatsApp takes no free text for who has not written for a day: there an approved text asks whether they want to read. What they
 * would read is kept as an outgoing message that waits, as a reply of a person is, and their next message
 * releases it: once, whatever happens.
 */
export type Invitation = Required<Pick<Outgoing, 'text' | 'template'>>;

/** Longest time that a text is kept, in seconds: until the next week's comes. */
export const KEPT_S = 7 * 86_400;

/** The templates that may ask for each kind, the best first: what has changed is part of the agenda, so that its own asks too. */
const PURPOSES: Readonly<Record<BroadcastRow['kind'], readonly TemplatePurpose[]>> = {
  weekly: ['weekly-agenda'],
  correction: ['news', 'weekly-agenda'],
  special: ['news'],
};

/** What to send instead of a text: an approved template in its language, else in French; undefined: there is none. */
export async function readInvitation(
  db: Kysely<Tables>,
  { kind, language }: Pick<Claimed, 'kind' | 'language'>,
  say: Say,
): Promise<Invitation | undefined> {
  const template = templateFor(kind, language, await listTemplates(db));
  if (template === undefined) return undefined;
  const { purpose, contentSid } = template;
  return { text: templateText(purpose, template.language, say), template: { contentSid, variables: {} } };
}

/** Whether people of a language can be invited to read a broadcast of a kind. */
export async function invitable(
  db: Kysely<Tables>,
  kind: BroadcastRow['kind'],
): Promise<(language: Language) => boolean> {
  const templates = await listTemplates(db);
  return (language) => templateFor(kind, language, templates) !== undefined;
}

function templateFor(
  kind: BroadcastRow['kind'],
  language: Language,
  templates: readonly Template[],
): Template | undefined {
  const approved = templates.filter(({ state }) => state === 'approved');
  const wanted = [language, SOURCE_LANGUAGE].flatMap((own) => PURPOSES[kind].map((purpose) => [own, purpose] as const));
  return wanted
    .map(([own, purpose]) => approved.find((one) => one.language === own && one.purpose === purpose))
    .find((one) => one !== undefined);
}

/** What the id of a send's kept text ends with, after that of the send. */
export const KEPT_ENDING = '-agenda';

/** The kept text of a send. */
export function keptId(send: string): string {
  return send + KEPT_ENDING;
}

/** Keeps the text that an invitation asks about, before it leaves: whoever answers finds it there. */
export async function keepText(
  db: Queryable,
  sealer: Sealer,
  {
    id,
    contact,
    channel,
    recipient,
    keepUntil,
  }: Pick<Claimed, 'id' | 'contact' | 'channel' | 'recipient' | 'keepUntil'>,
  text: string,
): Promise<void> {
  await db.query({
    name: 'keep-broadcast-text',
    text: `insert into outgoing (id, contact_id, channel, kind, recipient, body, state, position, not_after)
      select $1, id, $3, 'notice', $4, $5, 'waiting', 0, $6 from contacts where id = $2
      on conflict (id) do nothing`,
    values: [keptId(id), contact, channel, recipient, sealer.seal(JSON.stringify({ text, buttons: [] })), keepUntil],
  });
}

/**
 * Takes the kept text of an invitation back that did not leave. False when it is no longer to be had: the parent wrote meanwhile
 * and it is theirs, so that it must not be sent again.
 */
export async function dropText(db: Queryable, send: string): Promise<boolean> {
  const { rows } = await db.query<{ taken: boolean }>({
    name: 'drop-broadcast-text',
    text: `with dropped as (delete from outgoing where id = $1 and state = 'waiting' returning id)
      select not exists (select 1 from dropped) and exists (select 1 from outgoing where id = $1) as taken`,
    values: [keptId(send)],
  });
  return rows[0]?.taken !== true;
}
