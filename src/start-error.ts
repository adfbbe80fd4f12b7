/**
 * Something that keeps Papote from starting and that the operator can mend. The message is one line: what happened
 * and what to do. `main.ts` prints it and exits with code 1.
 */
export class StartError extends Error {}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code of a system or database error (`ENOENT`, `EACCES`, `53300`), if it has one. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
