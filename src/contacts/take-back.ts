import { z } from 'zod';
import { CHANNEL_NAMES, type Channel, type ChannelName, canDelete } from '../channel.ts';
import type { Sealer } from '../store/sealer.ts';

const task = z.object({ channel: z.enum(CHANNEL_NAMES), address: z.string(), messageIds: z.array(z.string()) });

/** Takes messages back from a person's phone, on channels that can. Thrown errors make the queue try again. */
export async function takeBack(
  sealed: string,
  sealer: Sealer,
  channels: ReadonlyMap<ChannelName, Channel>,
): Promise<void> {
  const { channel: name, address, messageIds } = task.parse(JSON.parse(sealer.open(Buffer.from(sealed, 'base64'))));
  const channel = channels.get(name);
  if (channel !== undefined && canDelete(channel)) await channel.deleteMessages(address, messageIds);
}
