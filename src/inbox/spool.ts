import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sealer } from '../store/sealer.ts';

/** More than comes in hours: beyond, the provider keeps it for us. */
const MOST_KEPT = 10_000;
/** As long as texts are kept anywhere. */
const KEPT_DAYS = 30;

/** What a spool must know of that which it keeps. */
export interface SpoolKind<T> {
  /** What is sent again has the same name, and takes the same place. */
  readonly nameOf: (one: T) => readonly [kind: string, id: string];
  readonly arrivedAt: (one: T) => Date;
  /** Joins what has come to what is kept already under the same name. */
  readonly join: (before: T, one: T) => T;
  /** Says more than what was first kept under the same name. */
  readonly saysMore: (one: T) => boolean;
  readonly write: (one: T) => string;
  /** Undefined, or throws, for what is none. */
  readonly read: (text: string) => T | undefined;
}

export interface SpoolOptions {
  /** Made when it is first needed. */
  readonly folder: string;
  readonly sealer: Sealer;
  readonly mostKept?: number;
  /** Told how many wait, whenever that changes. */
  readonly onCount?: (count: number) => void;
}

/**
 * What came in while the database is away, on disk: sealed, one file each, named by a keyed hash of kind and id, so that a name
 * says nothing and what is sent again takes the same place. What is kept survives a crash.
 */
export class Spool<T> {
  private readonly kind: SpoolKind<T>;
  private readonly options: SpoolOptions;
  /** In order of arrival. */
  private readonly kept = new Map<string, T>();

  private constructor(kind: SpoolKind<T>, options: SpoolOptions) {
    this.kind = kind;
    this.options = options;
  }

  /** The spool with what an earlier process left; files that this key does not open stay where they are, and are counted. */
  static async open<T>(kind: SpoolKind<T>, options: SpoolOptions): Promise<{ spool: Spool<T>; unreadable: number }> {
    const spool = new Spool(kind, options);
    return { spool, unreadable: await spool.readFolder() };
  }

  get count(): number {
    return this.kept.size;
  }

  /** Those that came first. */
  oldest(count: number): T[] {
    return [...this.kept.values()].slice(0, count);
  }

  /**
   * Keeps one; true once it is safe on disk. False when there is no room, or the disk takes nothing: then nobody has it but
   * the provider. One that is kept already stays in its place; what is new is added.
   */
  async put(one: T): Promise<boolean> {
    const key = this.keyOf(one);
    const before = this.kept.get(key);
    if (before === undefined && this.kept.size >= (this.options.mostKept ?? MOST_KEPT)) return false;
    const kept = before === undefined ? one : this.kind.join(before, one);
    this.kept.set(key, kept);
    try {
      await this.write(key, kept);
      // Let go while it was being written.
      if (!this.kept.has(key)) await rm(join(this.options.folder, key), { force: true });
    } catch {
      if (before === undefined) this.kept.delete(key);
      return false;
    } finally {
      this.options.onCount?.(this.kept.size);
    }
    return true;
  }

  has(one: T): boolean {
    return this.kept.has(this.keyOf(one));
  }

  /** Lets one go that the database has. */
  async remove(one: T): Promise<void> {
    const key = this.keyOf(one);
    this.forget(key);
    await rm(join(this.options.folder, key), { force: true });
  }

  /** Waits no longer for one that the database does not take; its file stays, for the next start to try. */
  setAside(one: T): void {
    this.forget(this.keyOf(one));
  }

  /** Deletes what has lain here longer than any text is kept, readable or not. */
  async forgetOld(now: Date): Promise<void> {
    const before = now.getTime() - KEPT_DAYS * 86_400_000;
    for (const name of await this.names()) {
      const path = join(this.options.folder, name);
      const found = await stat(path).catch(() => undefined);
      // Stored and gone meanwhile.
      if (found === undefined || found.mtimeMs >= before) continue;
      await rm(path, { force: true });
      this.forget(name);
    }
  }

  private forget(key: string): void {
    if (this.kept.delete(key)) this.options.onCount?.(this.kept.size);
  }

  private keyOf(one: T): string {
    const [kind, id] = this.kind.nameOf(one);
    return this.options.sealer.hash(`spool ${kind}`, id).toString('hex');
  }

  private async names(): Promise<string[]> {
    return await readdir(this.options.folder).catch(() => []);
  }

  private async readFolder(): Promise<number> {
    const found = new Map<string, T>();
    let unreadable = 0;
    // What was being written when the process was killed sorts after the whole file of the same name.
    for (const name of (await this.names()).sort()) {
      const read = await this.read(name).catch(() => undefined);
      const [key = name] = name.split('.');
      if (key !== name) await this.settle(name, key, read, found);
      else if (read === undefined) unreadable += 1;
      else found.set(key, read);
    }
    const { arrivedAt } = this.kind;
    const inOrder = [...found].sort(([, one], [, other]) => arrivedAt(one).getTime() - arrivedAt(other).getTime());
    for (const [key, one] of inOrder) this.kept.set(key, one);
    this.options.onCount?.(this.kept.size);
    return unreadable;
  }

  /** Gives a file that got no name before the crash its name, if it is whole and says more than the one that has it. */
  private async settle(name: string, key: string, read: T | undefined, found: Map<string, T>): Promise<void> {
    const path = join(this.options.folder, name);
    if (read === undefined || (found.has(key) && !this.kind.saysMore(read))) return await rm(path, { force: true });
    await rename(path, join(this.options.folder, key));
    found.set(key, read);
  }

  private async read(name: string): Promise<T | undefined> {
    const sealed = await readFile(join(this.options.folder, name));
    return this.kind.read(this.options.sealer.open(sealed));
  }

  /** Whole or not at all: written beside, brought to the disk, then given its name. */
  private async write(key: string, one: T): Promise<void> {
    const { folder, sealer } = this.options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const beside = join(folder, `${key}.${randomUUID()}`);
    try {
      const file = await open(beside, 'wx', 0o600);
      try {
        await file.writeFile(sealer.seal(this.kind.write(one)));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(beside, join(folder, key));
    } catch (error) {
      await unlink(beside).catch(() => undefined);
      throw error;
    }
    const names = await open(folder);
    await names.sync().finally(() => names.close());
  }
}
