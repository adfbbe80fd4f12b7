import type { FastifyInstance, FastifyReply } from 'fastify';
import { isLanguage } from '../languages.ts';
import { allowed, LEADERS, sendPage } from './answers.ts';
import type { ConsoleContext } from './context.ts';
import { readField } from './forms.ts';
import { simulatorPage } from './pages/simulator.ts';
import type { Session } from './session.ts';
import type { Simulated, Simulator, Tried } from './simulator.ts';
import { frSimulator, type SimulatorTexts } from './texts/fr-simulator.ts';
import { nlSimulator } from './texts/nl-simulator.ts';
import type { ConsoleLanguage } from './texts/texts.ts';

const TEXTS: Readonly<Record<ConsoleLanguage, SimulatorTexts>> = { fr: frSimulator, nl: nlSimulator };
const NOTHING: Tried = { text: '', language: null, previous: null };

/** Trying out what a parent would get, and seeing why: for coordinators and administrators. */
export async function simulatorRoutes(
  app: FastifyInstance,
  context: ConsoleContext,
  simulator: Simulator,
): Promise<void> {
  function show(reply: FastifyReply, session: Session, tried: Tried, simulated: Simulated | null): FastifyReply {
    const { language } = session.member;
    const texts = TEXTS[language];
    const wrong = tried !== NOTHING && simulated === null;
    const topics = simulator.topics(language);
    const error = wrong ? texts.empty : undefined;
    return sendPage(reply, simulatorPage({ session, texts, topics, tried, simulated, error }), wrong ? 422 : 200);
  }

  app.get('/simulator', async (request, reply) => {
    const session = await allowed(request, reply, context, LEADERS);
    return session === null ? reply : show(reply, session, NOTHING, null);
  });

  // A form that is posted, so that what is tried stands in no address and no log; nothing is changed by it.
  app.post('/simulator', async (request, reply) => {
    const session = await allowed(request, reply, context, LEADERS);
    if (session === null) return reply;
    const tried = readTried(request.body, simulator, session);
    return show(reply, session, tried, tried.text.trim() === '' ? null : await simulator.try(tried));
  });
}

function readTried(body: unknown, simulator: Simulator, { member }: Session): Tried {
  const language = readField(body, 'language');
  const previous = readField(body, 'previous');
  return {
    text: readField(body, 'text'),
    language: isLanguage(language) ? language : null,
    previous: simulator.topics(member.language).find(({ id }) => id === previous)?.id ?? null,
  };
}
