import { type Kysely, sql } from 'kysely';
import type { Say } from '../answering/phrases.ts';
import { type Channel, canTemplate, type TemplateState } from '../channel.ts';
import { isLanguage, type Language, SOURCE_LANGUAGE } from '../languages.ts';
import type { Logger } from '../observe/logger.ts';
import { codeOf } from '../start-error.ts';
import type { Tables } from '../store/tables.ts';

/**
 * What a template is for. `answer-waiting`: somebody has answered after the window closed. `weekly-agenda`: the week's activities.
 * `news`: anything else to who subscribed to them: what a coordinator wrote, a correction.
 */
export const TEMPLATE_PURPOSES = ['answer-waiting', 'weekly-agenda', 'news'] as const;
export type TemplatePurpose = (typeof TEMPLATE_PURPOSES)[number];

/** A template of ours at the provider. */
export interface Template {
  readonly purpose: TemplatePurpose;
  readonly language: Language;
  readonly contentSid: string;
  readonly state: TemplateState | 'unchecked';
  readonly checkedAt: Date | null;
}

type Db = Kysely<Tables>;

/** The words that the template of a purpose should have, in a language: to be handed in for approval. */
export function templateText(purpose: TemplatePurpose, language: Language, say: Say): string {
  switch (purpose) {
    case 'answer-waiting':
      return say(language, 'template.answer_waiting');
    case 'weekly-agenda':
      return say(language, 'template.weekly_agenda');
    case 'news':
      return say(language, 'template.news');
  }
}

export async function listTemplates(db: Db): Promise<Template[]> {
  const rows = await db.selectFrom('templates').selectAll().orderBy('purpose').orderBy('language').execute();
  return rows.flatMap(({ purpose, language, content_sid: contentSid, state, checked_at: checkedAt }) =>
    isLanguage(language) ? [{ purpose, language, contentSid, state, checkedAt }] : [],
  );
}

/** Keeps what the templates of a purpose are, by language. One that is new or another has to be checked before it is used. */
export async function keepTemplates(
  db: Db,
  purpose: TemplatePurpose,
  contentSids: ReadonlyMap<Language, string>,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`
      delete from templates where purpose = ${purpose} and language <> all(${[...contentSids.keys()]}::text[])
    `.execute(trx);
    for (const [language, contentSid] of contentSids)
      await sql`
        insert into templates (purpose, language, content_sid) values (${purpose}, ${language}, ${contentSid})
        on conflict (purpose, language) do update
          set content_sid = excluded.content_sid, state = 'unchecked', checked_at = null
          where templates.content_sid <> excluded.content_sid
      `.execute(trx);
  });
}

/** The approved template of a purpose in a language, else in French; undefined: neither is approved. */
export async function approvedTemplate(
  db: Db,
  purpose: TemplatePurpose,
  language: Language,
): Promise<Pick<Template, 'language' | 'contentSid'> | undefined> {
  const approved = (await listTemplates(db)).filter((one) => one.purpose === purpose && one.state === 'approved');
  return approved.find((one) => one.language === language) ?? approved.find((one) => one.language === SOURCE_LANGUAGE);
}

export interface CheckingDependencies {
  readonly db: Db;
  readonly channels: ReadonlyMap<unknown, Pick<Channel, 'name'>>;
  readonly logger: Logger;
  readonly clock: () => Date;
}

/**
 * Asks the provider for the state of every template: job of the queue, and a button of the console. False where no channel has
 * templates, or where the provider did not answer for some: these keep their state.
 */
export async function checkTemplates({ db, channels, logger, clock }: CheckingDependencies): Promise<boolean> {
  const channel = [...channels.values()].find(canTemplate);
  if (channel === undefined) return false;
  let allTold = true;
  for (const { contentSid } of await listTemplates(db)) {
    try {
      const state = await channel.templateState(contentSid);
      await db
        .updateTable('templates')
        .set({ state, checked_at: clock() })
        .where('content_sid', '=', contentSid)
        .execute();
    } catch (error) {
      allTold = false;
      logger.warn({ channel: channel.name, kind: 'template', code: codeOf(error) }, 'a template could not be checked');
    }
  }
  return allTold;
}
