import type { FastifyInstance } from 'fastify';
import { changeTime, doubtsByHand, setCancelled } from '../calendar/edit-activity.ts';
import type { KnownActivity, KnownTime } from '../calendar/known.ts';
import { dayOf } from '../calendar/read-when.ts';
import { readTime, typedTime } from './activity-time-input.ts';
import { aboutActivity, backToActivity, isUnsure, type OfActivity } from './activity-visit.ts';
import { sendNotFound, sendPage } from './answers.ts';
import { calendarTexts, uuid } from './calendar-visit.ts';
import type { ConsoleContext } from './context.ts';
import { activityTimePage } from './pages/activity-time.ts';

/** One date of an activity: changed, cancelled, kept after all. */
export async function activityTimeRoutes(app: FastifyInstance, context: ConsoleContext): Promise<void> {
  const { db, clock } = context;

  app.get<OfActivity>(
    '/calendar/activities/:id/times/:time',
    aboutActivity(context, (request, reply, session, activity) => {
      const time = timeOf(activity, request.params.time);
      if (time === undefined) return sendNotFound(request, reply, session);
      const typed = typedTime(time, activity.fields.place);
      return sendPage(reply, activityTimePage({ session, texts: calendarTexts(session), activity, time, typed }));
    }),
  );

  app.post<OfActivity>(
    '/calendar/activities/:id/times/:time',
    aboutActivity(context, async (request, reply, session, activity) => {
      const time = timeOf(activity, request.params.time);
      if (time === undefined) return sendNotFound(request, reply, session);
      const { typed, place, read } = readTime(request.body, time, activity.fields.place, dayOf(clock()).toString());
      const page = { session, texts: calendarTexts(session), activity, time, typed };
      if ('fault' in read) return sendPage(reply, activityTimePage({ ...page, error: read.fault }), 422);
      const fields = { ...activity.fields, place: place ?? activity.fields.place };
      const moved = { fields, times: [{ ...read.time, cancelled: time.cancelled }] };
      const doubts = [...read.doubts, ...(await doubtsByHand(db, moved, clock(), activity.id))];
      if (isUnsure(request.body, doubts)) return sendPage(reply, activityTimePage({ ...page, doubts }), 422);
      const one = { activity: activity.id, time: time.id, to: read.time, place };
      const result = await changeTime(db, one, clock());
      if (result === 'gone') return sendNotFound(request, reply, session);
      if (result === 'taken') return sendPage(reply, activityTimePage({ ...page, error: 'taken' }), 422);
      return backToActivity(reply, activity.id, 'moved');
    }),
  );

  for (const [name, cancelled] of [
    ['cancel', true],
    ['restore', false],
  ] as const)
    app.post<OfActivity>(
      `/calendar/activities/:id/times/:time/${name}`,
      aboutActivity(context, async (request, reply, session, activity) => {
        const { time } = request.params;
        const isDone =
          uuid.safeParse(time).success && (await setCancelled(db, { activity: activity.id, time, cancelled }, clock()));
        if (!isDone) return sendNotFound(request, reply, session);
        return backToActivity(reply, activity.id, cancelled ? 'cancelled' : 'restored');
      }),
    );
}

function timeOf({ times }: KnownActivity, id: string): KnownTime | undefined {
  return times.find((time) => time.id === id);
}
