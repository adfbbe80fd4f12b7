import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  type Desk,
  type InviteResult,
  LONGEST_REPLY,
  type OpenedRequest,
  OUTCOMES,
  type ReplyOptions,
} from '../handover/desk.ts';
import { type Language, SOURCE_LANGUAGE } from '../languages.ts';
import { sendPage } from './answers.ts';
import type { TerritoryName } from './context.ts';
import { readField } from './forms.ts';
import { inboxTexts } from './inbox-words.ts';
import { conversationLive, conversationPage, type Problems } from './pages/conversation.ts';
import { formTooOld, noConversation } from './pages/conversation-errors.ts';
import type { Done } from './pages/inbox.ts';
import type { AnswerAtHand, CannedReply } from './pages/reply-box.ts';
import { INBOX_PATH } from './paths.ts';
import { isCsrfGood, type RequireSession, type Session } from './session.ts';

export interface ConversationOptions {
  readonly desk: Desk;
  readonly requireSession: RequireSession;
  readonly clock: () => Date;
  readonly territories: readonly TerritoryName[];
  /** Replies that are ready, in a language. One whose text is the French one is not translated. */
  readonly canned: (language: Language) => readonly CannedReply[];
  /** What the machine would say on topics, in a language. */
  readonly answers: (topics: readonly string[], language: Language) => readonly AnswerAtHand[];
}

const uuid = z.uuid();

/** In which what is ready stands where it is not translated. */
const SOURCE = 'fr';

/** One who is signed in, at one request for a human. */
interface Visit {
  readonly session: Session;
  readonly id: string;
  readonly reply: FastifyReply;
}

/** What a form does; it answers by itself. */
type Action = (visit: Visit, body: unknown) => Promise<unknown>;

/** A conversation, and the forms on its page. */
export async function conversationRoutes(app: FastifyInstance, options: ConversationOptions): Promise<void> {
  const { desk, requireSession, clock } = options;

  app.get<{ Params: { id: string } }>('/requests/:id', async (request, reply) => {
    const session = await requireSession(request, reply);
    return session === null ? reply : show({ session, id: request.params.id, reply }, 200, {}, options);
  });

  app.get<{ Params: { id: string } }>('/requests/:id/live', async (request, reply) => {
    const session = await requireSession(request, reply);
    if (session === null) return reply;
    const opened = await desk.open(session.member, request.params.id);
    // Not theirs any more: the whole page tells it.
    if (opened === null) return reply.code(404).header('hx-refresh', 'true').send();
    const texts = inboxTexts(session.member.language);
    const said = Number(readField(request.query, 'said'));
    const part = conversationLive({ texts, opened, now: clock() }, readField(request.query, 'seen'), said);
    return part === undefined ? reply.code(204).send() : sendPage(reply, part);
  });

  for (const [name, action] of Object.entries(actionsOf(options)))
    app.post<{ Params: { id: string } }>(`/requests/:id/${name}`, (request, reply) =>
      act(action, request.params.id, request, reply, options),
    );
}

async function act(
  action: Action,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
  { requireSession }: ConversationOptions,
): Promise<unknown> {
  const session = await requireSession(request, reply);
  if (session === null) return reply;
  if (!isCsrfGood(session, request))
    return sendPage(reply, formTooOld(session, id, readField(request.body, 'text')), 403);
  return action({ session, id, reply }, request.body);
}

function actionsOf(options: ConversationOptions): Readonly<Record<string, Action>> {
  const { desk } = options;
  return {
    async take({ session, id, reply }) {
      const result = await desk.take(session.member, id);
      if (result.taken) return reply.redirect(`${pathOf(id)}#reply`, 303);
      const { conversation } = inboxTexts(session.member.language);
      const take = result.by === null ? conversation.lostToNobody : conversation.lost(result.by);
      return show({ session, id, reply }, 409, { take }, options);
    },

    reply: (visit, body) => answer(visit, body, options),

    async 'ask-call'(visit) {
      const { session, id, reply } = visit;
      const result = await desk.askToCall(session.member, id);
      if (result === 'asked') return reply.redirect(`${pathOf(id)}#call`, 303);
      return show(visit, 409, { call: inboxTexts(session.member.language).call.problems[result] }, options);
    },

    async invite(visit, body) {
      const { session, id } = visit;
      const typed = typedText(body);
      const result = await desk.sendTemplate(session.member, id, idIn(body), typed.text, typed.options);
      return answered(visit, result, typed, options);
    },

    async note(visit, body) {
      const { session, id, reply } = visit;
      const text = readField(body, 'text');
      if (await desk.note(session.member, id, idIn(body), text)) return reply.redirect(`${pathOf(id)}#notes`, 303);
      const { problems } = inboxTexts(session.member.language).notes;
      const problem = text.trim() === '' ? problems.empty : problems['too-long'](...lengths(session, text));
      return show(visit, 422, { note: { text, problem } }, options);
    },

    async transfer(visit, body) {
      const { session, id, reply } = visit;
      const to = readField(body, 'to');
      const { problems } = inboxTexts(session.member.language).handOn;
      if (to === '') return show(visit, 422, { transfer: problems.transfer }, options);
      if (await desk.transfer(session.member, id, to)) return backTo(reply, 'transferred');
      return show(visit, 409, { hands: problems.notDone }, options);
    },

    async 'give-back'(visit) {
      const { session, id, reply } = visit;
      if (await desk.giveBack(session.member, id)) return backTo(reply, 'given-back');
      return show(visit, 409, { hands: inboxTexts(session.member.language).handOn.problems.notDone }, options);
    },

    async close(visit, body) {
      const { session, id, reply } = visit;
      const { problems } = inboxTexts(session.member.language).handOn;
      const outcome = OUTCOMES.find((one) => one === readField(body, 'outcome'));
      if (outcome === undefined) return show(visit, 422, { outcome: problems.outcome }, options);
      if (await desk.close(session.member, id, outcome)) return backTo(reply, 'closed');
      return show(visit, 409, { hands: problems.notDone }, options);
    },
  };
}

const STATUS: Readonly<Record<Exclude<InviteResult, 'sent' | 'again'>, number>> = {
  empty: 422,
  'too-long': 422,
  'not-yours': 409,
  'window-closed': 409,
  'reply-only': 409,
  'no-template': 409,
};

/** Sends what was written, or what stands ready in the parent's language. */
async function answer(visit: Visit, body: unknown, options: ConversationOptions): Promise<unknown> {
  const { session, id } = visit;
  const texts = inboxTexts(session.member.language);
  const ready = readField(body, 'ready');
  const chosen = ready === '' ? typedText(body) : await readyText(visit, ready, options);
  if (chosen === undefined) {
    const draft = { text: '', inTheirs: false, problem: texts.reply.problems.gone };
    return show(visit, 409, { reply: draft }, options);
  }
  const result = await options.desk.reply(session.member, id, idIn(body), chosen.text, chosen.options);
  return answered(visit, result, chosen, options);
}

/** A text, and in which language it is. */
interface Chosen {
  readonly text: string;
  readonly options: ReplyOptions;
}

function typedText(body: unknown): Chosen {
  return { text: readField(body, 'text'), options: { inTheirLanguage: readField(body, 'theirs') !== '' } };
}

/** Back to the conversation, or the page as it is with what went wrong and the text that did not go. */
async function answered(
  visit: Visit,
  result: InviteResult,
  { text, options: { inTheirLanguage = false } }: Chosen,
  options: ConversationOptions,
): Promise<unknown> {
  const { session, id, reply } = visit;
  if (result === 'sent' || result === 'again') return reply.redirect(`${pathOf(id)}#reply`, 303);
  const { problems } = inboxTexts(session.member.language).reply;
  const problem = result === 'too-long' ? problems[result](...lengths(session, text)) : problems[result];
  return show(visit, STATUS[result], { reply: { text, inTheirs: inTheirLanguage, problem } }, options);
}

/** The text behind a button, looked up here: what comes from a form is only its name. */
async function readyText(
  { session, id }: Visit,
  ready: string,
  { desk, canned, answers }: ConversationOptions,
): Promise<Chosen | undefined> {
  const opened = await desk.open(session.member, id);
  if (opened === null) return undefined;
  const language = languageOf(opened);
  const [kind, name] = [ready.slice(0, ready.indexOf(':')), ready.slice(ready.indexOf(':') + 1)];
  if (kind === 'canned') {
    const found = canned(language).find((one) => one.id === name);
    return found && { text: found.text, options: { inTheirLanguage: found.text !== found.french, writtenIn: SOURCE } };
  }
  const found = kind === 'answer' ? answers([name], language).find(({ topic }) => topic === name) : undefined;
  return found && { text: found.text, options: { inTheirLanguage: found.inFrench !== true, writtenIn: SOURCE } };
}

/** The page of a conversation as it is now, with what went wrong beside its field. */
async function show(
  { session, id, reply }: Visit,
  status: number,
  problems: Problems,
  { desk, clock, territories, canned, answers }: ConversationOptions,
): Promise<FastifyReply> {
  const { member } = session;
  const opened = await desk.open(member, id);
  if (opened === null) return sendPage(reply, noConversation(session, problems.reply ?? problems.note), 404);
  const language = languageOf(opened);
  const html = conversationPage({
    session,
    opened,
    territories,
    problems,
    texts: inboxTexts(member.language),
    now: clock(),
    colleagues: await desk.colleagues(member),
    phone: opened.call === 'granted' ? await desk.phoneOf(member, id) : null,
    canned: canned(language),
    answers: answers(opened.topics, language),
  });
  return sendPage(reply, html, status);
}

function languageOf({ summary }: OpenedRequest): Language {
  return summary.language ?? SOURCE_LANGUAGE;
}

/** The id under which a form's text is kept once. A form of ours always has one. */
function idIn(body: unknown): string {
  return uuid.safeParse(readField(body, 'id')).data ?? randomUUID();
}

function lengths({ member }: Session, text: string): [length: string, most: string] {
  const { locale } = inboxTexts(member.language);
  return [text.length.toLocaleString(locale), LONGEST_REPLY.toLocaleString(locale)];
}

function pathOf(id: string): string {
  return `${INBOX_PATH}/requests/${encodeURIComponent(id)}`;
}

function backTo(reply: FastifyReply, done: Done): FastifyReply {
  return reply.redirect(`${INBOX_PATH}?done=${done}`, 303);
}
