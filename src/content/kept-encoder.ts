import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Content } from './load-content.ts';
import { fingerprintOfLines, parallelLines } from './parallel-lines.ts';
import { PROJECT_ROOT } from './paths.ts';

const FOLDER = 'intents/encoder';
const aboutSchema = z.object({ lines: z.number(), steps: z.number(), inputs: z.string() });

/** What an encoder was trained on: how many parallel lines, in how many steps, and their fingerprint. */
export type AboutEncoder = z.infer<typeof aboutSchema>;

/** The built-in encoder's rows as `npm run train -- --encoder` has kept them; undefined where none is kept. */
export function readEncoder(root: string): Int8Array | undefined {
  const path = join(root, FOLDER, 'encoder.bin');
  return existsSync(path) ? Int8Array.from(readFileSync(path)) : undefined;
}

export function keepEncoder(rows: Int8Array, about: AboutEncoder, root: string = PROJECT_ROOT): void {
  mkdirSync(join(root, FOLDER), { recursive: true });
  writeFileSync(join(root, FOLDER, 'encoder.bin'), rows);
  writeFileSync(join(root, FOLDER, 'encoder.json'), `${JSON.stringify(about, null, 2)}\n`);
}

/** Whether an encoder is kept that was trained on other lines than those of today: it still works, a little worse. */
export function isEncoderStale(content: Content, root: string = PROJECT_ROOT): boolean {
  if (content.encoder === undefined) return false;
  const inputs = inputsOf(join(root, FOLDER, 'encoder.json'));
  return inputs !== fingerprintOfLines(parallelLines(content), content);
}

function inputsOf(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return aboutSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data?.inputs;
  } catch {
    return undefined;
  }
}
