import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { KEPT_FOLDER, keepFile } from './kept-files.ts';
import { lessonsDigest, rememberDigest } from './lessons-digest.ts';
import { type Content, loadContent } from './load-content.ts';
import { PROJECT_ROOT } from './paths.ts';

const ENDING = '.content';
/** Raised when the shape of `Content` changes, or what is learnt from it. */
const VERSION = 9;

/** What a file holds. */
interface Kept {
  readonly content: Content;
  readonly digest: string;
}

/**
 * The content below a root as `loadContent` gives it, taken from a file named for the bytes of all its files when it was
 * read before: reading YAML takes seconds, this a tenth of one. Throws `ContentError` as `loadContent` does.
 */
export function loadCachedContent(root: string = PROJECT_ROOT, folder: string = KEPT_FOLDER): Content {
  const name = fingerprintOf(root);
  try {
    const { content, digest } = deserialize(readFileSync(join(folder, name + ENDING))) as Kept;
    rememberDigest(content, digest);
    return content;
  } catch {
    const content = loadContent(root);
    keepFile(folder, name, ENDING, serialize({ content, digest: lessonsDigest(content) } satisfies Kept));
    return content;
  }
}

function fingerprintOf(root: string): string {
  // How values are written depends on the version of Node.
  const hash = createHash('sha256').update(`${VERSION} ${process.versions.v8}\n`);
  for (const folder of ['knowledge', 'intents']) addFolder(hash, join(root, folder), folder);
  return hash.digest('hex').slice(0, 32);
}

function addFolder(hash: ReturnType<typeof createHash>, path: string, name: string): void {
  for (const entry of readdirSync(path).sort()) {
    const inside = join(path, entry);
    if (statSync(inside).isDirectory()) addFolder(hash, inside, `${name}/${entry}`);
    else hash.update(`${name}/${entry}\n`).update(readFileSync(inside)).update('\0');
  }
}
