import { sql } from 'kysely';
import { rightToLeft } from '../answering/render.ts';
import { isRightToLeft } from '../languages.ts';
import { recording } from './audit.ts';
import { type Desk, LONGEST_REPLY, type Member, type ReplyOptions, type ReplyResult } from './desk.ts';
import { messageOf, writing } from './desk-messages.ts';
import { type Reach, reachOf, readAddress } from './desk-reach.ts';
import { isRequestId, takenBy } from './desk-sight.ts';
import type { DeskDependencies } from './open-desk.ts';

/** Control characters but tab and line end: providers refuse them, and nobody sees them. */
const UNSEEN = /[^\P{Cc}\t\n]/gu;

/** A text as it came from a form, as it is sent. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(UNSEEN, '').trim();
}

/** The part of the desk that writes to the parent. */
export function deskReply(dependencies: DeskDependencies): Pick<Desk, 'reply'> {
  const { db, clock, channels } = dependencies;
  return {
    async reply(member, id, replyId, text, options = {}) {
      const words = cleanText(text);
      if (words === '') return 'empty';
      if (words.length > LONGEST_REPLY) return 'too-long';
      if (!(await isTakenBy(dependencies, member, id))) return wasSent(dependencies, member, replyId);
      const address = await readAddress(db, id);
      const reach = address && reachOf(address, channels, clock());
      // A repeat of what has left is no refusal, even when the window has closed since.
      if (reach === undefined || reach.leave === 'never') {
        const refusal = reach === undefined ? 'window-closed' : 'reply-only';
        return (await wasSent(dependencies, member, replyId)) === 'again' ? 'again' : refusal;
      }
      const said = await inWords(words, member, reach, options, dependencies);
      const sent = await send(dependencies, member, id, replyId, said, reach);
      return sent ? 'sent' : wasSent(dependencies, member, replyId);
    },
  };
}

export async function isTakenBy({ db }: DeskDependencies, member: Member, id: string): Promise<boolean> {
  if (!isRequestId(id)) return false;
  const { rows } = await sql`select 1 from requests where id = ${id} and ${takenBy(member)}`.execute(db);
  return rows.length > 0;
}

/**
 * What is sent: the text, below a line that says in which language it is where that is not the parent's, and below its translation
 * where there is one.
 */
export async function inWords(
  text: string,
  member: Member,
  { language }: Reach,
  { inTheirLanguage = false, writtenIn = member.language }: ReplyOptions,
  { say, translator }: DeskDependencies,
): Promise<string> {
  const inTheirs = (words: string) => (isRightToLeft(language) ? rightToLeft(words) : words);
  if (inTheirLanguage) return inTheirs(text);
  if (language === writtenIn) return text;
  const isFrench = writtenIn === 'fr';
  const original = `${say(language, isFrench ? 'human.in_french' : 'human.in_dutch')}\n${text}`;
  const translation = await translator.translate(text, writtenIn, language);
  return 'text' in translation ? `${inTheirs(translation.text)}\n${original}` : original;
}

/** Into the outbox, once, and only while the request is still this member's: one statement. */
async function send(
  { db, clock, sealer }: DeskDependencies,
  member: Member,
  id: string,
  replyId: string,
  text: string,
  reach: Reach,
): Promise<boolean> {
  const now = clock();
  const { rows } = await sql<{ jobs: number }>`
    with held as (
      select requests.id, requests.contact_id from requests
      where id = ${id} and ${takenBy(member)}
      for update
    ), ${writing(sql`held`, messageOf(replyId, text, member.id, reach, sealer))}, answered as (
      update requests set last_human_at = ${now}
      where id = ${id} and exists (select 1 from written)
      returning id
    ), ${recording(sql`answered`, { at: now, member, action: 'answered' })}
    select jobs from queued
  `.execute(db);
  return (rows[0]?.jobs ?? 0) > 0;
}

export async function wasSent({ db }: DeskDependencies, member: Member, replyId: string): Promise<ReplyResult> {
  const { rows } = await sql`select 1 from outgoing where id = ${replyId} and staff_id = ${member.id}`.execute(db);
  return rows.length > 0 ? 'again' : 'not-yours';
}
