import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { allowed, doneText, sendPage, sendTooMany } from './answers.ts';
import { addressOf } from './attempts.ts';
import type { ConsoleContext } from './context.ts';
import { readField, readLine } from './forms.ts';
import { type AlertsPageOptions, alertsPage } from './pages/alerts.ts';
import { ALERTS_PATH } from './paths.ts';
import type { StoredSession } from './session.ts';
import { alertTexts } from './texts/texts.ts';

/** How one hears of a new request: e-mail, Telegram or SMS. */
export async function alertRoutes(app: FastifyInstance, context: ConsoleContext): Promise<void> {
  const { reach, attempts } = context;

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    session: StoredSession,
    besides: Omit<AlertsPageOptions, 'session' | 'ways' | 'state' | 'notice'> = {},
  ): Promise<FastifyReply> {
    const notice = doneText(request, alertTexts(session.member.language));
    const state = await reach.read(session.member.id);
    const isWrong = Object.keys(besides).some((key) => key.endsWith('Error'));
    return sendPage(reply, alertsPage({ session, ways: reach.ways, state, notice, ...besides }), isWrong ? 422 : 200);
  }

  /** A form of one's own: done once it is proved to be ours. */
  function post(
    path: string,
    act: (request: FastifyRequest, reply: FastifyReply, session: StoredSession) => Promise<FastifyReply>,
  ): void {
    app.post(`/me/alerts${path}`, async (request, reply) => {
      const session = await allowed(request, reply, context);
      return session === null ? reply : act(request, reply, session);
    });
  }

  const back = (reply: FastifyReply, done: string): FastifyReply => reply.redirect(`${ALERTS_PATH}?done=${done}`, 303);

  app.get('/me/alerts', async (request, reply) => {
    const session = await allowed(request, reply, context);
    return session === null ? reply : show(request, reply, session);
  });

  post('/way', async (request, reply, session) => {
    if (await reach.choose(session.member.id, readField(request.body, 'by'))) return back(reply, 'way');
    return show(request, reply, session, { wayError: alertTexts(session.member.language).notChosen });
  });

  post('/relays', async (request, reply, session) => {
    await reach.setRelays(session.member.id, readField(request.body, 'relays') === '1');
    return back(reply, 'relays');
  });

  post('/telegram/code', async (request, reply, session) =>
    show(request, reply, session, { chatCode: await reach.newChatCode(session.member.id) }),
  );

  post('/telegram/unlink', async (_request, reply, session) => {
    await reach.unlink(session.member.id, 'telegram');
    return back(reply, 'unlinked');
  });

  post('/sms', async (request, reply, session) => {
    const { id, language } = session.member;
    // Every code costs an SMS to a number that may be anybody's: each asking counts, right or not.
    const attempt = await attempts.begin('code', `sms to ${id}`, addressOf(request));
    if (!attempt.allowed) return sendTooMany(request, reply, context, attempt.until, session);
    const result = await reach.sendNumberCode(id, language, readLine(request.body, 'number'));
    if (result === 'sent') return back(reply, 'sms-code');
    const { badNumber, notSent } = alertTexts(language).sms;
    return show(request, reply, session, { numberError: result === 'bad-number' ? badNumber : notSent });
  });

  post('/sms/confirm', async (request, reply, session) => {
    const { id, language } = session.member;
    const result = await reach.useNumberCode(id, readLine(request.body, 'code'));
    if (result === 'done') return back(reply, 'sms');
    return show(request, reply, session, { codeError: alertTexts(language).sms[result] });
  });

  post('/sms/remove', async (_request, reply, session) => {
    await reach.unlink(session.member.id, 'sms');
    return back(reply, 'sms-removed');
  });
}
