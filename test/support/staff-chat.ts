import { sql } from 'kysely';
import { expect, vi } from 'vitest';
import type { Browser } from './console-site.ts';
import type { HandoverSite } from './handover-site.ts';
import { untilTold } from './observe.ts';
import { messageUpdate, newChat } from './telegram-updates.ts';

/** A message in a chat of the network. */
export interface ShownMessage {
  readonly id: number;
  readonly text: string;
}

/** Somebody of the network with their own Telegram chat. */
export class StaffChat {
  readonly chat: number;
  readonly browser: Browser;
  private readonly site: HandoverSite;

  private constructor(site: HandoverSite, browser: Browser, chat: number) {
    this.site = site;
    this.browser = browser;
    this.chat = chat;
  }

  /** Signs in and has a code made, which is not used yet. */
  static async withCode(site: HandoverSite, id: string): Promise<{ member: StaffChat; code: string; link: string }> {
    const member = new StaffChat(site, await site.signIn(id), newChat());
    return { member, ...(await member.newCode()) };
  }

  /** Somebody whose chat is linked. */
  static async linked(site: HandoverSite, id: string): Promise<StaffChat> {
    const { member, code } = await StaffChat.withCode(site, id);
    expect(await member.tells(`/start ${code}`)).toMatch(/lié|gekoppeld/);
    return member;
  }

  async newCode(): Promise<{ code: string; link: string }> {
    await this.browser.get('/console/me/alerts');
    const { body } = await this.browser.post('/console/me/alerts/telegram/code');
    const [, code = ''] = /<code class="key">([^<]+)/.exec(body) ?? [];
    const [, link = ''] = /href="(https:\/\/t\.me[^"]+)"/.exec(body) ?? [];
    return { code, link: link.replaceAll('&#61;', '=') };
  }

  shown(): ShownMessage[] {
    const calls = this.site.live.telegram.of('sendMessage');
    return calls
      .filter(({ payload }) => String(payload.chat_id) === String(this.chat))
      .map(({ payload, messageId }) => ({ id: messageId, text: String(payload.text) }));
  }

  /** The next message to this chat after `action`. */
  async after(action: () => Promise<unknown>): Promise<ShownMessage> {
    const before = this.shown().length;
    await action();
    await untilTold(this.site.live, this.chat, before + 1);
    const message = this.shown()[before];
    if (message === undefined) throw new Error('nothing shown');
    return message;
  }

  update(text: string, replyTo?: number): object {
    const reply = replyTo === undefined ? {} : { reply_to_message: { message_id: replyTo, text: 'before' } };
    return messageUpdate(this.chat, { text, date: this.site.now.getTime() / 1000, ...reply });
  }

  /** Writes, as a reply or not, and is answered. */
  async tells(text: string, replyTo?: number): Promise<string> {
    return (await this.after(() => this.site.live.postTelegram(this.update(text, replyTo)))).text;
  }

  /** A parent writes so that this member is alerted, with an alert that can be replied to. */
  async alertedBy(chat: number, text: string): Promise<ShownMessage> {
    const alert = await this.after(() => this.site.writes(chat, text));
    await untilRemembered(this.site, alert.id);
    return alert;
  }
}

/** Resolves once it is known for which request a message in a chat stands. */
export async function untilRemembered(site: HandoverSite, message: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const { rows } = await sql`select 1 from alert_messages where provider_id = ${String(message)}`.execute(
        site.live.papote.store.db,
      );
      expect(rows).toHaveLength(1);
    },
    { timeout: 30_000, interval: 10 },
  );
}
