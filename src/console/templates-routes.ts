import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Say } from '../answering/phrases.ts';
import { LANGUAGES, type Language } from '../languages.ts';
import { keepTemplates, listTemplates, TEMPLATE_PURPOSES } from '../outbox/templates.ts';
import { ADMINISTRATORS, allowed, doneText, sendBadForm, sendPage } from './answers.ts';
import type { ConsoleContext } from './context.ts';
import { readField, readLine } from './forms.ts';
import { type TypedTemplates, templatesPage } from './pages/templates.ts';
import { TEMPLATES_PATH } from './paths.ts';
import type { Session } from './session.ts';
import { frTemplates, type TemplateTexts } from './texts/fr-templates.ts';
import { nlTemplates } from './texts/nl-templates.ts';
import type { ConsoleLanguage } from './texts/texts.ts';

const TEXTS: Readonly<Record<ConsoleLanguage, TemplateTexts>> = { fr: frTemplates, nl: nlTemplates };
const CONTENT_SID = /^HX[0-9a-f]{32}$/i;

export interface TemplatesOptions {
  readonly say: Say;
  /** Asks the provider for the states; false when it did not tell all. */
  readonly checkTemplates: () => Promise<boolean>;
}

/** WhatsApp's approved texts: for administrators alone. */
export async function templatesRoutes(
  app: FastifyInstance,
  context: ConsoleContext,
  { say, checkTemplates }: TemplatesOptions,
): Promise<void> {
  const { db } = context;

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    session: Session,
    typed?: TypedTemplates,
  ): Promise<FastifyReply> {
    const texts = TEXTS[session.member.language];
    const done = doneText(request, texts);
    const html = templatesPage({ session, texts, templates: await listTemplates(db), say, done, typed });
    return sendPage(reply, html, typed === undefined ? 200 : 422);
  }

  app.get('/templates', async (request, reply) => {
    const session = await allowed(request, reply, context, ADMINISTRATORS);
    return session === null ? reply : show(request, reply, session);
  });

  app.post('/templates', async (request, reply) => {
    const session = await allowed(request, reply, context, ADMINISTRATORS);
    if (session === null) return reply;
    const purpose = TEMPLATE_PURPOSES.find((one) => one === readField(request.body, 'purpose'));
    if (purpose === undefined) return sendBadForm(request, reply, session);
    const contentSids = new Map<Language, string>(
      LANGUAGES.map((language) => [language, readLine(request.body, `sid-${language}`)] as const),
    );
    const given = new Map([...contentSids].filter(([, sid]) => sid !== ''));
    const wrong = [...given].flatMap(([language, sid]) => (CONTENT_SID.test(sid) ? [] : [language]));
    if (wrong.length > 0) return show(request, reply, session, { purpose, contentSids, wrong });
    await keepTemplates(db, purpose, given);
    return reply.redirect(`${TEMPLATES_PATH}?done=saved`, 303);
  });

  app.post('/templates/check', async (request, reply) => {
    const session = await allowed(request, reply, context, ADMINISTRATORS);
    if (session === null) return reply;
    return reply.redirect(`${TEMPLATES_PATH}?done=${(await checkTemplates()) ? 'checked' : 'not-checked'}`, 303);
  });
}
