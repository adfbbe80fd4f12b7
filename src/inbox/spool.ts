import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CHANNEL_NAMES, type ChannelName, type InboundEvent } from '../channel.ts';
import type { Sealer } from '../store/sealer.ts';
import { type Late, readLateness, readStoredEvent, writeStoredEvent } from './stored-event.ts';

/** More events than come in hours: beyond, the provider keeps them for us. */
const MOST_EVENTS = 10_000;
/** As long as texts are kept anywhere. */
const KEPT_DAYS = 30;

/** An event that waits for the database. */
export interface SpooledEvent {
  readonly channel: ChannelName;
  readonly event: InboundEvent;
  readonly late: Late;
}

const record = z.object({ channel: z.enum(CHANNEL_NAMES), event: z.string() });

export interface SpoolOptions {
  /** Made when it is first needed. */
  readonly folder: string;
  readonly sealer: Sealer;
  readonly mostEvents?: number;
  /** Told how many events wait, whenever that changes. */
  readonly onCount?: (count: number) => void;
}

/**
 * Events on disk while the database is away: sealed, one file each, named by a keyed hash of channel and id, so that a name says
 * nothing and what is sent again takes the same place. What is kept survives a crash.
 */
export class Spool {
  private readonly options: SpoolOptions;
  /** In order of arrival. */
  private readonly events = new Map<string, SpooledEvent>();

  private constructor(options: SpoolOptions) {
    this.options = options;
  }

  /** The spool with what an earlier process left; files that this key does not open stay where they are, and are counted. */
  static async open(options: SpoolOptions): Promise<{ spool: Spool; unreadable: number }> {
    const spool = new Spool(options);
    return { spool, unreadable: await spool.readFolder() };
  }

  get count(): number {
    return this.events.size;
  }

  /** The events that came first. */
  oldest(count: number): SpooledEvent[] {
    return [...this.events.values()].slice(0, count);
  }

  /**
   * Keeps an event; true once it is safe on disk. False when there is no room, or the disk takes nothing: then nobody has it but
   * the provider. One that is kept already stays in its place; that its danger was answered is added.
   */
  async put({ channel, event, late }: SpooledEvent): Promise<boolean> {
    const key = this.keyOf(channel, event);
    const before = this.events.get(key);
    if (before === undefined && this.events.size >= (this.options.mostEvents ?? MOST_EVENTS)) return false;
    const kept = {
      channel,
      event,
      late: { at: before?.late.at ?? late.at, dangerSaidAt: late.dangerSaidAt ?? before?.late.dangerSaidAt ?? null },
    };
    this.events.set(key, kept);
    try {
      await this.write(key, kept);
      // Let go while it was being written.
      if (!this.events.has(key)) await rm(join(this.options.folder, key), { force: true });
    } catch {
      if (before === undefined) this.events.delete(key);
      return false;
    } finally {
      this.options.onCount?.(this.events.size);
    }
    return true;
  }

  has({ channel, event }: Pick<SpooledEvent, 'channel' | 'event'>): boolean {
    return this.events.has(this.keyOf(channel, event));
  }

  /** Lets an event go that the database has. */
  async remove({ channel, event }: SpooledEvent): Promise<void> {
    const key = this.keyOf(channel, event);
    this.forget(key);
    await rm(join(this.options.folder, key), { force: true });
  }

  /** Waits no longer for an event that the database does not take; its file stays, for the next start to try. */
  setAside({ channel, event }: SpooledEvent): void {
    this.forget(this.keyOf(channel, event));
  }

  /** Deletes what has lain here longer than any text is kept, readable or not. */
  async forgetOld(now: Date): Promise<void> {
    const before = now.getTime() - KEPT_DAYS * 86_400_000;
    for (const name of await this.names()) {
      const path = join(this.options.folder, name);
      if ((await stat(path)).mtimeMs >= before) continue;
      await rm(path, { force: true });
      this.forget(name);
    }
  }

  private forget(key: string): void {
    if (this.events.delete(key)) this.options.onCount?.(this.events.size);
  }

  private keyOf(channel: ChannelName, event: InboundEvent): string {
    return this.options.sealer.hash(`spool ${channel}`, event.id).toString('hex');
  }

  private async names(): Promise<string[]> {
    return await readdir(this.options.folder).catch(() => []);
  }

  private async readFolder(): Promise<number> {
    const found = new Map<string, SpooledEvent>();
    let unreadable = 0;
    // What was being written when the process was killed sorts after the whole file of the same event.
    for (const name of (await this.names()).sort()) {
      const read = await this.read(name).catch(() => undefined);
      const [key = name] = name.split('.');
      if (key !== name) await this.settle(name, key, read, found);
      else if (read === undefined) unreadable += 1;
      else found.set(key, read);
    }
    const inOrder = [...found].sort(([, one], [, other]) => one.late.at.getTime() - other.late.at.getTime());
    for (const [key, event] of inOrder) this.events.set(key, event);
    this.options.onCount?.(this.events.size);
    return unreadable;
  }

  /** Gives a file that got no name before the crash its name, if it is whole and says more than the one that has it. */
  private async settle(
    name: string,
    key: string,
    read: SpooledEvent | undefined,
    found: Map<string, SpooledEvent>,
  ): Promise<void> {
    const path = join(this.options.folder, name);
    if (read === undefined || (found.has(key) && read.late.dangerSaidAt === null))
      return await rm(path, { force: true });
    await rename(path, join(this.options.folder, key));
    found.set(key, read);
  }

  private async read(name: string): Promise<SpooledEvent | undefined> {
    const sealed = await readFile(join(this.options.folder, name));
    const { channel, event } = record.parse(JSON.parse(this.options.sealer.open(sealed)));
    const late = readLateness(event);
    return late && { channel, event: readStoredEvent(event), late };
  }

  /** Whole or not at all: written beside, brought to the disk, then given its name. */
  private async write(key: string, { channel, event, late }: SpooledEvent): Promise<void> {
    const { folder, sealer } = this.options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const beside = join(folder, `${key}.${randomUUID()}`);
    try {
      const file = await open(beside, 'wx', 0o600);
      try {
        await file.writeFile(sealer.seal(JSON.stringify({ channel, event: writeStoredEvent(event, late) })));
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
