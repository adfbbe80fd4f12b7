import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AgendaKeeper } from '../../src/calendar/agenda-keeper.ts';
import { addByHand, findActivity, setCancelled } from '../../src/calendar/edit-activity.ts';
import type { Store } from '../../src/store/open-store.ts';
import { OpenedStores } from '../support/opened-stores.ts';
import { makeDatabase } from '../support/test-database.ts';
import { written } from '../support/written.ts';

const NOW = new Date('2026-11-23T09:00:00Z');
/** Long before the half minute after which the calendar is read anyway. */
const AT_ONCE = { timeout: 15_000, interval: 10 };

describe('the calendar at hand', () => {
  const stores = new OpenedStores();
  let here: Store;
  let elsewhere: Store;
  let keeper: AgendaKeeper;
  let unwatch: () => void;
  const errors: unknown[] = [];

  beforeEach(async () => {
    const url = await makeDatabase();
    [here, elsewhere] = [await stores.server(url), await stores.server(url)];
    keeper = new AgendaKeeper(here.db, new Map(), () => NOW);
    await keeper.refresh();
    unwatch = keeper.watch(here.pool, (error) => errors.push(error));
    await vi.waitFor(async () => expect(await listeners()).toHaveLength(1), AT_ONCE);
  });
  afterEach(async () => {
    unwatch();
    await stores.closeAll();
    expect(errors.splice(0)).toEqual([]);
  });

  const titles = (): string[] | undefined => keeper.current()?.occurrences.map(({ activity }) => activity.title);

  async function listeners(): Promise<number[]> {
    const { rows } = await elsewhere.pool.query<{ pid: number }>(
      "select pid from pg_stat_activity where datname = current_database() and query like 'listen papote_calendar%'",
    );
    return rows.map(({ pid }) => pid);
  }

  it('has what another process enters, changes and cancels at once', async () => {
    expect(keeper.current()).toBeNull();
    const id = await addByHand(elsewhere.db, written({ title: 'Yoga', at: '2026-12-04 10:00' }), NOW);
    await vi.waitFor(() => expect(titles()).toEqual(['Yoga']), AT_ONCE);
    const time = (await findActivity(elsewhere.db, id))?.times[0]?.id ?? '';
    await setCancelled(elsewhere.db, { activity: id, time, cancelled: true }, NOW);
    await vi.waitFor(() => expect(titles()).toEqual([]), AT_ONCE);
  });

  it('reads once more for what changes while it is being read', async () => {
    const first = keeper.refresh();
    await addByHand(elsewhere.db, written({ title: 'Yoga', at: '2026-12-04 10:00' }), NOW);
    const second = keeper.refresh();
    await Promise.all([first, second]);
    expect(titles()).toEqual(['Yoga']);
  });

  it('gives its connection back in the end', async () => {
    unwatch();
    await vi.waitFor(async () => expect(await listeners()).toEqual([]), AT_ONCE);
  });
});

describe('a lost connection', () => {
  it('is replaced, and what was not heard meanwhile is read', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const stores = new OpenedStores();
    const url = await makeDatabase();
    const [here, elsewhere] = [await stores.server(url), await stores.server(url)];
    const keeper = new AgendaKeeper(here.db, new Map(), () => NOW);
    const unwatch = keeper.watch(here.pool, () => undefined);
    const listeners =
      "from pg_stat_activity where datname = current_database() and query like 'listen papote_calendar%'";
    const count = async () => (await elsewhere.pool.query(`select 1 ${listeners}`)).rowCount;
    await vi.waitFor(async () => expect(await count()).toBe(1), AT_ONCE);
    await elsewhere.pool.query(`select pg_terminate_backend(pid) ${listeners}`);
    await vi.waitFor(async () => expect(await count()).toBe(0), AT_ONCE);
    await addByHand(elsewhere.db, written({ title: 'Yoga', at: '2026-12-04 10:00' }), NOW);
    await vi.advanceTimersByTimeAsync(30_000);
    await vi.waitFor(() => expect(keeper.current()?.occurrences).toHaveLength(1), AT_ONCE);
    await vi.waitFor(async () => expect(await count()).toBe(1), AT_ONCE);
    unwatch();
    await stores.closeAll();
    vi.useRealTimers();
  });
});
