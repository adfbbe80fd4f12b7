import { html } from 'ghtml';
import { csrfField } from './pages/fields.ts';
import {
  AUDIT_PATH,
  BROADCASTS_PATH,
  CALENDAR_PATH,
  INBOX_PATH,
  ME_PATH,
  SIMULATOR_PATH,
  STAFF_PATH,
  TEMPLATES_PATH,
} from './paths.ts';
import type { Session } from './session.ts';
import type { AccountTexts } from './texts/fr-account.ts';
import { accountTexts, type Texts } from './texts/texts.ts';

/** The pages of the menu. */
export type Section = 'inbox' | 'calendar' | 'broadcasts' | 'staff' | 'simulator' | 'templates' | 'audit' | 'me';

export interface PageOptions {
  /** Null on pages before the sign-in: they have no menu. */
  readonly session: Session | null;
  /** Stands in the tab of the browser. */
  readonly title: string;
  /** Texts of any part of the console: the layout takes their language. */
  readonly texts: Texts;
  /** Html of the page, with its one h1. */
  readonly body: string;
  readonly active?: Section;
}

const HTMX_CONFIG = JSON.stringify({ includeIndicatorStyles: false, allowEval: false });

/** A whole page of the console. The body brings its h1; the layout brings head, menu and landmarks. */
export function page({ session, title, texts, body, active }: PageOptions): string {
  const words = accountTexts(texts.language);
  return html`<!doctype html>
<html lang="${texts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="htmx-config" content="${HTMX_CONFIG}">
<title>${title} · Papote</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/console/assets/console.css">
!${session === null ? '' : scripts()}
</head>
<body>
<a class="skip" href="#main">${words.layout.skip}</a>
<header class="top">
<p class="brand">Papote</p>
!${session === null ? '' : menu(session, words, active)}
</header>
<main id="main" tabindex="-1">
!${session?.lacksSecondFactor ? banner(words) : ''}
!${body}
</main>
</body>
</html>
`;
}

function scripts(): string {
  return html`<script src="/console/assets/htmx.js" defer></script>
<script src="/console/assets/console.js" defer></script>`;
}

function menu({ member, csrf }: Session, { layout }: AccountTexts, active: Section | undefined): string {
  const link = (section: Section, path: string): string =>
    html`<li><a href="${path}"!${section === active ? ' aria-current="page"' : ''}>${layout[section]}</a></li>`;
  return html`<nav aria-label="${layout.menu}"><ul>
!${link('inbox', INBOX_PATH)}
!${member.role === 'tpr' ? '' : link('calendar', CALENDAR_PATH) + link('broadcasts', BROADCASTS_PATH) + link('staff', STAFF_PATH) + link('simulator', SIMULATOR_PATH)}
!${member.role === 'administrator' ? link('templates', TEMPLATES_PATH) + link('audit', AUDIT_PATH) : ''}
!${link('me', ME_PATH)}
</ul></nav>
<form class="sign-out" method="post" action="/console/sign-out">
!${csrfField(csrf)}
<span class="who">${member.name}</span>
<button class="quiet">${layout.signOut}</button>
</form>`;
}

function banner({ layout }: AccountTexts): string {
  return html`<p class="banner" role="note">${layout.secondFactorMissing}
<a href="/console/me/second-factor">${layout.secondFactorSetUp}</a></p>`;
}

/** A page that says in words what went wrong and what to do. */
export function messagePage(options: {
  readonly session: Session | null;
  readonly texts: Texts;
  readonly title: string;
  readonly lines: readonly string[];
  readonly link?: { readonly path: string; readonly label: string };
}): string {
  const { session, texts, title, lines, link } = options;
  return page({
    session,
    title,
    texts,
    body: html`<section class="card narrow">
<h1>${title}</h1>
!${lines.map((line) => html`<p>${line}</p>`).join('\n')}
!${link === undefined ? '' : html`<p><a class="button" href="${link.path}">${link.label}</a></p>`}
</section>`,
  });
}
