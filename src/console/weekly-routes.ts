import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Broadcasts } from '../broadcast/broadcasts.ts';
import { ADMINISTRATORS, allowed, doneText, LEADERS, sendNotFound, sendPage } from './answers.ts';
import type { ConsoleContext } from './context.ts';
import { readField } from './forms.ts';
import { type TypedWeekly, weeklyPage } from './pages/weekly.ts';
import { WEEKLY_PATH } from './paths.ts';
import type { StoredSession } from './session.ts';
import { broadcastTexts } from './texts/texts.ts';

/** When the weekly message leaves: seen by whoever works with messages to many, set by administrators. */
export async function weeklyRoutes(
  app: FastifyInstance,
  context: ConsoleContext,
  { broadcasts }: { readonly broadcasts: Broadcasts },
): Promise<void> {
  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    session: StoredSession,
    wrong?: TypedWeekly,
  ): Promise<FastifyReply> {
    const weekly = await broadcasts.weekly(session.member);
    if (weekly === null) return sendNotFound(request, reply, session);
    const texts = broadcastTexts(session.member.language);
    const notice = doneText(request, texts);
    return sendPage(reply, weeklyPage({ session, texts, weekly, wrong, notice }), wrong === undefined ? 200 : 422);
  }

  app.get('/broadcasts/weekly', async (request, reply) => {
    const session = await allowed(request, reply, context, LEADERS);
    return session === null ? reply : show(request, reply, session);
  });

  app.post('/broadcasts/weekly', async (request, reply) => {
    const session = await allowed(request, reply, context, ADMINISTRATORS);
    if (session === null) return reply;
    const typed = { day: readField(request.body, 'day'), time: readField(request.body, 'time') };
    const [, hour = '', minute = ''] = /^(\d{1,2})[:hH.](\d{2})$/.exec(typed.time.trim()) ?? [];
    const at = { weekday: Number(typed.day), hour: Number(hour || Number.NaN), minute: Number(minute || Number.NaN) };
    const isSet = await broadcasts.setWeekly(session.member, at);
    return isSet ? reply.redirect(`${WEEKLY_PATH}?done=weekly-set`, 303) : show(request, reply, session, typed);
  });
}
