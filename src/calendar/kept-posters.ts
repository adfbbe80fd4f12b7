import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** All territories in some months and languages; the oldest make room. */
const MOST_KEPT = 300;

/** The poster kept under a name, if it is there. */
export async function readPoster(folder: string, name: string): Promise<Buffer | undefined> {
  return readFile(join(folder, name)).catch(() => undefined);
}

/** Keeps a poster; of more than {@link MOST_KEPT} the oldest go. A reader never sees half of one. */
export async function keepPoster(folder: string, name: string, poster: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true });
  const half = join(folder, `${name}.part`);
  await writeFile(half, poster);
  await rename(half, join(folder, name));
  const names = await readdir(folder);
  if (names.length <= MOST_KEPT) return;
  const aged = await Promise.all(
    names.map(async (one) => ({ path: join(folder, one), at: (await stat(join(folder, one))).mtimeMs })),
  );
  aged.sort((one, other) => other.at - one.at);
  await Promise.all(aged.slice(MOST_KEPT).map(({ path }) => rm(path, { force: true })));
}
