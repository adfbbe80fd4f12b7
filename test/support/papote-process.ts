import twilio from 'twilio';
import { Child } from './child.ts';
import type { DataFolder } from './data-folder.ts';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  BOT_TOKEN,
  PUBLIC_URL,
  SMS_NUMBER,
  WEBHOOK_SECRET,
  WHATSAPP_NUMBER,
} from './live-papote.ts';

interface Providers {
  readonly twilio: string;
  readonly telegram: string;
}

/** What `npm start` runs, as a process of its own in live mode, on its own embedded database. */
export class PapoteProcess extends Child {
  /** Where it listens, once it is ready. */
  address = '';

  /** @param settings others than usual, a database elsewhere for one */
  constructor(folder: DataFolder, providers: Providers, settings: Readonly<Record<string, string>> = {}) {
    super(['setup/start.mjs'], folder.path, {
      PAPOTE_ENV: 'live',
      PORT: '0',
      PUBLIC_URL,
      DATA_DIR: folder.path,
      // The same at each start: what was sealed before a crash must be read after it.
      SECRET_KEY: Buffer.alloc(32, 'crash').toString('base64'),
      TELEGRAM_BOT_TOKEN: BOT_TOKEN,
      TELEGRAM_WEBHOOK_SECRET: WEBHOOK_SECRET,
      TELEGRAM_API_ROOT: providers.telegram,
      TWILIO_ACCOUNT_SID: ACCOUNT_SID,
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      TWILIO_SMS_FROM: SMS_NUMBER,
      TWILIO_WHATSAPP_FROM: WHATSAPP_NUMBER,
      TWILIO_API_BASE: providers.twilio,
      ...settings,
    });
  }

  /** Resolves once it takes messages. */
  async ready(): Promise<this> {
    const [, address = ''] = await this.untilSaid(/^Papote listens on (http\S+)/m);
    this.address = address;
    return this;
  }

  /** Does it take requests? */
  listens(): Promise<boolean> {
    return fetch(`${this.address}/health/live`).then(
      () => true,
      () => false,
    );
  }

  /** Posts an SMS as Twilio does. Gives the status of the answer; rejects when nobody answers. */
  postSms(id: string, from: string, text: string): Promise<number> {
    return this.postTwilio('sms', { MessageSid: id, From: from, To: SMS_NUMBER, Body: text, NumMedia: '0' });
  }

  /** Posts that a button of a template was pressed on WhatsApp. */
  postButton(id: string, from: string, label: string, payload: string): Promise<number> {
    const button = { Body: label, ButtonText: label, ButtonPayload: payload };
    return this.postTwilio('whatsapp', { MessageSid: id, From: `whatsapp:${from}`, To: WHATSAPP_NUMBER, ...button });
  }

  private async postTwilio(channel: 'sms' | 'whatsapp', fields: Readonly<Record<string, string>>): Promise<number> {
    const path = `/webhooks/twilio/${channel}`;
    const answer = await fetch(this.address + path, {
      method: 'POST',
      headers: { 'x-twilio-signature': twilio.getExpectedTwilioSignature(AUTH_TOKEN, PUBLIC_URL + path, fields) },
      body: new URLSearchParams(fields),
    });
    return answer.status;
  }

  async postTelegram(update: object): Promise<number> {
    const answer = await fetch(`${this.address}/webhooks/telegram`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': WEBHOOK_SECRET },
      body: JSON.stringify(update),
    });
    return answer.status;
  }
}
