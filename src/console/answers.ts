import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Member } from '../handover/desk.ts';
import type { By } from '../handover/staff.ts';
import type { ConsoleContext } from './context.ts';
import { readField } from './forms.ts';
import { messagePage } from './layout.ts';
import { INBOX_PATH } from './paths.ts';
import { isCsrfGood, type Session, type StoredSession } from './session.ts';
import type { AccountTexts } from './texts/fr-account.ts';
import { accountTexts, browserLanguage } from './texts/texts.ts';

/** Texts in the language of who is signed in, or of the browser. */
export function textsFor(request: FastifyRequest, session: Session | null): AccountTexts {
  return accountTexts(session?.member.language ?? browserLanguage(request));
}

export function sendPage(reply: FastifyReply, page: string, code = 200): FastifyReply {
  return reply.code(code).type('text/html; charset=utf-8').send(page);
}

/** Who is signed in, now: for what is written in the audit. */
export function byOf({ member }: Session, clock: () => Date): By {
  return { member, at: clock() };
}

/** What was just done, when one comes back from a form: `?done=` with the name of its text. */
export function doneText(
  { query }: FastifyRequest,
  { done }: { readonly done: Readonly<Record<string, string>> },
): string | undefined {
  const name = readField(query, 'done');
  return Object.hasOwn(done, name) ? done[name] : undefined;
}

/** A page for what went wrong: what it is, and what to do. */
export function sendMessage(
  request: FastifyRequest,
  reply: FastifyReply,
  code: number,
  say: (texts: AccountTexts) => readonly [title: string, ...lines: string[]],
  session: Session | null = null,
): FastifyReply {
  const texts = textsFor(request, session);
  const [title, ...lines] = say(texts);
  const link = session === null ? undefined : { path: INBOX_PATH, label: texts.errors.goOn };
  return sendPage(reply, messagePage({ session, texts, title, lines, ...(link && { link }) }), code);
}

export function sendBadForm(request: FastifyRequest, reply: FastifyReply, session: Session | null): FastifyReply {
  return sendMessage(request, reply, 403, ({ errors }) => [errors.badForm, errors.badFormHelp], session);
}

export function sendNotFound(request: FastifyRequest, reply: FastifyReply, session: Session | null): FastifyReply {
  return sendMessage(request, reply, 404, ({ errors }) => [errors.notFound, errors.notFoundHelp], session);
}

/** Too many failed tries: says from when on one may try again. */
export function sendTooMany(
  request: FastifyRequest,
  reply: FastifyReply,
  { clock }: Pick<ConsoleContext, 'clock'>,
  until: Date,
  session: Session | null = null,
): FastifyReply {
  reply.header('retry-after', Math.max(1, Math.ceil((until.getTime() - clock().getTime()) / 1000)));
  const say = ({ errors, locale }: AccountTexts) =>
    [errors.tooMany, errors.tooManyUntil(timeOf(until, locale)), errors.tooManyHelp] as const;
  return sendMessage(request, reply, 429, say, session);
}

/** Roles that pages are kept for. */
export const LEADERS = ['coordinator', 'administrator'] as const;
export const ADMINISTRATORS = ['administrator'] as const;

/** The signed-in member of a request who has one of these roles; of a form, only when it is ours. Null: it is answered. */
export async function allowed(
  request: FastifyRequest,
  reply: FastifyReply,
  { sessions }: Pick<ConsoleContext, 'sessions'>,
  roles?: readonly Member['role'][],
): Promise<StoredSession | null> {
  const session = await sessions.require(request, reply);
  if (session === null) return null;
  if (request.method === 'POST' && !isCsrfGood(session, request)) {
    sendBadForm(request, reply, session);
    return null;
  }
  if (roles === undefined || roles.includes(session.member.role)) return session;
  sendMessage(request, reply, 403, ({ errors }) => [errors.notYours, errors.notYoursHelp], session);
  return null;
}

/** The minute on the clock of Brussels that is not before this instant. */
function timeOf(instant: Date, locale: string): string {
  const minute = new Date(Math.ceil(instant.getTime() / 60_000) * 60_000);
  return new Intl.DateTimeFormat(locale, { timeZone: 'Europe/Brussels', hour: '2-digit', minute: '2-digit' }).format(
    minute,
  );
}
