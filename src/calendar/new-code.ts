import { randomInt } from 'node:crypto';

/** Letters and digits that nobody takes for one another when they are said aloud or read. */
const SIGNS = 'ACDEFHJKLMNPRTUVWXY34679';
const LENGTH = 4;

/** A code to say at the door: it tells nothing of who says it. */
export function newCode(): string {
  return Array.from({ length: LENGTH }, () => SIGNS.charAt(randomInt(SIGNS.length))).join('');
}
