import { html } from 'ghtml';
import { LANGUAGES, type Language, SOURCE_LANGUAGE } from '../../languages.ts';
import type { TerritoryName } from '../context.ts';
import { languageName } from '../inbox-words.ts';
import { page } from '../layout.ts';
import { BROADCASTS_PATH } from '../paths.ts';
import type { Session } from '../session.ts';
import type { BroadcastTexts } from '../texts/fr-broadcasts.ts';
import { choice, csrfField, errorLine, flaws } from './fields.ts';

/** What was typed into the form of a special message. */
export interface TypedSpecial {
  /** To the whole network, instead of the territories ticked. */
  readonly everywhere: boolean;
  readonly territories: readonly string[];
  readonly mothersOnly: boolean;
  /** Null: everybody. */
  readonly language: Language | null;
  readonly texts: Readonly<Partial<Record<Language, string>>>;
  /** 'YYYY-MM-DDTHH:MM' on the clock of Brussels. */
  readonly sendAt: string;
}

export interface SpecialPageOptions {
  readonly session: Session;
  readonly texts: BroadcastTexts;
  readonly territories: readonly TerritoryName[];
  readonly id: string;
  readonly typed: TypedSpecial;
  readonly errors?: { readonly text?: string; readonly territory?: string; readonly time?: string } | undefined;
}

/** A message that a coordinator writes. */
export function specialPage(options: SpecialPageOptions): string {
  const { session, texts, id, typed, errors } = options;
  const { form } = texts;
  const others = LANGUAGES.filter((language) => language !== SOURCE_LANGUAGE);
  return page({
    session,
    texts,
    title: texts.kind.special,
    active: 'broadcasts',
    body: html`<p class="back"><a href="${BROADCASTS_PATH}">${texts.back}</a></p>
<h1>${texts.kind.special}</h1>
<form method="post" action="${BROADCASTS_PATH}/${id}" class="card">
!${csrfField(session.csrf)}
!${places(options)}
!${people(options)}
<div class="field">
<label for="text-fr">${form.french}</label>
<p class="hint" id="text-fr-hint">${form.frenchHint}</p>
<textarea id="text-fr" name="text-fr" lang="fr" rows="5" maxlength="1500"!${flaws('text-fr', errors?.text, true)}>${typed.texts.fr ?? ''}</textarea>
!${errorLine('text-fr', errors?.text)}
</div>
<div class="field">
<label for="send-at">${form.when}</label>
<p class="hint" id="send-at-hint">${form.whenHint}</p>
<input id="send-at" name="send-at" type="datetime-local" value="${typed.sendAt}" required!${flaws('send-at', errors?.time, true)}>
!${errorLine('send-at', errors?.time)}
</div>
<details class="ready-made">
<summary>${form.others}</summary>
<p class="hint">${form.othersHint}</p>
!${others.map((language) => otherText(language, typed, texts)).join('\n')}
</details>
<button>${form.save}</button>
</form>`,
  });
}

function places({ texts: { form }, territories, typed, errors }: SpecialPageOptions): string {
  const way = (value: string, label: string, isChosen: boolean): string =>
    html`<label class="check"><input type="radio" name="where" value="${value}"!${isChosen ? ' checked' : ''}> ${label}</label>`;
  const box = ({ id, name }: TerritoryName): string =>
    html`<label class="check"><input type="checkbox" name="territory" value="${id}"!${typed.territories.includes(id) ? ' checked' : ''}> ${name}</label>`;
  return html`<fieldset class="boxes"!${flaws('where', errors?.territory)}><legend>${form.where}</legend>
!${way('everywhere', form.everywhere, typed.everywhere)}
!${way('some', form.some, !typed.everywhere)}
</fieldset>
!${errorLine('where', errors?.territory)}
<fieldset class="boxes"><legend>${form.territories}</legend>
!${territories.map(box).join('\n')}
</fieldset>`;
}

function people({ texts, typed }: SpecialPageOptions): string {
  const { form, locale } = texts;
  const languages = LANGUAGES.map((language) => [language, languageName(language, locale)] as const);
  const who = [
    ['everybody', form.everybody],
    ['mothers', form.mothersOnly],
  ] as const;
  return html`!${choice({ name: 'who', label: form.who, value: typed.mothersOnly ? 'mothers' : 'everybody', choices: who })}
!${choice({ name: 'language', label: form.language, value: typed.language ?? '', choices: [['', form.anyLanguage], ...languages] })}`;
}

function otherText(language: Language, { texts: written }: TypedSpecial, { locale }: BroadcastTexts): string {
  const name = `text-${language}`;
  return html`<div class="field">
<label for="${name}">${languageName(language, locale)}</label>
<textarea id="${name}" name="${name}" lang="${language}" dir="auto" rows="3" maxlength="1500">${written[language] ?? ''}</textarea>
</div>`;
}
