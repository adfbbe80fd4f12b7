import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Doubt, isGrave } from '../calendar/draft.ts';
import { findActivity } from '../calendar/edit-activity.ts';
import type { KnownActivity } from '../calendar/known.ts';
import { allowed, LEADERS, sendNotFound } from './answers.ts';
import { uuid } from './calendar-visit.ts';
import type { ConsoleContext } from './context.ts';
import { readField } from './forms.ts';
import { CALENDAR_PATH } from './paths.ts';
import type { StoredSession } from './session.ts';

/** What the routes of one activity share. */

export interface OfActivity {
  Params: { id: string; time: string };
}

type Answer = (
  request: FastifyRequest<OfActivity>,
  reply: FastifyReply,
  session: StoredSession,
  activity: KnownActivity,
) => FastifyReply | Promise<FastifyReply>;

/** A page or form about one activity, for those who may. */
export function aboutActivity(context: ConsoleContext, answer: Answer) {
  return async (request: FastifyRequest<OfActivity>, reply: FastifyReply): Promise<FastifyReply> => {
    const session = await allowed(request, reply, context, LEADERS);
    if (session === null) return reply;
    const { id } = request.params;
    const activity = uuid.safeParse(id).success ? await findActivity(context.db, id) : null;
    return activity === null ? sendNotFound(request, reply, session) : answer(request, reply, session, activity);
  };
}

export function backToActivity(reply: FastifyReply, id: string, done: string): FastifyReply {
  return reply.redirect(`${CALENDAR_PATH}/activities/${id}?done=${done}`, 303);
}

/** Who types a date is there to be asked, also about what a file may say. */
const TO_CONFIRM: readonly Doubt[] = ['double-booking', 'guessed-end', 'exception-unread', 'cut'];

/** Whether somebody has to say first that it is meant so. */
export function isUnsure(body: unknown, doubts: readonly Doubt[]): boolean {
  const isDoubtful = isGrave(doubts) || TO_CONFIRM.some((doubt) => doubts.includes(doubt));
  return isDoubtful && readField(body, 'sure') === '';
}
