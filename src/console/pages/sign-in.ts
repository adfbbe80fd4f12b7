import { html } from 'ghtml';
import { page } from '../layout.ts';
import { SIGN_IN_PATH } from '../paths.ts';
import type { AccountTexts } from '../texts/fr-account.ts';
import { alert, csrfField, field, notice } from './fields.ts';

/** The door of the console. */
export function signInPage(options: {
  readonly texts: AccountTexts;
  readonly csrf: string;
  readonly next: string;
  readonly email?: string;
  readonly error?: string;
  readonly notice?: string | undefined;
}): string {
  const { texts, csrf, next, email = '', error } = options;
  const { signIn } = texts;
  return page({
    session: null,
    title: signIn.title,
    texts,
    body: html`<section class="card narrow">
<h1>${signIn.title}</h1>
<p>${signIn.intro}</p>
!${notice(options.notice)}
!${alert(error)}
<form method="post" action="${SIGN_IN_PATH}">
!${csrfField(csrf)}
<input type="hidden" name="next" value="${next}">
!${field({ name: 'email', label: signIn.email, type: 'email', value: email, autocomplete: 'username' })}
!${field({ name: 'password', label: signIn.password, type: 'password', autocomplete: 'current-password' })}
<button>${signIn.submit}</button>
</form>
<p class="hint">${signIn.forgotten}</p>
</section>`,
  });
}
