import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '../../src/content/paths.ts';
import { makeDatabase } from '../support/test-database.ts';

const run = promisify(execFile);

describe('npm run calendar', () => {
  const folder = mkdtempSync(join(tmpdir(), 'papote-calendar-'));
  let databaseUrl: string;
  beforeAll(async () => {
    databaseUrl = await makeDatabase();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What the command prints, and its code. */
  async function calendar(...parameters: readonly string[]): Promise<{ code: number; out: string }> {
    const env = { ...process.env, DATABASE_URL: databaseUrl, PAPOTE_ENV: 'demo' };
    const call = ['setup/run.mjs', 'src/commands/calendar.ts', ...parameters];
    try {
      const { stdout } = await run(process.execPath, call, { cwd: PROJECT_ROOT, env });
      return { code: 0, out: stdout };
    } catch (error) {
      if (!(error instanceof Error && 'stderr' in error && 'code' in error)) throw error;
      return { code: Number(error.code), out: String(error.stderr) };
    }
  }

  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const YEAR = new Date().getFullYear() + 1;

  it('shows what a file would change, enters it with --yes, lists it and takes it back', async () => {
    const path = file(
      'agenda.csv',
      `Date;Activité;Lieu;Commune\n22/05/${YEAR} 10h;Yoga;Salle;Huy\n22/06/${YEAR} 10h;Conte;Salle;`,
    );
    const shown = await calendar('import', path);
    expect(shown.out).toContain(`new        22/05/${YEAR} 10:00 | Yoga | huy, Salle`);
    expect(shown.out).toContain('unreadable Conte: no known town');
    expect(shown.out).toContain('Nothing was entered');
    const entered = await calendar('import', path, '--territory', 'namur', '--yes');
    expect(entered.out).toContain('Entered: 2 added, 0 changed, 0 cancelled.');
    const id = /undo ([\w-]{36})/.exec(entered.out)?.[1] ?? '';
    expect((await calendar('list')).out).toContain(`${id}  ${new Date().toISOString().slice(0, 4)}`);
    expect((await calendar('undo', id)).out).toContain('as it was before');
    expect(await calendar('undo', id)).toEqual({ code: 1, out: expect.stringContaining('no such import in force') });
  }, 60_000);

  it('says in one line what is wrong', async () => {
    const bad = file('letter.csv', 'Bonjour;à toutes\n');
    for (const [call, words] of [
      [['import', bad], 'No row of headers was found'],
      [['import', join(folder, 'nothing.csv')], 'cannot be read'],
      [['import', bad, '--territory', 'atlantis'], 'There is no territory "atlantis"'],
      [['undo', 'x'], 'Give the id'],
      [[], 'npm run calendar -- import <file>'],
    ] as const)
      expect(await calendar(...call)).toEqual({ code: 1, out: expect.stringContaining(words) });
  }, 60_000);
});
