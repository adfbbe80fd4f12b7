import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addByHand, addTimesTo, changeFields, doubtsByHand } from '../calendar/edit-activity.ts';
import { dayOf } from '../calendar/read-when.ts';
import {
  EMPTY_ACTIVITY,
  readActivity,
  readTimes,
  readTitles,
  timesErrors,
  typedDate,
  typedOf,
} from './activity-input.ts';
import { activityTimeRoutes } from './activity-time-routes.ts';
import { aboutActivity, backToActivity, isUnsure, type OfActivity } from './activity-visit.ts';
import { allowed, doneText, LEADERS, sendPage } from './answers.ts';
import { calendarTexts, uuid } from './calendar-visit.ts';
import type { ConsoleContext } from './context.ts';
import { readField } from './forms.ts';
import { type ActivityPageOptions, activityPage } from './pages/activity.ts';
import type { StoredSession } from './session.ts';

/** Activities by hand: added and changed, with their dates. */
export async function activityRoutes(app: FastifyInstance, context: ConsoleContext): Promise<void> {
  const { db, clock, territories, gazetteer } = context;
  const today = (): string => dayOf(clock()).toString();
  const known = () => ({ today: today(), territories, gazetteer: gazetteer() });

  function show(
    request: FastifyRequest,
    reply: FastifyReply,
    session: StoredSession,
    shown: Omit<ActivityPageOptions, 'session' | 'texts' | 'territories' | 'notice'>,
  ): FastifyReply {
    const texts = calendarTexts(session);
    const { errors, doubts, timesError, timesDoubts } = shown;
    const isWrong = [errors, doubts, timesError, timesDoubts].some((one) => one !== undefined);
    const page = activityPage({ session, texts, territories, notice: doneText(request, texts), ...shown });
    return sendPage(reply, page, isWrong ? 422 : 200);
  }

  app.get('/calendar/activities/new', async (request, reply) => {
    const session = await allowed(request, reply, context, LEADERS);
    return session === null
      ? reply
      : show(request, reply, session, {
          ...{ activity: null, formId: randomUUID(), typed: EMPTY_ACTIVITY, titles: {} },
        });
  });

  app.post('/calendar/activities/new', async (request, reply) => {
    const session = await allowed(request, reply, context, LEADERS);
    if (session === null) return reply;
    const { typed, fields, errors } = readActivity(request.body, known());
    const read = readTimes(request.body, today());
    const wrong = 'fault' in read ? { ...errors, ...timesErrors(read.fault) } : errors;
    const titles = readTitles(request.body);
    const formId = uuid.safeParse(readField(request.body, 'id')).data ?? randomUUID();
    const shown = { activity: null, formId, typed, titles };
    if (fields === null || 'fault' in read) return show(request, reply, session, { ...shown, errors: wrong });
    const doubts = [...read.doubts, ...(await doubtsByHand(db, { fields, times: read.times }, clock(), formId))];
    if (isUnsure(request.body, doubts)) return show(request, reply, session, { ...shown, doubts });
    return backToActivity(reply, await addByHand(db, { fields, titles, times: read.times }, clock(), formId), 'saved');
  });

  app.get<OfActivity>(
    '/calendar/activities/:id',
    aboutActivity(context, (request, reply, session, activity) =>
      show(request, reply, session, { activity, typed: typedOf(activity.fields), titles: activity.titles }),
    ),
  );

  app.post<OfActivity>(
    '/calendar/activities/:id',
    aboutActivity(context, async (request, reply, session, activity) => {
      const { typed, fields, errors } = readActivity(request.body, known());
      const titles = readTitles(request.body);
      if (fields === null) return show(request, reply, session, { activity, typed, titles, errors });
      await changeFields(db, activity.id, { fields, titles }, clock());
      return backToActivity(reply, activity.id, 'saved');
    }),
  );

  app.post<OfActivity>(
    '/calendar/activities/:id/times',
    aboutActivity(context, async (request, reply, session, activity) => {
      const read = readTimes(request.body, today());
      const typed = { ...typedOf(activity.fields), ...typedDate(request.body) };
      const shown = { activity, typed, titles: activity.titles };
      if ('fault' in read) return show(request, reply, session, { ...shown, timesError: read.fault });
      const { fields } = activity;
      const doubts = [...read.doubts, ...(await doubtsByHand(db, { fields, times: read.times }, clock(), activity.id))];
      if (isUnsure(request.body, doubts)) return show(request, reply, session, { ...shown, timesDoubts: doubts });
      await addTimesTo(db, activity.id, read.times, clock());
      return backToActivity(reply, activity.id, 'added');
    }),
  );

  await activityTimeRoutes(app, context);
}
