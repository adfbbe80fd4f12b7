import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { changeAbsences, changeHours, changeLanguage, findStaff, recordChange } from '../handover/staff.ts';
import { allowed, byOf, doneText, sendNotFound, sendPage, sendTooMany, textsFor } from './answers.ts';
import { addressOf } from './attempts.ts';
import type { ConsoleContext } from './context.ts';
import { readAbsences, readHours } from './duty-input.ts';
import { readField } from './forms.ts';
import { type MeOptions, mePage } from './pages/me.ts';
import { setUpPage } from './pages/second-factor.ts';
import { hashPassword, isPassword, problemOf } from './passwords.ts';
import { ME_PATH } from './paths.ts';
import { endSessions, type StoredSession } from './session.ts';

/** One's own account. */
export async function meRoutes(app: FastifyInstance, context: ConsoleContext): Promise<void> {
  const { db, clock, territories, secondFactor, attempts } = context;

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    session: StoredSession,
    wrong: Pick<MeOptions, 'hours' | 'absences' | 'passwordErrors' | 'codeError'> = {},
  ): Promise<FastifyReply> {
    const member = await findStaff(db, session.member.id);
    if (member === null) return sendNotFound(request, reply, session);
    const texts = textsFor(request, session);
    const done = doneText(request, texts);
    const code = Object.keys(wrong).length === 0 ? 200 : 422;
    return sendPage(reply, mePage({ session, texts, member, territories, notice: done, ...wrong }), code);
  }

  app.get('/me', async (request, reply) => {
    const session = await allowed(request, reply, context);
    return session === null ? reply : show(request, reply, session);
  });

  app.post('/me/language', async (request, reply) => {
    const session = await allowed(request, reply, context);
    if (session === null) return reply;
    await changeLanguage(db, session.member.id, readField(request.body, 'language') === 'nl' ? 'nl' : 'fr');
    return reply.redirect(`${ME_PATH}?done=language`, 303);
  });

  app.post('/me/hours', async (request, reply) => {
    const session = await allowed(request, reply, context);
    if (session === null) return reply;
    const { entries, ...hours } = readHours(request.body);
    if (entries === null) return show(request, reply, session, { hours });
    await changeHours(db, session.member.id, entries, byOf(session, clock));
    return reply.redirect(`${ME_PATH}?done=hours`, 303);
  });

  app.post('/me/absences', async (request, reply) => {
    const session = await allowed(request, reply, context);
    if (session === null) return reply;
    const { entries, ...absences } = readAbsences(request.body, clock());
    if (entries === null) return show(request, reply, session, { absences });
    await changeAbsences(db, session.member.id, entries, byOf(session, clock));
    return reply.redirect(`${ME_PATH}?done=absences`, 303);
  });

  app.post('/me/password', async (request, reply) => {
    const session = await allowed(request, reply, context);
    if (session === null) return reply;
    const { me, invitation } = textsFor(request, session);
    const attempt = await attempts.begin('password', session.email, addressOf(request));
    if (!attempt.allowed) return sendTooMany(request, reply, context, attempt.until, session);
    const { id } = session.member;
    const row = await db.selectFrom('staff').select('password_hash').where('id', '=', id).executeTakeFirst();
    if (!(await isPassword(row?.password_hash ?? null, readField(request.body, 'now'))))
      return show(request, reply, session, { passwordErrors: { now: me.passwordWrong } });
    await attempt.succeed();
    const password = readField(request.body, 'password');
    const problem = problemOf(password, readField(request.body, 'again'), session.email);
    if (problem !== null) {
      const which = problem === 'different' ? 'againError' : 'error';
      return show(request, reply, session, { passwordErrors: { [which]: invitation[problem] } });
    }
    const password_hash = await hashPassword(password);
    await db.transaction().execute(async (trx) => {
      await trx.updateTable('staff').set({ password_hash }).where('id', '=', id).execute();
      await endSessions(trx, id, session.hash);
      await recordChange(trx, byOf(session, clock), id, 'password');
    });
    return reply.redirect(`${ME_PATH}?done=password`, 303);
  });

  app.get('/me/second-factor', async (request, reply) => {
    const session = await allowed(request, reply, context);
    if (session === null) return reply;
    const member = await findStaff(db, session.member.id);
    if (member?.hasSecondFactor) return reply.redirect(ME_PATH, 303);
    const offer = await secondFactor.offer(session.member.id, session.email);
    return sendPage(reply, setUpPage({ session, texts: textsFor(request, session), offer }));
  });

  app.post('/me/second-factor', async (request, reply) => {
    const session = await allowed(request, reply, context);
    if (session === null) return reply;
    const { member, email, hash } = session;
    const sealed = readField(request.body, 'offer');
    const result = await secondFactor.confirm(sealed, member.id, readField(request.body, 'code'));
    if (result === 'done') {
      await db.updateTable('staff_sessions').set({ second_factor_passed: true }).where('hash', '=', hash).execute();
      return reply.redirect(`${ME_PATH}?done=second-factor`, 303);
    }
    const texts = textsFor(request, session);
    const again = result === 'wrong' ? await secondFactor.offerAgain(sealed, member.id, email) : null;
    const offer = again ?? (await secondFactor.offer(member.id, email));
    const wrong = again === null ? { stale: texts.secondFactor.stale } : { error: texts.secondFactor.wrong };
    return sendPage(reply, setUpPage({ session, texts, offer, ...wrong }), 422);
  });

  app.post('/me/second-factor/remove', async (request, reply) => {
    const session = await allowed(request, reply, context);
    if (session === null) return reply;
    const { id } = session.member;
    const attempt = await attempts.begin('code', id, addressOf(request));
    if (!attempt.allowed) return sendTooMany(request, reply, context, attempt.until, session);
    const result = await secondFactor.use(id, readField(request.body, 'code'));
    if (result !== 'good')
      return show(request, reply, session, { codeError: textsFor(request, session).secondFactor[result] });
    await attempt.succeed();
    await secondFactor.remove(id, byOf(session, clock));
    return reply.redirect(`${ME_PATH}?done=second-factor-removed`, 303);
  });
}
