import type { Store } from '../../src/store/open-store.ts';

/** Writes a contact, to be found again. */
export async function leaveMark(store: Store, id: string): Promise<void> {
  await store.db.insertInto('contacts').values({ id, language: 'fr', opted_out_at: null }).execute();
}

export async function marksIn(store: Store): Promise<string[]> {
  const rows = await store.db.selectFrom('contacts').select('id').orderBy('id').execute();
  return rows.map(({ id }) => id);
}
