import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../src/content/paths.ts';

/** A copy of the project's content that a test may spoil. */
export class ContentCopy {
  readonly root = mkdtempSync(join(tmpdir(), 'papote-content-'));

  /** @param without folders that the test can do without: they are large */
  constructor(without: readonly string[] = []) {
    for (const folder of ['knowledge', 'intents'])
      cpSync(join(PROJECT_ROOT, folder), join(this.root, folder), {
        recursive: true,
        filter: (path) => !without.some((name) => path.endsWith(name)),
      });
  }

  read(file: string): string {
    return readFileSync(join(this.root, file), 'utf8');
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.root, file), text);
  }

  /** Replaces what must stand in the file, and gives the line of the change, from 1. */
  replace(file: string, search: string | RegExp, by: string): number {
    const text = this.read(file);
    const at = typeof search === 'string' ? text.indexOf(search) : text.search(search);
    if (at < 0) throw new Error(`${file} does not hold ${search}`);
    this.write(file, text.replace(search, by));
    return text.slice(0, at).split('\n').length;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
