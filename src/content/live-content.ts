import { watch } from 'node:fs';
import { join } from 'node:path';
import type { Assistant } from './load-assistant.ts';
import { withContent } from './load-assistant.ts';
import { describeProblem, type Problem } from './problem.ts';
import { readInBackground } from './read-in-background.ts';

/** Editors write a file in several steps, and a checkout many files: wait until it is quiet. */
const QUIET_MS = 500;

export interface LiveContentOptions {
  readonly root: string;
  /** Told of every reload: the problems that kept the old content in force; none when the new one is in force. */
  readonly onReload: (problems: readonly Problem[]) => void;
  /** Told when reading itself broke down: the content in force stays. */
  readonly onError: (error: unknown) => void;
}

/**
 * The content in force. When its files change they are read and checked again: what is good replaces the old at once, as
 * a whole; what is not leaves the last good content in force and is told by {@link notes}. Texts, numbers, places and
 * dates are new at once; what is learnt from utterances is new after a restart.
 */
export class LiveContent {
  private current: Assistant;
  private problems: readonly Problem[] = [];
  private changed = false;
  private reading: Promise<void> | undefined;
  private readonly options: LiveContentOptions;

  constructor(assistant: Assistant, options: LiveContentOptions) {
    this.current = assistant;
    this.options = options;
  }

  assistant(): Assistant {
    return this.current;
  }

  /** What an operator should know: nothing while the files are good. */
  notes(): string[] {
    const [first] = this.problems;
    if (first === undefined) return [];
    const count = `${this.problems.length} problem${this.problems.length === 1 ? '' : 's'}`;
    return [`the last good content is in force: ${count} in the files, the first: ${describeProblem(first)}`];
  }

  /** Reads the files again; once more when they change meanwhile. */
  async reload(): Promise<void> {
    this.changed = true;
    this.reading ??= this.readWhileChanged().finally(() => {
      this.reading = undefined;
    });
    await this.reading;
  }

  private async readWhileChanged(): Promise<void> {
    while (this.changed) {
      this.changed = false;
      const read = await readInBackground(this.options.root);
      if (this.changed) continue;
      this.problems = 'problems' in read ? read.problems : [];
      if ('content' in read) this.current = withContent(this.current, read.content);
      this.options.onReload(this.problems);
    }
  }

  /** Reloads whenever a file of the content changes, until the function given back is called. */
  watch(): () => void {
    let timer: NodeJS.Timeout | undefined;
    const changed = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => void this.reload().catch(this.options.onError), QUIET_MS);
    };
    const watchers = ['knowledge', 'intents'].map((folder) =>
      watch(join(this.options.root, folder), { recursive: true }, changed),
    );
    // A folder that is taken away while it is watched ends the watch, not the service.
    for (const watcher of watchers) watcher.on('error', () => watcher.close());
    return () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    };
  }
}
