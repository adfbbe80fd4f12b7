import { watch } from 'node:fs';
import { join } from 'node:path';
import type { Assistant } from './load-assistant.ts';
import { withContent, withLearnt } from './load-assistant.ts';
import type { Content } from './load-content.ts';
import { describeProblem, type Problem } from './problem.ts';
import { readInBackground } from './read-in-background.ts';

/** Editors write a file in several steps, and a checkout many files: wait until it is quiet. */
const QUIET_MS = 500;

export interface LiveContentOptions {
  readonly root: string;
  /** Where what is learnt is kept. Default: with what other starts have learnt. */
  readonly folder?: string;
  /** Told of every reload: the problems that kept the old content in force; none when the new one is in force. */
  readonly onReload: (problems: readonly Problem[]) => void;
  /** Told when reading itself broke down: the content in force stays. */
  readonly onError: (error: unknown) => void;
}

/**
 * The content in force. When its files change they are read and checked again: what is good replaces the old at once, as
 * a whole; what is not leaves the last good content in force and is told by {@link notes}. Texts, numbers, places and
 * dates are new at once; what is learnt from utterances as soon as it is learnt, in the background.
 */
export class LiveContent {
  private current: Assistant;
  private problems: readonly Problem[] = [];
  private reading: AbortController | undefined;
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

  /**
   * Reads the files again, learns from them, and gives up what an earlier change has begun. Settled when the new content is in
   * force as a whole, or when it turned out not to be good.
   */
  async reload(): Promise<void> {
    this.reading?.abort();
    const reading = new AbortController();
    this.reading = reading;
    const { root, folder } = this.options;
    const { sentences } = this.current;
    let fresh: Content | undefined;
    await readInBackground(
      { root, ...(folder && { folder }), ...(sentences && { sentences }) },
      {
        onRead: (read) => {
          this.problems = 'problems' in read ? read.problems : [];
          if ('content' in read) {
            fresh = read.content;
            this.current = withContent(this.current, fresh);
          }
          this.options.onReload(this.problems);
        },
        onLearnt: () => {
          if (fresh !== undefined) this.current = withLearnt(this.current, fresh, folder);
        },
      },
      reading.signal,
    );
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
      this.reading?.abort();
      for (const watcher of watchers) watcher.close();
    };
  }
}
