import { html } from 'ghtml';
import type { StaffMember } from '../../handover/staff.ts';
import type { TerritoryName } from '../context.ts';
import { page } from '../layout.ts';
import { ALERTS_PATH, ME_PATH } from '../paths.ts';
import type { Session } from '../session.ts';
import { territoryNames } from '../territory-names.ts';
import type { AccountTexts } from '../texts/fr-account.ts';
import { alertTexts } from '../texts/texts.ts';
import { newPasswordFields } from './accept-invitation.ts';
import { dutyForms, type TypedDuty } from './duty-forms.ts';
import { choice, csrfField, field, notice } from './fields.ts';

export interface MeOptions extends TypedDuty {
  readonly session: Session;
  readonly texts: AccountTexts;
  readonly member: StaffMember;
  readonly territories: readonly TerritoryName[];
  readonly notice?: string | undefined;
  readonly passwordErrors?: { readonly now?: string; readonly error?: string; readonly againError?: string };
  readonly codeError?: string;
}

/** One's own account: language, hours, absences, second factor, password, devices. */
export function mePage(options: MeOptions): string {
  const { session, texts, member, territories } = options;
  const { csrf } = session;
  const { me } = texts;
  return page({
    session,
    title: me.title,
    texts,
    active: 'me',
    body: html`<h1>${me.title}</h1>
!${notice(options.notice)}
<section class="card">
<h2>${member.name}</h2>
<p>${member.email} · ${texts.staff.roles[member.role]}!${member.centre ? html` · ${me.centre}` : ''}</p>
<dl class="facts">
<dt>${me.territories}</dt><dd>${territoryNames(member.territories, territories) || me.noTerritories}</dd>
!${member.deputyOf.length === 0 ? '' : html`<dt>${me.deputyOf}</dt><dd>${territoryNames(member.deputyOf, territories)}</dd>`}
</dl>
<form method="post" action="${ME_PATH}/language">
!${csrfField(csrf)}
!${choice({ name: 'language', label: me.language, value: member.language, choices: Object.entries(me.languages) })}
<button>${me.save}</button>
</form>
</section>
!${dutyForms(options, ME_PATH, 'own')}
<section class="card">
<h2>${alertTexts(texts.language).title}</h2>
<p><a class="button" href="${ALERTS_PATH}">${alertTexts(texts.language).open}</a></p>
</section>
!${secondFactorCard(options)}
<section class="card">
<h2>${me.password}</h2>
<form method="post" action="${ME_PATH}/password">
!${csrfField(csrf)}
<input name="username" value="${member.email}" autocomplete="username" hidden>
!${field({ name: 'now', label: me.passwordNow, type: 'password', autocomplete: 'current-password', error: options.passwordErrors?.now })}
!${newPasswordFields(texts, options.passwordErrors?.error, options.passwordErrors?.againError)}
<button>${me.password}</button>
</form>
</section>
<section class="card">
<h2>${me.sessions}</h2>
<p>${me.sessionsHelp}</p>
<form method="post" action="/console/sign-out-everywhere">
!${csrfField(csrf)}
<button class="danger">${me.signOutEverywhere}</button>
</form>
</section>`,
  });
}

function secondFactorCard({ session, texts, member, codeError }: MeOptions): string {
  const { me, layout } = texts;
  const { secondFactorRemoveCode: label } = me;
  if (!member.hasSecondFactor)
    return html`<section class="card">
<h2>${me.secondFactor}</h2>
<p>${me.secondFactorOff}</p>
<p><a class="button" href="${ME_PATH}/second-factor">${layout.secondFactorSetUp}</a></p>
</section>`;
  return html`<section class="card">
<h2>${me.secondFactor}</h2>
<p>${me.secondFactorOn}</p>
<form method="post" action="${ME_PATH}/second-factor/remove">
!${csrfField(session.csrf)}
!${field({ name: 'code', label, error: codeError, numeric: true, autocomplete: 'one-time-code', maxLength: 12 })}
<button class="danger">${me.secondFactorRemove}</button>
</form>
</section>`;
}
