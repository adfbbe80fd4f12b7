import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { confirmImport, findImport, prepareImport, previewImport } from '../calendar/imports.ts';
import { readInThread } from '../calendar/read-in-thread.ts';
import { dayOf } from '../calendar/read-when.ts';
import { type FileFault, FileFaultError, MOST_BYTES } from '../calendar/sheet.ts';
import { undoImport } from '../calendar/undo-import.ts';
import { allowed, doneText, LEADERS, sendNotFound, sendPage } from './answers.ts';
import { calendarTexts, uuid } from './calendar-visit.ts';
import type { ConsoleContext } from './context.ts';
import { readField, readFields } from './forms.ts';
import { importPage } from './pages/calendar-import.ts';
import { CALENDAR_PATH } from './paths.ts';
import type { StoredSession } from './session.ts';

/** Shows the calendar's page again, with why a file was not read. */
type ShowAgain = (
  request: FastifyRequest,
  reply: FastifyReply,
  session: StoredSession,
  fault: FileFault | 'no-file',
) => Promise<FastifyReply>;

interface OfImport {
  Params: { id: string };
}

const LONGEST_NAME = 120;
/** What is too large up to here is told in words of its own; of a file itself no more is kept than is read. */
const MOST_SENT = 100 * 1024 * 1024;

/** Files of activities: brought, looked at, confirmed, taken back. */
export async function importRoutes(app: FastifyInstance, context: ConsoleContext, showAgain: ShowAgain): Promise<void> {
  const { db, clock, territories, gazetteer } = context;
  await app.register(multipart, {
    throwFileSizeLimit: false,
    limits: { fileSize: MOST_BYTES, files: 1, fields: 10, fieldSize: 1_000 },
  });

  async function show(
    request: FastifyRequest<OfImport>,
    reply: FastifyReply,
    session: StoredSession,
    alert?: string,
  ): Promise<FastifyReply> {
    const { id } = request.params;
    const found = uuid.safeParse(id).success ? await findImport(db, id) : null;
    if (found === null) return sendNotFound(request, reply, session);
    const texts = calendarTexts(session);
    const plan = await previewImport(db, id, clock());
    const page = importPage({
      session,
      texts,
      territories,
      import: found,
      plan,
      notice: doneText(request, texts),
      alert,
    });
    return sendPage(reply, page, alert === undefined ? 200 : 409);
  }

  app.get<OfImport>('/calendar/imports/:id', async (request, reply) => {
    const session = await allowed(request, reply, context, LEADERS);
    return session === null ? reply : show(request, reply, session);
  });

  app.post('/calendar/imports', { bodyLimit: MOST_SENT }, async (request, reply) => {
    // Nobody's file is taken in before it is known who brings it.
    if ((await context.sessions.require(request, reply)) === null) return reply;
    const { file, fault, fields } = await readUpload(request);
    request.body = fields;
    const session = await allowed(request, reply, context, LEADERS);
    if (session === null) return reply;
    if (fault !== undefined) return showAgain(request, reply, session, fault);
    if (file === undefined) return showAgain(request, reply, session, 'no-file');
    const territory = readField(fields, 'territory');
    const now = clock();
    try {
      const read = await readInThread({
        ...file,
        territory: territories.some(({ id }) => id === territory) ? territory : null,
        today: dayOf(now).toString(),
        gazetteer: gazetteer(),
        territories,
      });
      const id = await prepareImport(db, { read, fileName: file.name, staff: session.member.id, now });
      return reply.redirect(`${CALENDAR_PATH}/imports/${id}`, 303);
    } catch (error) {
      if (error instanceof FileFaultError) return showAgain(request, reply, session, error.fault);
      throw error;
    }
  });

  app.post<OfImport>('/calendar/imports/:id/confirm', async (request, reply) => {
    const session = await allowed(request, reply, context, LEADERS);
    if (session === null) return reply;
    const { id } = request.params;
    if (!uuid.safeParse(id).success) return sendNotFound(request, reply, session);
    const decision = {
      fingerprint: readField(request.body, 'fingerprint'),
      take: new Set(readFields(request.body, 'take').map(Number)),
      cancel: new Set(readFields(request.body, 'cancel')),
    };
    const result = await confirmImport(db, id, decision, clock());
    if (result.is === 'outdated') return show(request, reply, session, calendarTexts(session).outdated);
    // Sent twice: it is in the calendar already, which its page tells.
    return reply.redirect(`${CALENDAR_PATH}/imports/${id}${result.is === 'done' ? '?done=confirmed' : ''}`, 303);
  });

  app.post<OfImport>('/calendar/imports/:id/undo', async (request, reply) => {
    const session = await allowed(request, reply, context, LEADERS);
    if (session === null) return reply;
    const { id } = request.params;
    if (!uuid.safeParse(id).success) return sendNotFound(request, reply, session);
    const result = await undoImport(db, id, clock());
    if (result.is === 'built-on')
      return show(request, reply, session, calendarTexts(session).builtOn(result.titles.join(', ')));
    return reply.redirect(`${CALENDAR_PATH}/imports/${id}${result.is === 'done' ? '?done=undone' : ''}`, 303);
  });
}

interface Upload {
  readonly fields: Readonly<Record<string, string>>;
  readonly file?: { readonly name: string; readonly bytes: Uint8Array };
  readonly fault?: FileFault;
}

/** The file of a form and its other fields. One that is too large is read no further than that. */
async function readUpload(request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart()) return { fields: {} };
  const fields: Record<string, string> = {};
  let file: Upload['file'];
  let fault: FileFault | undefined;
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (typeof part.value === 'string') fields[part.fieldname] = part.value;
      continue;
    }
    const bytes = await part.toBuffer();
    if (part.file.truncated) fault = { is: 'too-large', most: MOST_BYTES };
    else if (part.filename !== '') file = { name: part.filename.slice(0, LONGEST_NAME), bytes };
  }
  return { fields, ...(file && { file }), ...(fault && { fault }) };
}
