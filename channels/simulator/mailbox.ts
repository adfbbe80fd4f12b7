import type { ChannelName, Outgoing } from '../../src/channel.ts';

/** A demo that is left running forgets the oldest phones, and of each phone the oldest messages that nobody fetched. */
const MOST_PHONES = 1_000;
const MOST_WAITING = 50;

/** Messages that arrive on simulated phones: while somebody waits for an answer, or later, when a person of the network writes. */
export class Mailbox {
  private readonly collectors = new Map<string, Outgoing[]>();
  private readonly turns = new Map<string, Promise<unknown>>();
  /** Of the phones that have written: what nobody has fetched yet. */
  private readonly waiting = new Map<string, Outgoing[]>();

  deliver(channel: ChannelName, outgoing: Outgoing): void {
    const key = keyOf(channel, outgoing.address);
    const collector = this.collectors.get(key);
    if (collector !== undefined) {
      collector.push(outgoing);
      return;
    }
    const waiting = this.waiting.get(key);
    waiting?.push(outgoing);
    if (waiting !== undefined && waiting.length > MOST_WAITING) waiting.shift();
  }

  /** What has arrived on a phone since it last wrote or asked, the oldest first. */
  fetch(channel: ChannelName, address: string): readonly Outgoing[] {
    return this.waiting.get(keyOf(channel, address))?.splice(0) ?? [];
  }

  /** What arrives on one phone while `action` runs. Two actions on the same phone run one after the other. */
  collect(channel: ChannelName, address: string, action: () => Promise<void>): Promise<readonly Outgoing[]> {
    const key = keyOf(channel, address);
    this.remember(key);
    const collected = (this.turns.get(key) ?? Promise.resolve()).then(async () => {
      const arrived: Outgoing[] = [];
      this.collectors.set(key, arrived);
      try {
        await action();
        return arrived;
      } finally {
        this.collectors.delete(key);
      }
    });
    const settled = collected.catch(() => undefined);
    this.turns.set(key, settled);
    void settled.then(() => {
      if (this.turns.get(key) === settled) this.turns.delete(key);
    });
    return collected;
  }

  private remember(key: string): void {
    if (this.waiting.has(key)) return;
    this.waiting.set(key, []);
    const [oldest] = this.waiting.keys();
    if (oldest !== undefined && this.waiting.size > MOST_PHONES) this.waiting.delete(oldest);
  }
}

function keyOf(channel: ChannelName, address: string): string {
  return `${channel}:${address}`;
}
