import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Temporal } from 'temporal-polyfill';
import { listImports } from '../calendar/imports.ts';
import { readAgenda } from '../calendar/read-agenda.ts';
import { dayOf, startOf } from '../calendar/read-when.ts';
import type { FileFault } from '../calendar/sheet.ts';
import { makeTemplate } from '../calendar/template.ts';
import { activityRoutes } from './activity-routes.ts';
import { allowed, doneText, LEADERS, sendPage } from './answers.ts';
import { calendarTexts } from './calendar-visit.ts';
import type { ConsoleContext } from './context.ts';
import { readField } from './forms.ts';
import { importRoutes } from './import-routes.ts';
import { calendarPage } from './pages/calendar.ts';
import type { StoredSession } from './session.ts';
import type { CalendarTexts } from './texts/fr-calendar.ts';

const MONTH = /^20\d\d-(0[1-9]|1[0-2])$/;
const MONTHS_SHOWN = { before: 3, after: 13 };
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The calendar: the month, imports, and single activities. */
export async function calendarRoutes(app: FastifyInstance, context: ConsoleContext): Promise<void> {
  const { db, clock, territories } = context;

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    session: StoredSession,
    fault?: FileFault | 'no-file',
  ): Promise<FastifyReply> {
    const texts = calendarTexts(session);
    const today = dayOf(clock());
    const asked = readField(request.query, 'month');
    const month = MONTH.test(asked) ? asked : today.toString().slice(0, 7);
    const first = Temporal.PlainDate.from(`${month}-01`);
    const wanted = readField(request.query, 'territory');
    const territory = territories.some(({ id }) => id === wanted) ? wanted : '';
    const occurrences = await readAgenda(db, {
      from: startOf(first),
      to: startOf(first.add({ months: 1 })),
      ...{ mothers: true, cancelled: true },
      ...(territory !== '' && { territories: [territory] }),
    });
    const page = calendarPage({
      ...{ session, texts, territories, month, territory, occurrences },
      months: monthsAround(today, texts),
      imports: await listImports(db),
      notice: doneText(request, texts),
      fileError:
        fault === undefined ? undefined : fault === 'no-file' ? texts.noFile : texts.fileFaults[fault.is](fault),
    });
    return sendPage(reply, page, fault === undefined ? 200 : 422);
  }

  app.get('/calendar', async (request, reply) => {
    const session = await allowed(request, reply, context, LEADERS);
    return session === null ? reply : show(request, reply, session);
  });

  app.get('/calendar/template.xlsx', async (request, reply) => {
    const session = await allowed(request, reply, context, LEADERS);
    if (session === null) return reply;
    reply.type(XLSX).header('content-disposition', 'attachment; filename="agenda.xlsx"');
    return reply.send(Buffer.from(await makeTemplate(territories)));
  });

  await importRoutes(app, context, show);
  await activityRoutes(app, context);
}

function monthsAround(today: Temporal.PlainDate, { locale }: CalendarTexts): (readonly [string, string])[] {
  const first = today.with({ day: 1 }).subtract({ months: MONTHS_SHOWN.before });
  return Array.from({ length: MONTHS_SHOWN.before + MONTHS_SHOWN.after }, (_, index) => {
    const month = first.add({ months: index });
    return [month.toString().slice(0, 7), month.toLocaleString(locale, { month: 'long', year: 'numeric' })] as const;
  });
}
