import { html } from 'ghtml';
import { page } from '../layout.ts';
import { ME_PATH, SECOND_FACTOR_PATH } from '../paths.ts';
import type { Offer } from '../second-factor.ts';
import type { Session } from '../session.ts';
import type { AccountTexts } from '../texts/fr-account.ts';
import { alert, csrfField, field } from './fields.ts';

/** Asks for the one-time code after the password. */
export function codePage(options: {
  readonly texts: AccountTexts;
  readonly csrf: string;
  readonly next: string;
  readonly error?: string;
}): string {
  const { texts, csrf, next, error } = options;
  const { secondFactor } = texts;
  return page({
    session: null,
    title: secondFactor.title,
    texts,
    body: html`<section class="card narrow">
<h1>${secondFactor.title}</h1>
<p>${secondFactor.intro}</p>
<form method="post" action="${SECOND_FACTOR_PATH}">
!${csrfField(csrf)}
<input type="hidden" name="next" value="${next}">
!${field({ name: 'code', label: secondFactor.code, error, numeric: true, autocomplete: 'one-time-code', maxLength: 12 })}
<button>${secondFactor.submit}</button>
</form>
<p class="hint">${secondFactor.lost}</p>
<form method="post" action="/console/sign-out">
!${csrfField(csrf)}
<button class="quiet">${secondFactor.back}</button>
</form>
</section>`,
  });
}

/** Shows a new key as image and text, and asks for the first code. */
export function setUpPage(options: {
  readonly session: Session;
  readonly texts: AccountTexts;
  readonly offer: Offer;
  readonly error?: string;
  /** What is wrong with the page rather than with the code. */
  readonly stale?: string;
}): string {
  const { session, texts, offer, error, stale } = options;
  const { secondFactor } = texts;
  const [first, second, third] = secondFactor.setUpSteps;
  return page({
    session: { ...session, lacksSecondFactor: false },
    title: secondFactor.setUpTitle,
    texts,
    active: 'me',
    body: html`<section class="card narrow">
<h1>${secondFactor.setUpTitle}</h1>
!${alert(stale)}
<ol>
<li>${first}</li>
<li>${second}
<img class="qr" src="${offer.image}" alt="${secondFactor.image}">
<p>${secondFactor.key} <code class="key">${offer.key}</code></p></li>
<li>${third}</li>
</ol>
<form method="post" action="${ME_PATH}/second-factor">
!${csrfField(session.csrf)}
<input type="hidden" name="offer" value="${offer.sealed}">
!${field({ name: 'code', label: secondFactor.code, error, numeric: true, autocomplete: 'one-time-code', maxLength: 12 })}
<button>${secondFactor.setUp}</button>
</form>
</section>`,
  });
}
