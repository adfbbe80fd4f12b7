import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { record } from '../handover/audit.ts';
import type { Member } from '../handover/desk.ts';
import type { Tables } from '../store/tables.ts';
import { readField } from './forms.ts';
import { hereOf, SECOND_FACTOR_PATH, SIGN_IN_PATH, withNext } from './paths.ts';

/** A person of the network who is signed in, and what each of their forms carries to prove that it is ours. */
export interface Session {
  readonly member: Member;
  readonly csrf: string;
  /** True for whoever may see or do much and has no second factor yet. */
  readonly lacksSecondFactor?: boolean;
}

/** The signed-in member of a request; sends the redirect to the sign-in page and gives null when there is none. */
export type RequireSession = (request: FastifyRequest, reply: FastifyReply) => Promise<Session | null>;

/** A session as it is kept. */
export interface StoredSession extends Session {
  readonly hash: Buffer;
  readonly email: string;
  /** The password was right, the one-time code is still to come. */
  readonly waitsForCode: boolean;
}

const SESSION_COOKIE = 'papote_session';
const IDLE_MS = 12 * 3_600_000;
const LONGEST_MS = 7 * 24 * 3_600_000;
/** Between the password and the one-time code. */
const CODE_MS = 10 * 60_000;
/** `seen_at` is written at most so often. */
const SEEN_EVERY_MS = 60_000;
const TOKEN = /^[\w-]{43}$/;

export interface SessionOptions {
  readonly db: Kysely<Tables>;
  readonly clock: () => Date;
  /** True where the console is reached by https: the cookie then goes nowhere else. */
  readonly secureCookies: boolean;
}

export interface Sessions {
  readonly require: (...sent: Parameters<RequireSession>) => Promise<StoredSession | null>;
  /** The session of a request, also one that waits for its code; null when there is none or its time is over. */
  read(request: FastifyRequest): Promise<StoredSession | null>;
  /** Begins a session under a new token and ends the one this browser had. */
  start(
    request: FastifyRequest,
    reply: FastifyReply,
    staff: string,
    code: 'none' | 'to-come' | 'passed',
  ): Promise<void>;
  end(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

/** Is the hidden field `csrf` of the form the one of this session? */
export function isCsrfGood(session: Session, request: FastifyRequest): boolean {
  return isSameSecret(readField(request.body, 'csrf'), session.csrf);
}

/** Compares without telling by its time how much was right. */
export function isSameSecret(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

/** 32 random bytes, for links and cookies. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a token: who reads the database can use none. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Ends every session of a member but one. */
export async function endSessions(db: Kysely<Tables>, staff: string, but?: Buffer): Promise<void> {
  let query = db.deleteFrom('staff_sessions').where('staff_id', '=', staff);
  if (but !== undefined) query = query.where('hash', '!=', but);
  await query.execute();
}

/** Sessions in the database, known by a cookie: 12 hours without use end one, 7 days end it in any case. */
export function createSessions({ db, clock, secureCookies }: SessionOptions): Sessions {
  const cookie = { path: '/console', httpOnly: true, sameSite: 'lax', secure: secureCookies } as const;

  async function read(request: FastifyRequest): Promise<StoredSession | null> {
    const token = tokenOf(request);
    if (token === undefined) return null;
    const now = clock();
    const hash = hashToken(token);
    const row = await db
      .selectFrom('staff_sessions')
      .innerJoin('staff', 'staff.id', 'staff_sessions.staff_id')
      .selectAll('staff')
      .select(['csrf', 'second_factor_passed', 'seen_at'])
      .where('hash', '=', hash)
      .where('expires_at', '>', now)
      .where('seen_at', '>', new Date(now.getTime() - IDLE_MS))
      .where('staff.active', '=', true)
      .executeTakeFirst();
    if (row === undefined) return null;
    if (isUse(request) && now.getTime() - row.seen_at.getTime() > SEEN_EVERY_MS)
      await db.updateTable('staff_sessions').set({ seen_at: now }).where('hash', '=', hash).execute();
    const { id, name, role, language, territories, deputy_of, centre } = row;
    const hasSecondFactor = row.second_factor !== null;
    return {
      member: { id, name, role, language, territories: [...new Set([...territories, ...deputy_of])], centre },
      csrf: row.csrf,
      hash,
      email: row.email,
      lacksSecondFactor: role !== 'tpr' && !hasSecondFactor,
      waitsForCode: hasSecondFactor && !row.second_factor_passed,
    };
  }

  async function forget(request: FastifyRequest): Promise<void> {
    const token = tokenOf(request);
    if (token !== undefined) await db.deleteFrom('staff_sessions').where('hash', '=', hashToken(token)).execute();
  }

  return {
    read,

    async require(request, reply) {
      const session = await read(request);
      if (session !== null && !session.waitsForCode) return session;
      const path = withNext(session === null ? SIGN_IN_PATH : SECOND_FACTOR_PATH, hereOf(request));
      // What htmx asks for is a part of a page: the page itself goes to the sign-in.
      if (isByHtmx(request)) reply.code(401).header('hx-redirect', path).send();
      else reply.redirect(path, 303);
      return null;
    },

    async start(request, reply, staff, code) {
      const now = clock();
      await forget(request);
      await dropEnded(db, now);
      const token = newToken();
      await db.transaction().execute(async (trx) => {
        await trx
          .insertInto('staff_sessions')
          .values({
            hash: hashToken(token),
            staff_id: staff,
            csrf: newToken(),
            second_factor_passed: code === 'passed',
            created_at: now,
            seen_at: now,
            expires_at: new Date(now.getTime() + (code === 'to-come' ? CODE_MS : LONGEST_MS)),
          })
          .execute();
        if (code !== 'to-come') await record(trx, { at: now, member: { id: staff }, action: 'signed-in' });
      });
      reply.setCookie(SESSION_COOKIE, token, { ...cookie, maxAge: LONGEST_MS / 1000 });
    },

    async end(request, reply) {
      await forget(request);
      reply.clearCookie(SESSION_COOKIE, cookie);
    },
  };
}

async function dropEnded(db: Kysely<Tables>, now: Date): Promise<void> {
  await db
    .deleteFrom('staff_sessions')
    .where((over) => over.or([over('expires_at', '<=', now), over('seen_at', '<=', new Date(now.getTime() - IDLE_MS))]))
    .execute();
}

function tokenOf(request: FastifyRequest): string | undefined {
  const token = request.cookies[SESSION_COOKIE];
  return token !== undefined && TOKEN.test(token) ? token : undefined;
}

function isByHtmx(request: FastifyRequest): boolean {
  return request.headers['hx-request'] === 'true';
}

/** A page that fetches its counts by itself on an empty desk does not keep the session alive. */
function isUse(request: FastifyRequest): boolean {
  return request.method !== 'GET' || !isByHtmx(request);
}
