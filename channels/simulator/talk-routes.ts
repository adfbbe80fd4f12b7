import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  CHANNEL_NAMES,
  type ChannelName,
  type InboundEvent,
  type Media,
  type MediaKind,
  type Outgoing,
} from '../../src/channel.ts';
import type { Mailbox } from './mailbox.ts';
import { isSample } from './samples.ts';

const phone = z.object({
  channel: z.enum(CHANNEL_NAMES),
  from: z.string().trim().min(1).max(64),
});
const message = phone.extend({
  text: z.string().default(''),
  /** Payload of a button that was pressed instead. */
  button: z.string().max(64).optional(),
  /** A voice note, photo or position instead of words. */
  media: z.enum(['voice', 'image', 'location', 'other']).optional(),
});

export interface TalkOptions {
  readonly mailbox: Mailbox;
  /** Hands an event in as a webhook would, and waits until it is answered. */
  readonly submit: (channel: ChannelName, event: InboundEvent) => Promise<void>;
  /** SMS parts of a text and their price in euro. */
  readonly priceOf: (text: string) => { readonly segments: number; readonly euro: number };
}

const ASSETS = {
  '/talk': ['page.html', 'text/html'],
  '/talk/talk.js': ['talk.js', 'text/javascript'],
  '/talk/talk.css': ['talk.css', 'text/css'],
} as const;

/** `/talk`: a phone to write on as a parent, and its JSON twin. Demo mode only. */
export async function talkRoutes(app: FastifyInstance, { mailbox, submit, priceOf }: TalkOptions): Promise<void> {
  for (const [path, [file, type]] of Object.entries(ASSETS)) {
    const content = await readFile(new URL(`./assets/${file}`, import.meta.url), 'utf8');
    app.get(path, (_request, reply) => reply.type(`${type}; charset=utf-8`).send(content));
  }
  const shown = (channel: ChannelName, arrived: readonly Outgoing[]): unknown => ({
    replies: arrived.map(({ text, buttons }) => ({ text, buttons, ...(channel === 'sms' && priceOf(text)) })),
  });
  // What came without having been asked for: a person of the network writes when they have time.
  app.get('/talk/messages', async (request, reply) => {
    const parsed = phone.safeParse(request.query);
    if (!parsed.success) return reply.code(400).send({ error: faultsOf(parsed.error) });
    const { channel, from } = parsed.data;
    return shown(channel, mailbox.fetch(channel, from));
  });
  app.post('/talk/messages', async (request, reply) => {
    const parsed = message.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ error: faultsOf(parsed.error) });
    const { channel, from } = parsed.data;
    const arrived = await mailbox.collect(channel, from, () => submit(channel, eventOf(parsed.data)));
    return shown(channel, arrived);
  });
}

function faultsOf({ issues }: z.ZodError): string {
  return issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
}

function eventOf({ channel, from, text, button, media: sent }: z.infer<typeof message>): InboundEvent {
  const base = { id: randomUUID(), address: from, at: new Date(), text };
  if (button !== undefined) return { ...base, kind: 'button', payload: button };
  // As Telegram writes it when somebody follows a link to us.
  const start = channel === 'telegram' ? /^\/start (\S+)$/.exec(text)?.[1] : undefined;
  const media = sent === undefined ? [] : [mediaOf(sent)];
  return { ...base, kind: 'message', media, ...(start !== undefined && { start, text: 'start' }) };
}

function mediaOf(kind: MediaKind): Media {
  return { kind, ...(isSample(kind) && { reference: kind }) };
}
