import type { Kysely } from 'kysely';
import type { Say } from '../answering/phrases.ts';
import type { Outgoing } from '../channel.ts';
import { type Language, SOURCE_LANGUAGE } from '../languages.ts';
import { approvedTemplate, listTemplates, templateText } from '../outbox/templates.ts';
import type { Queryable } from '../store/open-store.ts';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';
import type { Claimed } from './claim.ts';

/**
 * WhatsApp takes no free text from who has not written for a day: there an approved text asks whether they want the week's
 * agenda. The agenda itself is kept as an outgoing message that waits, as a reply of a person is, and their next message
 * releases it: once, whatever happens.
 */
export type Invitation = Required<Pick<Outgoing, 'text' | 'template'>>;

/** Until the next week's comes. */
const KEPT_MS = 7 * 86_400_000;

/** What to send instead of an agenda in a language: its approved template, else the French one; undefined: there is none. */
export async function readInvitation(
  db: Kysely<Tables>,
  language: Language,
  say: Say,
): Promise<Invitation | undefined> {
  const template = await approvedTemplate(db, 'weekly-agenda', language);
  if (template === undefined) return undefined;
  const { contentSid } = template;
  return { text: templateText('weekly-agenda', template.language, say), template: { contentSid, variables: {} } };
}

/** Whether people of a language can be invited. */
export async function invitable(db: Kysely<Tables>): Promise<(language: Language) => boolean> {
  const approved = (await listTemplates(db)).filter(
    ({ purpose, state }) => purpose === 'weekly-agenda' && state === 'approved',
  );
  const languages = new Set(approved.map(({ language }) => language));
  return (language) => languages.has(language) || languages.has(SOURCE_LANGUAGE);
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
  { id, contact, channel, recipient }: Pick<Claimed, 'id' | 'contact' | 'channel' | 'recipient'>,
  text: string,
  now: Date,
): Promise<void> {
  await db.query({
    name: 'keep-broadcast-text',
    text: `insert into outgoing (id, contact_id, channel, kind, recipient, body, state, position, not_after)
      select $1, id, $3, 'notice', $4, $5, 'waiting', 0, $6 from contacts where id = $2
      on conflict (id) do nothing`,
    values: [
      keptId(id),
      contact,
      channel,
      recipient,
      sealer.seal(JSON.stringify({ text, buttons: [] })),
      new Date(now.getTime() + KEPT_MS),
    ],
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
