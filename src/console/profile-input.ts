import { z } from 'zod';
import { type Profile, ROLES } from '../handover/staff.ts';
import type { TerritoryName } from './context.ts';
import { readField, readFields, readLine } from './forms.ts';

/** Names of texts that say what is wrong, by field. */
export interface ProfileErrors {
  readonly name?: 'nameMissing';
  readonly email?: 'emailWrong' | 'emailTaken';
  readonly role?: 'roleMissing' | 'lastAdministrator';
}

/** What was typed, right or not. */
export type TypedProfile = Omit<Profile, 'role'> & { readonly role: Profile['role'] | '' };

const LONGEST_NAME = 80;
const email = z.email().max(200);
const role = z.enum(ROLES);

export function readProfile(
  body: unknown,
  territories: readonly TerritoryName[],
): { readonly typed: TypedProfile; readonly profile: Profile | null; readonly errors: ProfileErrors } {
  const known = (name: string): string[] => {
    const chosen = readFields(body, name);
    return territories.map(({ id }) => id).filter((id) => chosen.includes(id));
  };
  const chosenRole = role.safeParse(readField(body, 'role'));
  const rest = {
    name: readLine(body, 'name'),
    email: readLine(body, 'email').toLowerCase(),
    language: readField(body, 'language') === 'nl' ? ('nl' as const) : ('fr' as const),
    territories: known('territories'),
    deputyOf: known('deputyOf'),
    centre: readField(body, 'centre') === 'on',
  };
  const errors: ProfileErrors = {
    ...((rest.name === '' || rest.name.length > LONGEST_NAME) && { name: 'nameMissing' as const }),
    ...(!email.safeParse(rest.email).success && { email: 'emailWrong' as const }),
    ...(!chosenRole.success && { role: 'roleMissing' as const }),
  };
  const isGood = Object.keys(errors).length === 0 && chosenRole.success;
  return {
    typed: { ...rest, role: chosenRole.data ?? '' },
    profile: isGood ? { ...rest, role: chosenRole.data } : null,
    errors,
  };
}
