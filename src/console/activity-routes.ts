import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Doubt, isGrave } from '../calendar/draft.ts';
import {
  addByHand,
  addTimesTo,
  changeFields,
  doubtsByHand,
  findActivity,
  setCancelled,
} from '../calendar/edit-activity.ts';
import type { KnownActivity } from '../calendar/known.ts';
import { dayOf } from '../calendar/read-when.ts';
import { EMPTY_ACTIVITY, readActivity, readTimes, typedOf } from './activity-input.ts';
import { allowed, doneText, LEADERS, sendNotFound, sendPage } from './answers.ts';
import { calendarTexts, uuid } from './calendar-visit.ts';
import type { ConsoleContext } from './context.ts';
import { readField } from './forms.ts';
import { type ActivityPageOptions, activityPage } from './pages/activity.ts';
import { CALENDAR_PATH } from './paths.ts';
import type { StoredSession } from './session.ts';

interface OfActivity {
  Params: { id: string; time: string };
}

/** Activities by hand: added, changed, their dates cancelled. */
export async function activityRoutes(app: FastifyInstance, context: ConsoleContext): Promise<void> {
  const { db, clock, territories, gazetteer } = context;
  const today = (): string => dayOf(clock()).toString();
  const known = () => ({ today: today(), territories, gazetteer: gazetteer() });

  function show(
    request: FastifyRequest,
    reply: FastifyReply,
    session: StoredSession,
    shown: Pick<ActivityPageOptions, 'activity' | 'typed' | 'errors' | 'doubts' | 'timesError'>,
  ): FastifyReply {
    const texts = calendarTexts(session);
    const isWrong = shown.errors !== undefined || shown.doubts !== undefined || shown.timesError !== undefined;
    const page = activityPage({ session, texts, territories, notice: doneText(request, texts), ...shown });
    return sendPage(reply, page, isWrong ? 422 : 200);
  }

  /** A page or form about one activity, for those who may. */
  function about(
    answer: (
      request: FastifyRequest<OfActivity>,
      reply: FastifyReply,
      session: StoredSession,
      activity: KnownActivity,
    ) => FastifyReply | Promise<FastifyReply>,
  ) {
    return async (request: FastifyRequest<OfActivity>, reply: FastifyReply): Promise<FastifyReply> => {
      const session = await allowed(request, reply, context, LEADERS);
      if (session === null) return reply;
      const { id } = request.params;
      const activity = uuid.safeParse(id).success ? await findActivity(db, id) : null;
      return activity === null ? sendNotFound(request, reply, session) : answer(request, reply, session, activity);
    };
  }

  const back = (reply: FastifyReply, id: string, done: string): FastifyReply =>
    reply.redirect(`${CALENDAR_PATH}/activities/${id}?done=${done}`, 303);
  const unsure = (body: unknown, doubts: readonly Doubt[]): boolean =>
    (isGrave(doubts) || doubts.includes('double-booking')) && readField(body, 'sure') === '';

  app.get('/calendar/activities/new', async (request, reply) => {
    const session = await allowed(request, reply, context, LEADERS);
    return session === null ? reply : show(request, reply, session, { activity: null, typed: EMPTY_ACTIVITY });
  });

  app.post('/calendar/activities/new', async (request, reply) => {
    const session = await allowed(request, reply, context, LEADERS);
    if (session === null) return reply;
    const { typed, fields, errors } = readActivity(request.body, known());
    const read = readTimes(request.body, today());
    const wrong = 'fault' in read ? { ...errors, date: read.fault } : errors;
    if (fields === null || 'fault' in read)
      return show(request, reply, session, { activity: null, typed, errors: wrong });
    const doubts = [...read.doubts, ...(await doubtsByHand(db, { fields, times: read.times }, clock()))];
    if (unsure(request.body, doubts)) return show(request, reply, session, { activity: null, typed, doubts });
    return back(reply, await addByHand(db, { fields, times: read.times }, clock()), 'saved');
  });

  app.get<OfActivity>(
    '/calendar/activities/:id',
    about((request, reply, session, activity) =>
      show(request, reply, session, { activity, typed: typedOf(activity.fields) }),
    ),
  );

  app.post<OfActivity>(
    '/calendar/activities/:id',
    about(async (request, reply, session, activity) => {
      const { typed, fields, errors } = readActivity(request.body, known());
      if (fields === null) return show(request, reply, session, { activity, typed, errors });
      await changeFields(db, activity.id, fields, clock());
      return back(reply, activity.id, 'saved');
    }),
  );

  app.post<OfActivity>(
    '/calendar/activities/:id/times',
    about(async (request, reply, session, activity) => {
      const read = readTimes(request.body, today());
      const typed = typedOf(activity.fields);
      if ('fault' in read) return show(request, reply, session, { activity, typed, timesError: read.fault });
      await addTimesTo(db, activity.id, read.times, clock());
      return back(reply, activity.id, 'added');
    }),
  );

  for (const [name, cancelled] of [
    ['cancel', true],
    ['restore', false],
  ] as const)
    app.post<OfActivity>(
      `/calendar/activities/:id/times/:time/${name}`,
      about(async (request, reply, session, activity) => {
        const { time } = request.params;
        const isDone =
          uuid.safeParse(time).success && (await setCancelled(db, { activity: activity.id, time, cancelled }, clock()));
        if (!isDone) return sendNotFound(request, reply, session);
        return back(reply, activity.id, cancelled ? 'cancelled' : 'restored');
      }),
    );
}
