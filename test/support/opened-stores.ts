import { expect } from 'vitest';
import { StartError } from '../../src/start-error.ts';
import { openStore, openStoreBeside, type Store } from '../../src/store/open-store.ts';

/** Stores that a test file opens, so that none is left open whatever happens. */
export class OpenedStores {
  private readonly open = new Set<Store>();

  async embedded(dataDir: string, notice: (line: string) => void = () => undefined): Promise<Store> {
    return this.keep(await openStore({ databaseUrl: undefined, dataDir, notice }));
  }

  /** As a command opens it, which may be given while a server runs. */
  async beside(dataDir: string): Promise<Store> {
    return this.keep(await openStoreBeside({ databaseUrl: undefined, dataDir, notice: () => undefined }));
  }

  async server(databaseUrl: string): Promise<Store> {
    return this.keep(await openStore({ databaseUrl, dataDir: '/nowhere', notice: () => undefined }));
  }

  async close(store: Store): Promise<void> {
    this.open.delete(store);
    await store.close();
  }

  async closeAll(): Promise<void> {
    for (const store of [...this.open]) await this.close(store);
  }

  private keep(store: Store): Store {
    this.open.add(store);
    return store;
  }
}

/** The one line that a start is refused with. */
export async function refusalOf(start: Promise<unknown>): Promise<string> {
  const thrown: unknown = await start.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(StartError);
  const line = thrown instanceof Error ? thrown.message : '';
  expect(line).toMatch(/^[^\n\r]{20,}$/);
  return line;
}
