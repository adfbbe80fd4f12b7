import { hash, verify } from '@node-rs/argon2';

/** Argon2id with 19 MiB and two passes, as OWASP advises: some 30 ms, and no cheaper for who has stolen the hashes. */
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const LEAST_LENGTH = 12;
/** Nobody types more; a megabyte would only keep the server busy. */
const LONGEST = 200;

/** Compared with when there is no account: the answer then takes as long as for a wrong password. */
const nobodys = hashPassword('nobody has this password');

export function hashPassword(password: string): Promise<string> {
  return hash(plain(password), COST);
}

/** @param kept hash of the account; null when there is no such account or it has no password: false, as slowly */
export async function isPassword(kept: string | null, password: string): Promise<boolean> {
  const given = plain(password.slice(0, LONGEST * 2));
  const right = await verify(kept ?? (await nobodys), given);
  return right && kept !== null;
}

export type PasswordProblem = 'tooShort' | 'tooLong' | 'different' | 'isEmail';

/** What is wrong with a password that somebody chose, null when nothing is. */
export function problemOf(password: string, again: string, email: string): PasswordProblem | null {
  const letters = [...plain(password)].length;
  if (letters < LEAST_LENGTH) return 'tooShort';
  if (letters > LONGEST) return 'tooLong';
  if (plain(password).toLowerCase() === email.toLowerCase()) return 'isEmail';
  return plain(password) === plain(again) ? null : 'different';
}

/** The same letters typed on another keyboard or phone are the same password. */
function plain(password: string): string {
  return password.normalize('NFKC');
}
