import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Paths of a folder's files with an ending, sorted by name; none when there is no such folder. */
export function filesIn(folder: string, ending: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));
}
