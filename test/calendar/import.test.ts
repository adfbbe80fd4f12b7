import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  confirmImport,
  type Decision,
  findImport,
  listImports,
  prepareImport,
  previewImport,
  sourceOf,
} from '../../src/calendar/imports.ts';
import { entersByItself, type Plan, type PlannedRow } from '../../src/calendar/plan-import.ts';
import { readAgenda } from '../../src/calendar/read-agenda.ts';
import { undoImport } from '../../src/calendar/undo-import.ts';
import type { Store } from '../../src/store/open-store.ts';
import { readFile } from '../support/calendar-files.ts';
import { OpenedStores } from '../support/opened-stores.ts';
import { makeDatabase } from '../support/test-database.ts';

const NOW = new Date('2026-05-04T08:00:00Z');
const HEADER = 'Date;Activité;Lieu;Commune;Prix;Heure';
const YOGA = '22/05/2026 10h-11h;Yoga;Salle 1;Huy;2 €';
const TALE = '23/05/2026 14h;Conte;Bibliothèque;Huy;gratuit';
const WALK = '24/05/2026 14h;Balade;Place;Engis;';

describe('an import', () => {
  const stores = new OpenedStores();
  let store: Store;
  beforeAll(async () => {
    store = await stores.server(await makeDatabase());
  });
  beforeEach(async () => {
    await sql`truncate activities, imports cascade`.execute(store.db);
  });
  afterAll(() => stores.closeAll());

  async function prepare(
    rows: readonly string[],
    name = 'agenda mai.csv',
    now = NOW,
  ): Promise<{ id: string; plan: Plan }> {
    const read = await readFile([HEADER, ...rows].join('\n'), { name, today: now.toISOString().slice(0, 10) });
    const id = await prepareImport(store.db, { read, fileName: name, staff: null, now });
    const plan = await previewImport(store.db, id, now);
    if (plan === null) throw new Error('no preview');
    return { id, plan };
  }

  const enteredByThemselves = ({ rows }: Plan): Set<number> =>
    new Set(rows.flatMap((row, index) => (entersByItself(row) ? [index] : [])));

  async function enter(rows: readonly string[], name?: string, cancel: readonly string[] = []): Promise<string> {
    const { id, plan } = await prepare(rows, name);
    const decision = { fingerprint: plan.fingerprint, take: enteredByThemselves(plan), cancel: new Set(cancel) };
    expect(await confirmImport(store.db, id, decision, NOW)).toMatchObject({ is: 'done' });
    return id;
  }

  const nothingChosen = ({ fingerprint }: Plan): Decision => ({ fingerprint, take: new Set(), cancel: new Set() });

  const steps = ({ rows }: Plan): string[] => rows.map((row) => `${row.title}: ${row.step}`);

  /** All that the calendar holds, ids and counters aside. */
  async function calendar(): Promise<string[]> {
    const all = await readAgenda(store.db, {
      from: new Date('2020-01-01'),
      to: new Date('2030-01-01'),
      ...{ mothers: true, cancelled: true },
    });
    return all.map(({ activity, startsAt, state }) => {
      const { title, territory, price, place } = activity;
      return [startsAt.toISOString().slice(0, 16), title, place.name, territory, price, state].join(' ');
    });
  }

  const BOTH = ['2026-05-22T08:00 Yoga Salle 1 huy 200 planned', '2026-05-23T12:00 Conte Bibliothèque huy 0 planned'];

  it('enters nothing before it is confirmed', async () => {
    const { plan } = await prepare([YOGA, TALE, '31/06 10h;Rien;;Huy;']);
    expect(steps(plan)).toEqual(['Yoga: new', 'Conte: new', 'Rien: unreadable']);
    expect(await calendar()).toEqual([]);
  });

  it('enters what was read once it is confirmed, and only once', async () => {
    const { id, plan } = await prepare([YOGA, TALE]);
    const decision = nothingChosen(plan);
    expect(await confirmImport(store.db, id, decision, NOW)).toEqual({
      is: 'done',
      counts: { added: 2, changed: 0, cancelled: 0 },
    });
    expect(await confirmImport(store.db, id, decision, NOW)).toEqual({ is: 'gone' });
    expect(await previewImport(store.db, id, NOW)).toBeNull();
    expect(await calendar()).toEqual(BOTH);
    expect(await findImport(store.db, id)).toMatchObject({ state: 'done', by: null, counts: { added: 2 } });
  });

  it('of the same file changes nothing, also under another name', async () => {
    await enter([YOGA, TALE]);
    for (const name of ['agenda mai.csv', 'autre.csv']) {
      const { plan } = await prepare([YOGA, TALE], name);
      expect(steps(plan)).toEqual(['Yoga: unchanged', 'Conte: unchanged']);
      expect(plan.missing).toEqual([]);
      await enter([YOGA, TALE], name);
      expect(await calendar()).toEqual(BOTH);
    }
  });

  it('of a corrected file changes what was corrected, and times keep their ids', async () => {
    await enter([YOGA, TALE]);
    const ids = async () =>
      (await store.db.selectFrom('occurrences').select('id').orderBy('id').execute()).map((row) => row.id);
    const before = await ids();
    const corrected = ['22/05/2026 18h-19h;Yoga;Salle 2;Huy;3 €', TALE, WALK];
    const { plan } = await prepare(corrected, 'agenda mai v2.csv');
    expect(steps(plan)).toEqual(['Yoga: changed', 'Conte: unchanged', 'Balade: new']);
    const [yoga] = plan.rows;
    expect(yoga?.step === 'unreadable' ? [] : yoga?.changes).toEqual([
      { field: 'place', before: 'Salle 1, Huy', after: 'Salle 2, Huy' },
      { field: 'price', before: '2,00 €', after: '3,00 €' },
      { field: 'times', before: '22/05/2026 10:00-11:00', after: '22/05/2026 18:00-19:00' },
    ]);
    await enter(corrected, 'agenda mai v2.csv');
    expect(await calendar()).toEqual([
      '2026-05-22T16:00 Yoga Salle 2 huy 300 planned',
      '2026-05-23T12:00 Conte Bibliothèque huy 0 planned',
      '2026-05-24T12:00 Balade Place huy  planned',
    ]);
    expect(await ids()).toEqual(expect.arrayContaining(before));
  });

  it('recognises an activity that was moved to another day', async () => {
    await enter([YOGA, TALE]);
    const { plan } = await prepare(['29/05/2026 10h-11h;Yoga;Salle 1;Huy;2 €', TALE]);
    expect(steps(plan)).toEqual(['Yoga: changed', 'Conte: unchanged']);
    expect(plan.missing).toEqual([]);
  });

  it('enters a date once that a corrected row names twice', async () => {
    await enter(['22/05/2026 et 23/05/2026 10h-11h;Yoga;Salle 1;Huy;2 €']);
    await enter(['29/05/2026 et 29/05/2026 10h-11h;Yoga;Salle 1;Huy;2 €']);
    expect(await calendar()).toEqual([
      '2026-05-23T08:00 Yoga Salle 1 huy 200 cancelled',
      '2026-05-29T08:00 Yoga Salle 1 huy 200 planned',
    ]);
  });

  it('does not guess between two that could have been moved', async () => {
    await enter([YOGA, '29/05/2026 10h-11h;Yoga;Salle 1;Huy;2 €', TALE, WALK]);
    const { plan } = await prepare(['30/05/2026 10h-11h;Yoga;Salle 1;Huy;2 €', TALE, WALK]);
    expect(steps(plan)).toEqual(['Yoga: new', 'Conte: unchanged', 'Balade: unchanged']);
    expect(plan.missing.map(({ fields }) => fields.title)).toEqual(['Yoga', 'Yoga']);
  });

  it('cancels what is marked so, and takes it back', async () => {
    await enter([YOGA, TALE]);
    const off = YOGA.replace('Yoga', 'ANNULÉ - Yoga');
    expect(steps((await prepare([off, TALE])).plan)).toEqual(['Yoga: cancelled', 'Conte: unchanged']);
    await enter([off, TALE]);
    expect(await calendar()).toEqual(['2026-05-22T08:00 Yoga Salle 1 huy 200 cancelled', BOTH[1]]);
    await enter([YOGA, TALE]);
    expect(await calendar()).toEqual(BOTH);
  });

  it('lists what is no longer in the file, and cancels it only when told to', async () => {
    await enter([YOGA, TALE]);
    const { plan } = await prepare([YOGA]);
    expect(plan.missing.map(({ fields }) => fields.title)).toEqual(['Conte']);
    await enter([YOGA]);
    expect(await calendar()).toEqual(BOTH);
    await enter(
      [YOGA],
      undefined,
      plan.missing.map(({ id }) => id),
    );
    expect(await calendar()).toEqual([BOTH[0], BOTH[1]?.replace('planned', 'cancelled')]);
  });

  it('of another file says nothing of what is not in it', async () => {
    await enter([YOGA, TALE]);
    const { plan } = await prepare([WALK], 'engis.csv');
    expect(plan.missing).toEqual([]);
  });

  describe('what is doubtful', () => {
    it.each([
      ['past', '01/05/2026 10h;Yoga;Salle;Huy;', false],
      ['wrong-weekday', 'lundi 22/05/2026 10h;Yoga;Salle;Huy;', false],
      ['end-before-start', '22/05/2026 10h-9h;Yoga;Salle;Huy;', false],
      ['no-address', '22/05/2026 10h;Yoga;;Huy;', true],
      ['no-hour', '22/05/2026;Yoga;Salle;Huy;', true],
      ['unread-hour', '22/05/2026;Yoga;Salle;Huy;;25h-26h', false],
      ['price-unread', '22/05/2026 10h;Yoga;Salle;Huy;cher', true],
    ])('%s', async (doubt, row, enters) => {
      const { plan } = await prepare([row]);
      expect(plan.rows).toMatchObject([{ step: 'new', doubts: [doubt] }]);
      expect(plan.rows.map(entersByItself)).toEqual([enters]);
    });

    it('two in one place at the same time, in the file or with what is known', async () => {
      const other = '22/05/2026 10h30-12h;Conte;Salle 1;Huy;';
      const doubts = (rows: readonly PlannedRow[]) => rows.map((row) => (row.step === 'unreadable' ? [] : row.doubts));
      expect(doubts((await prepare([YOGA, other])).plan.rows)).toEqual([['double-booking'], ['double-booking']]);
      await enter([YOGA]);
      expect(doubts((await prepare([other], 'autre.csv')).plan.rows)).toEqual([['double-booking']]);
      expect(doubts((await prepare([other.replace('10h30', '11h')], 'autre.csv')).plan.rows)).toEqual([[]]);
    });

    it('what somebody has typed by hand is not entered a second time', async () => {
      await enter([YOGA]);
      await sql`update activities set source = null, source_key = null`.execute(store.db);
      const { plan } = await prepare([YOGA, YOGA.replace('22/05', '29/05')]);
      expect(plan.rows).toMatchObject([{ doubts: ['already-there'] }, { doubts: [] }]);
      expect(plan.rows.map(entersByItself)).toEqual([false, true]);
    });

    it('a row that stands twice is entered once', async () => {
      await enter([YOGA, YOGA]);
      expect(await calendar()).toEqual([BOTH[0]]);
    });

    it('the same at two hours of a day are two', async () => {
      const afternoon = YOGA.replace('10h-11h', '15h-16h');
      await enter([afternoon, YOGA]);
      expect(await calendar()).toHaveLength(2);
      expect(steps((await prepare([YOGA, afternoon])).plan)).toEqual(['Yoga: unchanged', 'Yoga: unchanged']);
    });

    it('is entered when somebody says so, and else waits', async () => {
      const { id, plan } = await prepare(['lundi 22/05/2026 10h;Yoga;Salle;Huy;', TALE]);
      const decision = { fingerprint: plan.fingerprint, cancel: new Set<string>() };
      await confirmImport(store.db, id, { ...decision, take: new Set([0]) }, NOW);
      expect(await calendar()).toHaveLength(2);
    });
  });

  describe('meanwhile', () => {
    it('somebody changed the calendar: the preview has to be looked at again', async () => {
      const first = await prepare([YOGA]);
      await enter([YOGA]);
      const decision = nothingChosen(first.plan);
      expect(await confirmImport(store.db, first.id, decision, NOW)).toEqual({ is: 'outdated' });
      expect(await calendar()).toEqual([BOTH[0]]);
    });

    it('two confirm at once: it is entered once', async () => {
      const { id, plan } = await prepare([YOGA, TALE]);
      const decision = nothingChosen(plan);
      const results = await Promise.all([1, 2, 3].map(() => confirmImport(store.db, id, decision, NOW)));
      expect(results.map(({ is }) => is).sort()).toEqual(['done', 'gone', 'gone']);
      expect(await calendar()).toEqual(BOTH);
    });

    it('something breaks half-way: nothing is entered', async () => {
      const { id, plan } = await prepare([YOGA, TALE]);
      await sql`alter table occurrences add constraint broken check (starts_at < '2026-05-23')`.execute(store.db);
      try {
        const decision = nothingChosen(plan);
        await expect(confirmImport(store.db, id, decision, NOW)).rejects.toThrow('broken');
        expect(await calendar()).toEqual([]);
        expect(await findImport(store.db, id)).toMatchObject({ state: 'open' });
      } finally {
        await sql`alter table occurrences drop constraint broken`.execute(store.db);
      }
    });
  });

  describe('undone', () => {
    /** Every row of the calendar, but for what counts its changes. */
    async function rows(): Promise<unknown> {
      const { rows: found } = await sql<{ all: unknown }>`
        select (select jsonb_agg(to_jsonb(activities) - 'revision' - 'updated_at' order by id) from activities) as activities,
          (select jsonb_agg(to_jsonb(occurrences) order by id) from occurrences) as occurrences
      `.execute(store.db);
      return found;
    }

    it('leaves the calendar as it was before', async () => {
      await enter([YOGA, TALE]);
      const before = await rows();
      const [gone] = (await prepare([YOGA])).plan.missing;
      const changed = ['29/05/2026 18h;Yoga;Salle 2;Huy;', 'tous les lundis de juin 10h;Groupe;Salle;Huy;', WALK];
      const id = await enter(changed, undefined, gone === undefined ? [] : [gone.id]);
      expect(await rows()).not.toEqual(before);
      expect(await undoImport(store.db, id, NOW)).toEqual({ is: 'done' });
      expect(await rows()).toEqual(before);
      expect(await undoImport(store.db, id, NOW)).toEqual({ is: 'gone' });
      expect(await findImport(store.db, id)).toMatchObject({ state: 'undone' });
    });

    it('is refused once a later import has changed the same, and done once that is undone', async () => {
      const first = await enter([YOGA, TALE]);
      const second = await enter([YOGA.replace('Salle 1', 'Salle 2'), TALE]);
      expect(await undoImport(store.db, first, NOW)).toEqual({ is: 'built-on', titles: ['Yoga'] });
      expect(await calendar()).toHaveLength(2);
      expect(await undoImport(store.db, second, NOW)).toEqual({ is: 'done' });
      expect(await calendar()).toEqual(BOTH);
      expect(await undoImport(store.db, first, NOW)).toEqual({ is: 'done' });
      expect(await calendar()).toEqual([]);
    });

    it('is refused when something outside the calendar hangs on it', async () => {
      const id = await enter([YOGA, TALE]);
      await sql`create table guests (occurrence_id uuid references occurrences on delete cascade)`.execute(store.db);
      try {
        await sql`insert into guests select id from occurrences where starts_at < '2026-05-23'`.execute(store.db);
        expect(await undoImport(store.db, id, NOW)).toEqual({ is: 'built-on', titles: ['Yoga'] });
        expect(await calendar()).toEqual(BOTH);
      } finally {
        await sql`drop table guests`.execute(store.db);
      }
    });
  });

  describe('that parents know of', () => {
    async function placeTaken(): Promise<void> {
      await sql`
        with parent as (insert into contacts (id) values ('parent') on conflict (id) do update set id = 'parent' returning id)
        insert into registrations (occurrence_id, contact_id, code, created_at)
        select occurrences.id, parent.id, 'K7PM', ${NOW} from occurrences, parent where starts_at < '2026-05-23'
      `.execute(store.db);
    }

    it('is not undone while somebody has a place, and is once it is given back', async () => {
      const id = await enter([YOGA, TALE]);
      await placeTaken();
      expect(await undoImport(store.db, id, NOW)).toEqual({ is: 'built-on', titles: ['Yoga'] });
      await sql`update registrations set cancelled_at = ${NOW}`.execute(store.db);
      expect(await undoImport(store.db, id, NOW)).toEqual({ is: 'done' });
    });

    it('is not undone when a message has announced it, until it is over', async () => {
      const id = await enter([YOGA, TALE]);
      await sql`
        with sent as (
          insert into broadcasts (id, kind, territory, send_at, not_after)
          values (gen_random_uuid(), 'weekly', 'huy', ${NOW}, ${NOW}) returning id
        ), texts as (
          insert into broadcast_texts (broadcast_id, language, channel, mothers, body, weight)
          select id, 'fr', 'sms', false, '', 1 from sent returning id
        )
        insert into broadcast_tellings (text_id, occurrence_id, digest)
        select texts.id, occurrences.id, 'as it was' from texts, occurrences where starts_at > '2026-05-23'
      `.execute(store.db);
      expect(await undoImport(store.db, id, NOW)).toEqual({ is: 'built-on', titles: ['Conte'] });
      expect(await undoImport(store.db, id, new Date('2026-05-24T08:00:00Z'))).toEqual({ is: 'done' });
    });
  });

  it('that nobody confirms is forgotten after a week', async () => {
    const { id } = await prepare([YOGA]);
    await prepare([TALE], undefined, new Date(NOW.getTime() + 8 * 86_400_000));
    expect(await findImport(store.db, id)).toBeNull();
    expect(await listImports(store.db)).toHaveLength(1);
  });

  it('of a year of the whole network takes seconds', async () => {
    const many = Array.from(
      { length: 1_200 },
      (_, index) => `${(index % 28) + 1}/06/2026 10h;Atelier ${index};Salle ${index};Huy;`,
    );
    await enter(many);
    expect((await prepare(many)).plan.rows.every(({ step }) => step === 'unchanged')).toBe(true);
  });
});

describe('the name of a file', () => {
  it.each([
    ['Agenda mai.xlsx', 'agenda mai'],
    ['Agenda_mai (2) corrigé.xlsx', 'agenda mai'],
    ['Copie de AGENDA MAI v3 - final.csv', 'agenda mai'],
    ['agenda juin.ics', 'agenda juin'],
  ])('%s is a version of "%s"', (name, source) => {
    expect(sourceOf(name)).toBe(source);
  });
});
