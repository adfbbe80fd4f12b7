import { html } from 'ghtml';
import { messagePage, page } from '../layout.ts';
import { SIGN_IN_PATH } from '../paths.ts';
import type { AccountTexts } from '../texts/fr-account.ts';
import { csrfField, field } from './fields.ts';

/** Where somebody who was invited, or forgot the password, chooses one. */
export function invitationPage(options: {
  readonly texts: AccountTexts;
  readonly csrf: string;
  readonly token: string;
  readonly name: string;
  readonly email: string;
  readonly error?: string;
  readonly againError?: string;
}): string {
  const { texts, csrf, token, name, email, error, againError } = options;
  const { invitation } = texts;
  return page({
    session: null,
    title: invitation.title,
    texts,
    body: html`<section class="card narrow">
<h1>${invitation.title}</h1>
<p>${invitation.hello(name)}</p>
<form method="post" action="/console/invitation/${token}">
!${csrfField(csrf)}
<div class="field">
<label for="email">${texts.signIn.email}</label>
<input id="email" type="email" value="${email}" autocomplete="username" readonly>
</div>
!${newPasswordFields(texts, error, againError)}
<button>${invitation.submit}</button>
</form>
</section>`,
  });
}

/** A new password, twice. */
export function newPasswordFields({ invitation }: AccountTexts, error?: string, againError?: string): string {
  const type = 'password' as const;
  const autocomplete = 'new-password';
  return html`!${field({ name: 'password', label: invitation.password, hint: invitation.rule, error, type, autocomplete })}
!${field({ name: 'again', label: invitation.again, error: againError, type, autocomplete })}`;
}

/** A link that cannot be used (any more), and what to do. */
export function badInvitationPage(texts: AccountTexts, state: 'used' | 'expired' | 'unknown'): string {
  const { invitation, signIn } = texts;
  return messagePage({
    session: null,
    texts,
    title: invitation[state],
    lines: [invitation[`${state}Help`]],
    link: { path: SIGN_IN_PATH, label: signIn.title },
  });
}
