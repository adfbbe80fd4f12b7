import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from './paths.ts';

/** Where what can be made again is kept between starts. */
export const KEPT_FOLDER = join(PROJECT_ROOT, 'node_modules/.cache/papote');

/** Several contents may be in use at once: the one in force, one being edited, one of a test. */
const MOST_KEPT = 4;

/**
 * Writes a file at once, or not at all (its bytes, or whatever writes them to a path), and drops the oldest of its kind. A folder that cannot be written is no harm: what is
 * kept there is made again.
 */
export function keepFile(
  folder: string,
  name: string,
  ending: string,
  content: Uint8Array | ((path: string) => void),
): void {
  const fresh = join(folder, `${randomUUID()}.tmp`);
  try {
    mkdirSync(folder, { recursive: true });
    if (typeof content === 'function') content(fresh);
    else writeFileSync(fresh, content);
    renameSync(fresh, join(folder, name + ending));
    const byAge = readdirSync(folder)
      .filter((file) => file.endsWith(ending))
      .map((file) => ({ path: join(folder, file), at: statSync(join(folder, file)).mtimeMs }))
      .sort((one, other) => other.at - one.at);
    for (const { path } of byAge.slice(MOST_KEPT)) rmSync(path, { force: true });
  } catch {
    tryToRemove(fresh);
  }
}

/** Tells a whole file from one that was cut short or changed. */
export function checksumOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

function tryToRemove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // What is in the way of writing may be in the way of this too.
  }
}
