import { html } from 'ghtml';
import { ENDONYMS, FULL_LANGUAGES, isRightToLeft, type Language } from '../languages.ts';
import { AGENDA_PATH } from './agenda-paths.ts';
import type { AgendaWords } from './agenda-words.ts';
import { PICTOGRAMS, pictogram } from './pictograms.ts';

/** The only style sheet of the agenda. */
export const STYLE_PATH = `${AGENDA_PATH}/assets/agenda.css`;

export interface LayoutOptions extends AgendaWords {
  /** Of the tab; others may read it over a shoulder. */
  readonly title: string;
  /** Html of the page, with its one h1. */
  readonly body: string;
  /** The same page in another language. */
  readonly pathIn: (language: Language) => string;
}

/** A whole page of the public agenda: no script, no cookie, nothing of who reads. */
export function agendaLayout({ language, texts, title, body, pathIn }: LayoutOptions): string {
  return html`<!doctype html>
<html lang="${language}" dir="${isRightToLeft(language) ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${STYLE_PATH}">
!${FULL_LANGUAGES.map((one) => html`<link rel="alternate" hreflang="${one}" href="${pathIn(one)}">`).join('\n')}
</head>
<body>
!${PICTOGRAMS}
<nav class="languages" aria-label="${texts.languages}">
<details>
<summary>!${pictogram('globe')}<span>${texts.languages} · ${ENDONYMS[language]}</span></summary>
<ul>
!${FULL_LANGUAGES.map((one) => languageLink(one, language, pathIn(one))).join('\n')}
</ul>
</details>
</nav>
!${body}
</body>
</html>
`;
}

function languageLink(one: Language, current: Language, path: string): string {
  const direction = isRightToLeft(one) ? 'rtl' : 'ltr';
  const mark = one === current ? ' aria-current="page"' : '';
  return html`<li><a href="${path}" lang="${one}" hreflang="${one}" dir="${direction}"!${mark}>${ENDONYMS[one]}</a></li>`;
}
