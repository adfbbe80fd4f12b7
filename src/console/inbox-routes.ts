import type { FastifyInstance } from 'fastify';
import type { InboxView } from '../handover/desk.ts';
import { sendPage } from './answers.ts';
import { type ConversationOptions, conversationRoutes } from './conversation-routes.ts';
import { readField } from './forms.ts';
import { inboxTexts } from './inbox-words.ts';
import { mediaRoutes } from './media-routes.ts';
import { DONE, INBOX_VIEWS, type InboxContent, inboxLive, inboxPage } from './pages/inbox.ts';
import type { Session } from './session.ts';

/** The inbox and the conversations, under the prefix of the console. */
export async function inboxRoutes(app: FastifyInstance, options: ConversationOptions): Promise<void> {
  const { desk, requireSession, clock, territories } = options;

  async function read(session: Session, query: unknown): Promise<InboxContent> {
    const { member } = session;
    const asked = INBOX_VIEWS.find((view) => view === readField(query, 'view'));
    const view: InboxView = asked ?? (member.role === 'tpr' ? 'mine' : 'waiting');
    const [requests, counts] = await Promise.all([desk.list(member, view), desk.count(member)]);
    return { session, view, requests, counts, texts: inboxTexts(member.language), territories, now: clock() };
  }

  app.get('/', async (request, reply) => {
    const session = await requireSession(request, reply);
    if (session === null) return reply;
    const done = DONE.find((one) => one === readField(request.query, 'done')) ?? null;
    return sendPage(reply, inboxPage(await read(session, request.query), done));
  });

  app.get('/live', async (request, reply) => {
    const session = await requireSession(request, reply);
    if (session === null) return reply;
    const part = inboxLive(await read(session, request.query), readField(request.query, 'seen'));
    return part === undefined ? reply.code(204).send() : sendPage(reply, part);
  });

  // Not registered: the options may hold a prefix, which would be put before the paths again.
  await conversationRoutes(app, options);
  await mediaRoutes(app, options);
}
