import { html } from 'ghtml';
import type { Say } from '../../answering/phrases.ts';
import { BUTTONS } from '../../conversation/flow.ts';
import { LANGUAGES, type Language } from '../../languages.ts';
import { TEMPLATE_PURPOSES, type Template, type TemplatePurpose, templateText } from '../../outbox/templates.ts';
import { languageName } from '../inbox-words.ts';
import { page } from '../layout.ts';
import { TEMPLATES_PATH } from '../paths.ts';
import type { Session } from '../session.ts';
import type { TemplateTexts } from '../texts/fr-templates.ts';
import { alert, csrfField, notice } from './fields.ts';

/** What was typed for one purpose and could not be kept. */
export interface TypedTemplates {
  readonly purpose: TemplatePurpose;
  readonly contentSids: ReadonlyMap<Language, string>;
  readonly wrong: readonly Language[];
}

export interface TemplatesContent {
  readonly session: Session;
  readonly texts: TemplateTexts;
  readonly templates: readonly Template[];
  readonly say: Say;
  readonly done?: string | undefined;
  readonly typed?: TypedTemplates | undefined;
}

/** What the templates of each purpose say, what they are called at Twilio, and whether WhatsApp has approved them. */
export function templatesPage(content: TemplatesContent): string {
  const { session, texts, done } = content;
  return page({
    session,
    texts,
    title: texts.title,
    active: 'templates',
    body: html`<h1>${texts.title}</h1>
<p class="hint">${texts.intro}</p>
!${notice(done)}
<form method="post" action="${TEMPLATES_PATH}/check">
!${csrfField(session.csrf)}
<button aria-describedby="check-help">${texts.check}</button>
<p class="hint" id="check-help">${texts.checkHelp}</p>
</form>
!${TEMPLATE_PURPOSES.map((purpose) => section(purpose, content)).join('\n')}`,
  });
}

function section(purpose: TemplatePurpose, content: TemplatesContent): string {
  const { session, texts, say, typed } = content;
  const { title, help } = texts.purposes[purpose];
  const wrong = typed?.purpose === purpose ? typed.wrong : [];
  const names = wrong.map((language) => languageName(language, texts.locale));
  const heads = [texts.languageColumn, texts.text, texts.sid, texts.state];
  return html`<section class="card" aria-labelledby="${purpose}">
<h2 id="${purpose}">${title}</h2>
<p>${help} ${texts.button(say(texts.language, 'command.yes'), BUTTONS.read)}</p>
!${alert(names.length === 0 ? undefined : texts.wrongSid(names.join(', ')))}
<form method="post" action="${TEMPLATES_PATH}">
!${csrfField(session.csrf)}<input type="hidden" name="purpose" value="${purpose}">
<div class="wide" role="region" aria-labelledby="${purpose}-list" tabindex="0">
<table>
<caption id="${purpose}-list">${texts.list(title)}</caption>
<thead><tr>!${heads.map((head) => html`<th scope="col">${head}</th>`).join('')}</tr></thead>
<tbody>
!${LANGUAGES.map((language) => line(purpose, language, content)).join('\n')}
</tbody>
</table>
</div>
<button>${texts.save}</button>
</form>
</section>`;
}

function line(
  purpose: TemplatePurpose,
  language: Language,
  { texts, templates, say, typed }: TemplatesContent,
): string {
  const template = templates.find((one) => one.purpose === purpose && one.language === language);
  const mine = typed?.purpose === purpose ? typed : undefined;
  const value = mine?.contentSids.get(language) ?? template?.contentSid ?? '';
  const name = languageName(language, texts.locale);
  const wrong = mine?.wrong.includes(language) ? ' aria-invalid="true"' : '';
  return html`<tr>
<th scope="row">${name}</th>
<td dir="auto" lang="${language}">${templateText(purpose, language, say)}</td>
<td><input name="sid-${language}" value="${value}" size="36" maxlength="34" autocomplete="off" spellcheck="false" aria-label="${texts.sidOf(name)}"!${wrong}></td>
<td>${template === undefined ? texts.none : stateWords(template, texts)}</td>
</tr>`;
}

function stateWords({ state, checkedAt }: Template, { states, checked, locale }: TemplateTexts): string {
  if (checkedAt === null) return states[state];
  const when = checkedAt.toLocaleString(locale, {
    timeZone: 'Europe/Brussels',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return `${states[state]} (${checked(when)})`;
}
