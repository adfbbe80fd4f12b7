import { html } from 'ghtml';
import type { StaffMember } from '../../handover/staff.ts';
import type { TerritoryName } from '../context.ts';
import { page } from '../layout.ts';
import { STAFF_PATH } from '../paths.ts';
import type { ProfileErrors, TypedProfile } from '../profile-input.ts';
import type { Session } from '../session.ts';
import { territoryNames } from '../territory-names.ts';
import type { AccountTexts } from '../texts/fr-account.ts';
import { EMPTY_PROFILE, profileForm } from './profile-form.ts';

/** Everybody of the network; administrators add people here. */
export function staffPage(options: {
  readonly session: Session;
  readonly texts: AccountTexts;
  readonly members: readonly StaffMember[];
  readonly territories: readonly TerritoryName[];
  /** Today in Brussels, 'YYYY-MM-DD'. */
  readonly today: string;
  /** A new person who could not be added. */
  readonly typed?: TypedProfile;
  readonly errors?: ProfileErrors;
}): string {
  const { session, texts, members, territories, today, typed = EMPTY_PROFILE, errors } = options;
  const { staff } = texts;
  return page({
    session,
    title: staff.title,
    texts,
    active: 'staff',
    body: html`<h1>${staff.title}</h1>
!${members.length === 0 ? html`<p>${staff.empty}</p>` : ''}
<ul class="people">
!${members.map((member) => person(member, texts, territories, today)).join('\n')}
</ul>
!${
      session.member.role === 'administrator'
        ? html`<section class="card">
<h2>${staff.add}</h2>
!${profileForm({ texts, csrf: session.csrf, action: STAFF_PATH, profile: typed, territories, errors, submit: staff.invite })}
</section>`
        : ''
    }`,
  });
}

function person(
  member: StaffMember,
  { staff }: AccountTexts,
  territories: readonly TerritoryName[],
  today: string,
): string {
  const { id, name, role, hours, absences, centre, hasSecondFactor } = member;
  const state = stateOf(member);
  const facts = [
    staff.roles[role],
    territoryNames(member.territories, territories),
    centre ? staff.centreShort : '',
    state === 'active' ? '' : staff.states[state],
    member.active && hours.length === 0 ? staff.noHours : '',
    absences.some(({ from, to }) => from <= today && today <= to) ? staff.absentNow : '',
    `${staff.secondFactor} : ${hasSecondFactor ? staff.yes : staff.no}`,
  ];
  return html`<li class="card person ${state}">
<a href="${STAFF_PATH}/${id}">${name}</a>
<p>${facts.filter((fact) => fact !== '').join(' · ')}</p>
</li>`;
}

export function stateOf({ active, hasPassword }: StaffMember): 'active' | 'invited' | 'inactive' {
  if (!active) return 'inactive';
  return hasPassword ? 'active' : 'invited';
}
