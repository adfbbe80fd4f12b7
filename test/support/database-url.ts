import type pg from 'pg';

/** Connection settings as an address, unix socket included: `postgres://user:secret@/database?host=/folder`. */
export function databaseUrl({ user, password, host, database }: pg.PoolConfig): string {
  return `postgres://${user}:${String(password)}@localhost/${database}?host=${encodeURIComponent(host ?? '')}`;
}
