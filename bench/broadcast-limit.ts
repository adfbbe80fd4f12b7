import { randomUUID } from 'node:crypto';
import type { Channel } from '../src/channel.ts';
import { addressOf, benchChannels, CONCURRENCY, channelOf, RECIPIENTS } from './broadcast-channels.ts';

/** The limit: the same HTTP posts from a bare loop, as many at a time; prints the seconds it took. */
const TEXT = `Cette semaine, huy :\n${Array.from({ length: 8 }, (_, n) => `mar. 19/01 10:00 Atelier ${n}`).join('\n')}`;
const channels = [...benchChannels(process.env.BENCH_API_BASE ?? '').values()];
const started = performance.now();
await Promise.all(channels.map(sendAll));
process.stdout.write(`${JSON.stringify({ seconds: (performance.now() - started) / 1_000 })}\n`);

async function sendAll(channel: Channel): Promise<void> {
  let number = 0;
  const lane = async (): Promise<void> => {
    while (number < RECIPIENTS) {
      const own = number;
      number += 1;
      if (channelOf(own) !== channel.name) continue;
      const sent = await channel.send({ id: randomUUID(), address: addressOf(own), text: TEXT, buttons: [] });
      if (!sent.ok) throw new Error(`not taken: ${sent.error.code}`);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY[channel.name] }, lane));
}
