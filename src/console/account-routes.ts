import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { record } from '../handover/audit.ts';
import { allowed, sendBadForm, sendPage, sendTooMany, textsFor } from './answers.ts';
import { addressOf, networkOf } from './attempts.ts';
import type { ConsoleContext } from './context.ts';
import { isProofGood, proofFor } from './form-proof.ts';
import { readField, readLine } from './forms.ts';
import { acceptInvitation, findInvitation } from './invitations.ts';
import { badInvitationPage, invitationPage } from './pages/accept-invitation.ts';
import { codePage } from './pages/second-factor.ts';
import { signInPage } from './pages/sign-in.ts';
import { hashPassword, isPassword, problemOf } from './passwords.ts';
import { SECOND_FACTOR_PATH, SIGN_IN_PATH, safeNext, withNext } from './paths.ts';
import { endSessions, isCsrfGood } from './session.ts';
import { accountTexts } from './texts/texts.ts';

/** Forms that anybody may post: so many a minute from one address. A flood ends before the database. */
const ANYBODY = {
  config: {
    rateLimit: {
      max: 60,
      timeWindow: 60_000,
      keyGenerator: (request: FastifyRequest) => networkOf(addressOf(request)),
    },
  },
};

const NOTICES = ['accepted', 'signedOut', 'signedOutEverywhere'] as const;

/** Signing in and out, the one-time code, invitations. */
export async function accountRoutes(app: FastifyInstance, context: ConsoleContext): Promise<void> {
  app.get('/sign-in', async (request, reply) => {
    const next = safeNext(readField(request.query, 'next'));
    const session = await context.sessions.read(request);
    if (session !== null) return reply.redirect(session.waitsForCode ? withNext(SECOND_FACTOR_PATH, next) : next, 303);
    const texts = textsFor(request, null);
    const done = NOTICES.find((one) => one === readField(request.query, 'done'));
    const csrf = proofFor(request, reply, context);
    return sendPage(reply, signInPage({ texts, csrf, next, notice: done && texts.signIn[done] }));
  });

  app.post('/sign-in', ANYBODY, (request, reply) => signIn(request, reply, context));

  app.get('/second-factor', async (request, reply) => {
    const next = safeNext(readField(request.query, 'next'));
    const session = await context.sessions.read(request);
    if (session === null) return reply.redirect(withNext(SIGN_IN_PATH, next), 303);
    if (!session.waitsForCode) return reply.redirect(next, 303);
    return sendPage(reply, codePage({ texts: textsFor(request, session), csrf: session.csrf, next }));
  });

  app.post('/second-factor', ANYBODY, (request, reply) => passCode(request, reply, context));

  app.post('/sign-out', async (request, reply) => {
    const session = await context.sessions.read(request);
    if (session !== null && !isCsrfGood(session, request)) return sendBadForm(request, reply, session);
    await context.sessions.end(request, reply);
    return reply.redirect(`${SIGN_IN_PATH}?done=signedOut`, 303);
  });

  app.post('/sign-out-everywhere', async (request, reply) => {
    const session = await allowed(request, reply, context);
    if (session === null) return reply;
    await endSessions(context.db, session.member.id);
    await context.sessions.end(request, reply);
    return reply.redirect(`${SIGN_IN_PATH}?done=signedOutEverywhere`, 303);
  });

  app.get<{ Params: { token: string } }>('/invitation/:token', async (request, reply) => {
    const found = await findInvitation(context.db, request.params.token, context.clock());
    if (found.state !== 'good') return sendPage(reply, badInvitationPage(textsFor(request, null), found.state), 410);
    const csrf = proofFor(request, reply, context);
    const { token } = request.params;
    return sendPage(reply, invitationPage({ ...found, texts: accountTexts(found.language), csrf, token }));
  });

  app.post<{ Params: { token: string } }>('/invitation/:token', ANYBODY, (request, reply) =>
    choosePassword(request, reply, request.params.token, context),
  );
}

/** An unknown account, one that is switched off and a wrong password get the same answer after the same time. */
async function signIn(request: FastifyRequest, reply: FastifyReply, context: ConsoleContext): Promise<FastifyReply> {
  const { db, sessions, attempts, logger, clock } = context;
  if (!isProofGood(request, context)) return sendBadForm(request, reply, null);
  const email = readLine(request.body, 'email').toLowerCase();
  const next = safeNext(readField(request.body, 'next'));
  const attempt = await attempts.begin('password', email, addressOf(request));
  if (!attempt.allowed) {
    logger.warn({ kind: 'console', code: 'too-many-tries' }, 'sign-in refused');
    return sendTooMany(request, reply, context, attempt.until);
  }
  const account = await db
    .selectFrom('staff')
    .select(['id', 'password_hash', 'second_factor'])
    .where('email', '=', email)
    .where('active', '=', true)
    .executeTakeFirst();
  const right = await isPassword(account?.password_hash ?? null, readField(request.body, 'password'));
  if (account === undefined || !right) {
    logger.warn({ kind: 'console', code: 'wrong-password' }, 'sign-in refused');
    await record(db, { at: clock(), member: account ?? null, action: 'sign-in-failed', detail: { what: 'password' } });
    const texts = textsFor(request, null);
    const csrf = proofFor(request, reply, context);
    return sendPage(reply, signInPage({ texts, csrf, next, email, error: texts.signIn.wrong }), 401);
  }
  await attempt.succeed();
  const needsCode = account.second_factor !== null;
  await sessions.start(request, reply, account.id, needsCode ? 'to-come' : 'none');
  return reply.redirect(needsCode ? withNext(SECOND_FACTOR_PATH, next) : next, 303);
}

async function passCode(request: FastifyRequest, reply: FastifyReply, context: ConsoleContext): Promise<FastifyReply> {
  const { db, clock, sessions, attempts, secondFactor } = context;
  const next = safeNext(readField(request.body, 'next'));
  const session = await sessions.read(request);
  if (session === null) return reply.redirect(withNext(SIGN_IN_PATH, next), 303);
  if (!session.waitsForCode) return reply.redirect(next, 303);
  const texts = textsFor(request, session);
  if (!isCsrfGood(session, request)) return sendBadForm(request, reply, null);
  const attempt = await attempts.begin('code', session.member.id, addressOf(request));
  if (!attempt.allowed) return sendTooMany(request, reply, context, attempt.until);
  const result = await secondFactor.use(session.member.id, readField(request.body, 'code'));
  if (result !== 'good') {
    await record(db, { at: clock(), member: session.member, action: 'sign-in-failed', detail: { what: 'code' } });
    return sendPage(reply, codePage({ texts, csrf: session.csrf, next, error: texts.secondFactor[result] }), 401);
  }
  await attempt.succeed();
  await sessions.start(request, reply, session.member.id, 'passed');
  return reply.redirect(next, 303);
}

async function choosePassword(
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  context: ConsoleContext,
): Promise<FastifyReply> {
  const { db, clock, attempts } = context;
  if (!isProofGood(request, context)) return sendBadForm(request, reply, null);
  const found = await findInvitation(db, token, clock());
  if (found.state !== 'good') return sendPage(reply, badInvitationPage(textsFor(request, null), found.state), 410);
  const texts = accountTexts(found.language);
  const password = readField(request.body, 'password');
  const problem = problemOf(password, readField(request.body, 'again'), found.email);
  if (problem !== null) {
    const csrf = proofFor(request, reply, context);
    const error = { [problem === 'different' ? 'againError' : 'error']: texts.invitation[problem] };
    return sendPage(reply, invitationPage({ ...found, ...error, texts, csrf, token }), 422);
  }
  const accepted = await acceptInvitation(db, token, await hashPassword(password), clock());
  if (!accepted) return sendPage(reply, badInvitationPage(texts, 'used'), 410);
  await attempts.forget('password', found.email);
  return reply.redirect(`${SIGN_IN_PATH}?done=accepted`, 303);
}
