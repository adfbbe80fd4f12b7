import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A Node process of the tests' own, with nothing of the tester's settings in its environment. */
export class Child {
  readonly ended: Promise<Ended>;
  private readonly process: ChildProcess;
  private readonly said = { stdout: '', stderr: '' };
  private readonly listeners = new Set<() => void>();

  /** @param script path from the project's root, with its arguments */
  constructor(script: readonly string[], cwd: string, settings: Readonly<Record<string, string>> = {}) {
    const [file = '', ...rest] = script;
    this.process = spawn(process.execPath, [ROOT + file, ...rest], {
      cwd,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of ['stdout', 'stderr'] as const) {
      this.process[stream]?.setEncoding('utf8').on('data', (text: string) => {
        this.said[stream] += text;
        for (const listener of this.listeners) listener();
      });
    }
    this.ended = new Promise((resolve) =>
      this.process.once('close', (code, signal) => resolve({ code, signal, ...this.said })),
    );
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** Resolves once standard output matches; rejects when the process ends before that. */
  untilSaid(wanted: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = wanted.exec(this.said.stdout);
        if (found) resolve(found);
      };
      this.listeners.add(look);
      look();
      void this.ended.then(({ code, signal, stdout, stderr }) =>
        reject(new Error(`ended with ${code ?? signal} and never said ${wanted}:\n${stdout}${stderr}`)),
      );
    });
  }

  /** Sends a signal; resolves once the process has ended. */
  end(signal: NodeJS.Signals): Promise<Ended> {
    this.process.kill(signal);
    return this.ended;
  }
}
