import { html } from 'ghtml';
import type { TerritoryName } from '../context.ts';
import type { ProfileErrors, TypedProfile } from '../profile-input.ts';
import type { AccountTexts } from '../texts/fr-account.ts';
import { choice, csrfField, field } from './fields.ts';

export const EMPTY_PROFILE: TypedProfile = {
  name: '',
  email: '',
  role: 'tpr',
  language: 'fr',
  territories: [],
  deputyOf: [],
  centre: false,
};

/** What an administrator says of somebody: for a new person and for one who is there. */
export function profileForm(options: {
  readonly texts: AccountTexts;
  readonly csrf: string;
  readonly action: string;
  readonly profile: TypedProfile;
  readonly territories: readonly TerritoryName[];
  readonly errors?: ProfileErrors | undefined;
  readonly submit: string;
}): string {
  const { texts, csrf, action, profile, territories, errors = {}, submit } = options;
  const { staff, me } = texts;
  const { name, email, role, language, centre } = profile;
  return html`<form method="post" action="${action}">
!${csrfField(csrf)}
!${field({ name: 'name', label: staff.name, value: name, error: errors.name && staff[errors.name], maxLength: 80 })}
!${field({ name: 'email', label: staff.email, type: 'email', value: email, error: errors.email && staff[errors.email] })}
!${choice({ name: 'role', label: staff.role, value: role, choices: Object.entries(staff.roles), error: errors.role && staff[errors.role] })}
!${choice({ name: 'language', label: staff.language, value: language, choices: Object.entries(me.languages) })}
!${territoryBoxes('territories', staff.territories, profile.territories, territories)}
!${territoryBoxes('deputyOf', staff.deputyOf, profile.deputyOf, territories)}
<p class="field"><label class="check"><input type="checkbox" name="centre"!${centre ? ' checked' : ''}> ${staff.centre}</label></p>
<button>${submit}</button>
</form>`;
}

function territoryBoxes(
  name: string,
  legend: string,
  chosen: readonly string[],
  territories: readonly TerritoryName[],
): string {
  return html`<fieldset class="boxes"><legend>${legend}</legend>
!${territories
    .map(
      ({ id, name: territory }) =>
        html`<label class="check"><input type="checkbox" name="${name}" value="${id}"!${chosen.includes(id) ? ' checked' : ''}> ${territory}</label>`,
    )
    .join('\n')}
</fieldset>`;
}
