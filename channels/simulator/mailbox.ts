import type { ChannelName, Outgoing } from '../../src/channel.ts';

/** Messages that arrive on simulated phones while somebody looks. */
export class Mailbox {
  private readonly collectors = new Map<string, Outgoing[]>();
  private readonly turns = new Map<string, Promise<unknown>>();

  deliver(channel: ChannelName, outgoing: Outgoing): void {
    this.collectors.get(keyOf(channel, outgoing.address))?.push(outgoing);
  }

  /** What arrives on one phone while `action` runs. Two actions on the same phone run one after the other. */
  collect(channel: ChannelName, address: string, action: () => Promise<void>): Promise<readonly Outgoing[]> {
    const key = keyOf(channel, address);
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
}

function keyOf(channel: ChannelName, address: string): string {
  return `${channel}:${address}`;
}
