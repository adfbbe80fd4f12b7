import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { Mailbox, talkRoutes } from '../../channels/simulator/index.ts';
import type { Outgoing } from '../../src/channel.ts';

const nothing = async (): Promise<void> => undefined;

function message(text: string, address = 'demo-1'): Outgoing {
  return { id: text, address, text, buttons: [] };
}

function texts(arrived: readonly Outgoing[]): string[] {
  return arrived.map(({ text }) => text);
}

describe('a simulated phone', () => {
  it('gets what comes while it waits for an answer, and what comes later when it asks, each once', async () => {
    const mailbox = new Mailbox();
    const answer = await mailbox.collect('sms', 'demo-1', async () => mailbox.deliver('sms', message('at once')));
    mailbox.deliver('sms', message('later'));
    mailbox.deliver('sms', message('later still'));
    expect(texts(answer)).toEqual(['at once']);
    expect(texts(mailbox.fetch('sms', 'demo-1'))).toEqual(['later', 'later still']);
    expect(mailbox.fetch('sms', 'demo-1')).toEqual([]);
  });

  it('gets nothing of another phone or channel, nor before it has written', async () => {
    const mailbox = new Mailbox();
    mailbox.deliver('sms', message('too early'));
    await mailbox.collect('sms', 'demo-1', nothing);
    await mailbox.collect('sms', 'demo-2', nothing);
    mailbox.deliver('telegram', message('elsewhere'));
    mailbox.deliver('sms', message('for two', 'demo-2'));
    expect(mailbox.fetch('sms', 'demo-1')).toEqual([]);
    expect(mailbox.fetch('telegram', 'demo-1')).toEqual([]);
    expect(texts(mailbox.fetch('sms', 'demo-2'))).toEqual(['for two']);
  });

  it('keeps the last 50 that nobody fetched, and the last 1,000 phones', async () => {
    const mailbox = new Mailbox();
    for (let phone = 0; phone <= 1_000; phone += 1) await mailbox.collect('sms', `demo-${phone}`, nothing);
    for (let number = 0; number < 60; number += 1) mailbox.deliver('sms', message(String(number), 'demo-1000'));
    expect(texts(mailbox.fetch('sms', 'demo-1000'))).toEqual(Array.from({ length: 50 }, (_, at) => String(at + 10)));
    mailbox.deliver('sms', message('forgotten', 'demo-0'));
    expect(mailbox.fetch('sms', 'demo-0')).toEqual([]);
  });
});

describe('GET /talk/messages', () => {
  async function phoneServer() {
    const mailbox = new Mailbox();
    const app = Fastify();
    await app.register(talkRoutes, { mailbox, submit: nothing, priceOf: () => ({ segments: 1, euro: 0.09 }) });
    return { app, mailbox };
  }

  it('tells what came without having been asked for, an SMS with its price', async () => {
    const { app, mailbox } = await phoneServer();
    await app.inject({ method: 'POST', url: '/talk/messages', payload: { channel: 'sms', from: 'demo-1', text: 'x' } });
    mailbox.deliver('sms', message('Bonjour, ici Sophie'));
    const response = await app.inject('/talk/messages?channel=sms&from=demo-1');
    expect(response.json()).toEqual({
      replies: [{ text: 'Bonjour, ici Sophie', buttons: [], segments: 1, euro: 0.09 }],
    });
  });

  it.each(['', '?channel=sms', '?channel=pigeon&from=demo-1', '?channel=sms&from='])('%j is refused', async (query) => {
    const { app } = await phoneServer();
    expect((await app.inject(`/talk/messages${query}`)).statusCode).toBe(400);
  });
});
