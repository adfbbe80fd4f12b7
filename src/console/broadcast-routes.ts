import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Addressees, BroadcastSummary, Broadcasts } from '../broadcast/broadcasts.ts';
import { allowed, doneText, LEADERS, sendNotFound, sendPage } from './answers.ts';
import type { ConsoleContext } from './context.ts';
import { readField } from './forms.ts';
import { groupKey, previewPage } from './pages/broadcast-preview.ts';
import { progressLive, progressPage } from './pages/broadcast-progress.ts';
import { broadcastsPage } from './pages/broadcasts.ts';
import { specialPage } from './pages/special.ts';
import { BROADCASTS_PATH } from './paths.ts';
import type { StoredSession } from './session.ts';
import { readSpecial, typedSpecial } from './special-input.ts';
import { broadcastTexts } from './texts/texts.ts';

/** Where the form of a new message begins: its writer ticks where it goes. */
const NOBODY_YET: Addressees = { territories: [], mothersOnly: false, language: null };

interface OfBroadcast {
  Params: { id: string };
}

/** Messages to many: looked at, released, followed. For coordinators and administrators. */
export async function broadcastRoutes(
  app: FastifyInstance,
  context: ConsoleContext,
  { broadcasts }: { readonly broadcasts: Broadcasts },
): Promise<void> {
  const { clock, territories, reach } = context;

  /** A page or form about one broadcast, for those who may. */
  function about(
    answer: (
      request: FastifyRequest<OfBroadcast>,
      reply: FastifyReply,
      session: StoredSession,
      broadcast: BroadcastSummary,
    ) => FastifyReply | Promise<FastifyReply>,
  ) {
    return async (request: FastifyRequest<OfBroadcast>, reply: FastifyReply): Promise<FastifyReply> => {
      const session = await allowed(request, reply, context, LEADERS);
      if (session === null) return reply;
      const broadcast = await broadcasts.open(session.member, request.params.id);
      return broadcast === null ? sendNotFound(request, reply, session) : answer(request, reply, session, broadcast);
    };
  }

  const goTo = (reply: FastifyReply, path: string, done: string): FastifyReply =>
    reply.redirect(`${BROADCASTS_PATH}${path}?done=${done}`, 303);

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    session: StoredSession,
    broadcast: BroadcastSummary,
    alert?: string,
  ): Promise<FastifyReply> {
    const texts = broadcastTexts(session.member.language);
    const said = { session, texts, territories, broadcast, notice: doneText(request, texts), alert };
    const preview = await broadcasts.preview(session.member, broadcast.id);
    const code = alert === undefined ? 200 : 409;
    if (preview !== null) return sendPage(reply, previewPage({ ...said, preview }), code);
    return sendPage(reply, progressPage({ ...said, ...(await followed(session, broadcast)) }), code);
  }

  async function followed({ member }: StoredSession, { id, to }: BroadcastSummary) {
    const [progress, all] = await Promise.all([broadcasts.progress(member, id), broadcasts.list(member)]);
    const corrections = all.filter(
      (one) => one.kind === 'correction' && one.state === 'draft' && sharesTerritory(one.to, to),
    );
    return { progress, corrections };
  }

  app.get('/broadcasts', async (request, reply) => {
    const session = await allowed(request, reply, context, LEADERS);
    if (session === null) return reply;
    const { member } = session;
    const [all, spent, weekly] = await Promise.all([
      broadcasts.list(member),
      broadcasts.spent(member),
      broadcasts.weekly(member),
    ]);
    if (spent === null || weekly === null) return sendNotFound(request, reply, session);
    const texts = broadcastTexts(member.language);
    const notice = doneText(request, texts);
    return sendPage(reply, broadcastsPage({ session, texts, territories, broadcasts: all, spent, weekly, notice }));
  });

  app.get('/broadcasts/new', async (request, reply) => {
    const session = await allowed(request, reply, context, LEADERS);
    if (session === null) return reply;
    const texts = broadcastTexts(session.member.language);
    const typed = typedSpecial(NOBODY_YET, {}, new Date(clock().getTime() + 3_600_000));
    return sendPage(reply, specialPage({ session, texts, territories, id: randomUUID(), typed }));
  });

  app.get<OfBroadcast>('/broadcasts/:id', about(show));

  app.get<OfBroadcast>(
    '/broadcasts/:id/live',
    about(async (_request, reply, session, broadcast) => {
      const texts = broadcastTexts(session.member.language);
      const shown = { session, texts, territories, broadcast, ...(await followed(session, broadcast)) };
      return sendPage(reply, progressLive(shown));
    }),
  );

  app.get<OfBroadcast>(
    '/broadcasts/:id/edit',
    about(async (request, reply, session, { id, state, to, sendAt }) => {
      const written = await broadcasts.texts(session.member, id);
      if (written === null || state !== 'draft') return sendNotFound(request, reply, session);
      const texts = broadcastTexts(session.member.language);
      const typed = typedSpecial(to, written, sendAt);
      return sendPage(reply, specialPage({ session, texts, territories, id, typed }));
    }),
  );

  app.post<OfBroadcast>('/broadcasts/:id', async (request, reply) => {
    const session = await allowed(request, reply, context, LEADERS);
    if (session === null) return reply;
    const { id } = request.params;
    const texts = broadcastTexts(session.member.language);
    const { typed, errors, draft } = readSpecial(request.body, { texts, territories, now: clock() });
    if (draft === undefined)
      return sendPage(reply, specialPage({ session, texts, territories, id, typed, errors }), 422);
    const written = await broadcasts.write(session.member, id, draft);
    return written ? goTo(reply, `/${id}`, 'saved') : sendNotFound(request, reply, session);
  });

  app.post<OfBroadcast>(
    '/broadcasts/:id/release',
    about(async (request, reply, session, broadcast) => {
      const { member } = session;
      const result = await broadcasts.release(member, broadcast.id, readField(request.body, 'seen'));
      const refused = broadcastTexts(member.language).results[result];
      if (refused === undefined) return goTo(reply, `/${broadcast.id}`, result);
      return show(request, reply, session, broadcast, refused);
    }),
  );

  app.post<OfBroadcast>(
    '/broadcasts/:id/test',
    about(async (request, reply, { member }, { id }) => {
      const wanted = readField(request.body, 'group');
      const preview = await broadcasts.preview(member, id);
      const group = preview?.groups.find((one) => groupKey(one) === wanted);
      const text = group?.text ?? null;
      const subject = broadcastTexts(member.language).preview.testSubject;
      const way = text === null ? null : await reach.tell(member.id, { subject, text });
      return goTo(reply, `/${id}`, `test-${way ?? 'none'}`);
    }),
  );

  const steps = { pause: 'paused', resume: 'resumed', stop: 'stopped' } as const;
  for (const step of ['pause', 'resume', 'stop'] as const)
    app.post<OfBroadcast>(
      `/broadcasts/:id/${step}`,
      about(async (_request, reply, { member }, { id }) => {
        const moved = await broadcasts[step](member, id);
        return moved ? goTo(reply, `/${id}`, steps[step]) : reply.redirect(`${BROADCASTS_PATH}/${id}`, 303);
      }),
    );

  app.post<OfBroadcast>(
    '/broadcasts/:id/discard',
    about(async (_request, reply, { member }, { id }) => {
      const gone = await broadcasts.discard(member, id);
      return gone ? goTo(reply, '', 'discarded') : reply.redirect(`${BROADCASTS_PATH}/${id}`, 303);
    }),
  );
}

function sharesTerritory(one: Addressees, other: Addressees): boolean {
  if (one.territories === null || other.territories === null) return true;
  return one.territories.some((id) => other.territories?.includes(id));
}
