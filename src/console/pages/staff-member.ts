import { html } from 'ghtml';
import type { StaffMember } from '../../handover/staff.ts';
import type { TerritoryName } from '../context.ts';
import { page } from '../layout.ts';
import { STAFF_PATH } from '../paths.ts';
import type { ProfileErrors, TypedProfile } from '../profile-input.ts';
import type { Session } from '../session.ts';
import { territoryNames } from '../territory-names.ts';
import type { AccountTexts } from '../texts/fr-account.ts';
import { dutyForms, type TypedDuty } from './duty-forms.ts';
import { alert, csrfField, notice } from './fields.ts';
import { profileForm } from './profile-form.ts';
import { stateOf } from './staff.ts';

export interface StaffMemberOptions extends TypedDuty {
  readonly session: Session;
  readonly texts: AccountTexts;
  readonly member: StaffMember;
  readonly territories: readonly TerritoryName[];
  readonly notice?: string | undefined;
  readonly alert?: string;
  /** What was typed and is not right, instead of what is kept. */
  readonly typed?: TypedProfile;
  readonly errors?: ProfileErrors;
}

/** One of the network: hours and absences for coordinators, the account for administrators. */
export function staffMemberPage(options: StaffMemberOptions): string {
  const { session, texts, member } = options;
  const path = `${STAFF_PATH}/${member.id}`;
  const isAdministrator = session.member.role === 'administrator';
  return page({
    session,
    title: member.name,
    texts,
    active: 'staff',
    body: html`<p><a href="${STAFF_PATH}">${texts.staff.back}</a></p>
<h1>${member.name}</h1>
!${notice(options.notice)}
!${alert(options.alert)}
!${dutyForms(options, path, 'other')}
!${isAdministrator ? account(options, path) + access(options, path) : facts(options)}`,
  });
}

function account(options: StaffMemberOptions, path: string): string {
  const { session, texts, member, territories, typed = member, errors } = options;
  const { staff } = texts;
  const action = `${path}/profile`;
  return html`<section class="card" id="profile">
<h2>${staff.profile}</h2>
!${profileForm({ texts, csrf: session.csrf, action, profile: typed, territories, errors, submit: staff.saveProfile })}
</section>`;
}

function access({ session, texts: { staff }, member }: StaffMemberOptions, path: string): string {
  const act = (
    name: string,
    label: string,
    help = '',
    style = '',
  ): string => html`<form method="post" action="${path}/${name}">
!${csrfField(session.csrf)}
!${help === '' ? '' : html`<p class="hint">${help}</p>`}
<button class="${style}">${label}</button>
</form>`;
  const actions = member.active
    ? [
        act('invitation', staff.newLink, staff.newLinkHelp),
        member.hasSecondFactor
          ? act('second-factor/remove', staff.removeSecondFactor, staff.removeSecondFactorHelp, 'danger')
          : '',
        act('deactivate', staff.deactivate, staff.deactivateHelp, 'danger'),
      ]
    : [act('activate', staff.activate)];
  return html`<section class="card" id="access">
<h2>${staff.access}</h2>
<p>${staff.state} : ${staff.states[stateOf(member)]}</p>
!${actions.join('\n')}
</section>`;
}

/** What a coordinator may read and not change. */
function facts({ texts, member, territories }: StaffMemberOptions): string {
  const { staff, me } = texts;
  const rows: readonly (readonly [string, string])[] = [
    [staff.email, member.email],
    [staff.role, staff.roles[member.role]],
    [staff.language, me.languages[member.language]],
    [staff.territories, territoryNames(member.territories, territories)],
    [staff.deputyOf, territoryNames(member.deputyOf, territories)],
    [staff.centreShort, member.centre ? staff.yes : staff.no],
    [staff.state, staff.states[stateOf(member)]],
    [staff.secondFactor, member.hasSecondFactor ? staff.yes : staff.no],
  ];
  return html`<section class="card" id="profile">
<h2>${staff.profile}</h2>
<p class="hint">${staff.readOnly}</p>
<dl class="facts">
!${rows.map(([term, value]) => html`<dt>${term}</dt><dd>${value || '–'}</dd>`).join('\n')}
</dl>
</section>`;
}

/** The link by which somebody chooses a password: shown this once, to be handed over. */
export function linkPage(options: {
  readonly session: Session;
  readonly texts: AccountTexts;
  readonly member: StaffMember;
  readonly link: string;
}): string {
  const { session, texts, member, link } = options;
  const { staff } = texts;
  return page({
    session,
    title: staff.linkTitle,
    texts,
    active: 'staff',
    body: html`<section class="card narrow">
<h1>${staff.linkTitle}</h1>
<p>${staff.linkFor(member.name)}</p>
<div class="field">
<label for="link">${staff.link}</label>
<input id="link" value="${link}" readonly>
</div>
<p class="hint">${staff.linkOnce}</p>
<p><a class="button" href="${STAFF_PATH}/${member.id}">${member.name}</a></p>
</section>`,
  });
}
