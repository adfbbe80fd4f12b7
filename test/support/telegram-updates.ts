import type { LightMyRequestResponse } from 'fastify';
import type { LivePapote } from './live-papote.ts';

/** Updates as the Bot API posts them, each with an id and each person with a chat of their own. */

let lastUpdate = 700_000_000;
let lastChat = 5_000_000_000;

export function nextUpdateId(): number {
  lastUpdate += 1;
  return lastUpdate;
}

/** Chat id of somebody who has never written; ids of today's accounts need more than 32 bits. */
export function newChat(): number {
  lastChat += 1;
  return lastChat;
}

export function privateChat(id: number): object {
  return { id, first_name: 'Parent', type: 'private' };
}

export function person(id: number, language = 'fr'): object {
  return { id, is_bot: false, first_name: 'Parent', language_code: language };
}

/** A message from a person to the bot; `content` adds or replaces fields of the message. */
export function messageUpdate(chat: number, content: object, language = 'fr'): object {
  const update = nextUpdateId();
  return {
    update_id: update,
    message: {
      message_id: update - 600_000_000,
      from: person(chat, language),
      chat: privateChat(chat),
      date: 1_763_700_000,
      ...content,
    },
  };
}

export function pressUpdate(chat: number, data: string): object {
  return {
    update_id: nextUpdateId(),
    callback_query: {
      id: `press-${lastUpdate}`,
      from: person(chat),
      message: { message_id: 12, date: 1_763_700_000, chat: privateChat(chat), text: 'question' },
      chat_instance: '-3141592653',
      data,
    },
  };
}

/** The person blocks the bot (`kicked`) or takes it back (`member`). */
export function memberUpdate(chat: number, from: string, to: string, where = privateChat(chat)): object {
  const bot = { id: 123_456, is_bot: true, first_name: 'Papote' };
  return {
    update_id: nextUpdateId(),
    my_chat_member: {
      chat: where,
      from: person(chat),
      date: 1_763_700_100,
      old_chat_member: { user: bot, status: from },
      new_chat_member: { user: bot, status: to, until_date: 0 },
    },
  };
}

/** Posts a body as it is, with or without the secret. */
export function postRaw(
  live: LivePapote,
  payload: string | object,
  headers: Readonly<Record<string, string>>,
): Promise<LightMyRequestResponse> {
  return live.papote.app.inject({
    method: 'POST',
    url: '/webhooks/telegram',
    headers: { 'content-type': 'application/json', ...headers },
    payload,
  });
}
