import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldToGsm } from '../../src/answering/gsm.ts';
import { type LivePapote, startLivePapote } from '../support/live-papote.ts';
import { phrasesIn, untilTexted, untilTold } from '../support/observe.ts';
import { messageUpdate, newChat } from '../support/telegram-updates.ts';

const FR = phrasesIn('fr');
const NOTHING_READABLE: [string, string][] = [
  ['empty text', ''],
  ['only spaces and line breaks', ' \n\t\u00a0\u2028 '],
  ['only emoji', '😢👩‍👧‍👦🏽❤️‍🩹'],
  ['only punctuation', '?!... (;,)'],
  ['only zero-width characters', '\u200b\u200c\u200d\u2060\ufeff'],
  ['only right-to-left overrides', '\u202e\u202b\u2067\u2069\u202c'],
  ['only NUL bytes', '\u0000\u0000'],
  ['a lone surrogate', '\ud83d'],
];
const HIDDEN_QUESTIONS: [string, string][] = [
  ['zero-width characters inside words', 'mon ex ne pa\u200bie plus la pen\u200dsion'],
  ['right-to-left overrides around it', '\u202emon ex ne paie plus la pension\u202c'],
  ['NUL bytes inside words', 'mon ex ne paie plus la pen\u0000sion'],
  ['lone surrogates around it', '\udc00mon ex ne paie plus la pension\ud800'],
  ['emoji around it', '😡😡 mon ex ne paie plus la pension 😭'],
];
/** 10,000 characters about nothing that we know, from a person who chose French. */
const ENDLESS = 'zxqv wkrj plmf '.repeat(667).slice(0, 10_000);

let live: LivePapote;
beforeAll(async () => {
  live = await startLivePapote();
});
afterAll(() => live.stop());

describe('on Telegram', () => {
  const told = async (content: object, language?: string): Promise<string> => {
    const chat = newChat();
    expect((await live.postTelegram(messageUpdate(chat, content, language))).statusCode).toBe(200);
    return String((await untilTold(live, chat))[0]?.payload.text);
  };

  it.each(NOTHING_READABLE)('%s gets a kind request for words', async (_case, text) => {
    expect(await told({ text })).toContain(FR.empty);
  });

  it.each(HIDDEN_QUESTIONS)('a question with %s is understood', async (_case, text) => {
    expect(await told({ text })).toContain('SECAL');
  });

  it('10,000 characters get a request for a shorter question', async () => {
    const chat = newChat();
    await live.postTelegram(messageUpdate(chat, { text: 'français' }));
    await live.postTelegram(messageUpdate(chat, { text: ENDLESS, date: 1_763_700_060 }));
    expect((await untilTold(live, chat, 2))[1]?.payload.text).toContain(FR.too_long);
  });

  const file = { file_id: 'AwACAgQAAxkB', file_unique_id: 'AgADq', file_size: 18_112 };
  it.each<[string, object, string]>([
    ['a voice note', { voice: { ...file, duration: 4, mime_type: 'audio/ogg' } }, FR.media.kept],
    ['a round video', { video_note: { ...file, duration: 4, length: 240 } }, FR.media.kept],
    ['a photo', { photo: [{ ...file, width: 90, height: 67 }] }, FR.media.papers],
    ['a location', { location: { latitude: 50.4669, longitude: 4.8675 } }, FR.media.location],
    ['a sticker', { sticker: { ...file, type: 'regular', emoji: '😢' } }, FR.media.other],
    ['a contact', { contact: { phone_number: '+32470000009', first_name: 'Sam' } }, FR.media.other],
  ])('%s gets a sentence that says what becomes of it', async (_case, content, phrase) => {
    expect(await told(content)).toContain(phrase);
  });

  it('a photo with a question under it is answered', async () => {
    const photo = [{ ...file, width: 90, height: 67 }];
    expect(await told({ photo, caption: 'mon ex ne paie plus la pension' })).toContain('SECAL');
  });

  it("the sentence is in the language of the person's app", async () => {
    expect(await told({ text: '😢' }, 'ar')).toContain(phrasesIn('ar').empty);
  });

  it('or in the language in which the person wrote before', async () => {
    const chat = newChat();
    await live.postTelegram(messageUpdate(chat, { text: 'Mijn ex betaalt het onderhoudsgeld voor de kinderen niet' }));
    await untilTold(live, chat);
    await live.postTelegram(messageUpdate(chat, { voice: file }));
    const [, second] = await untilTold(live, chat, 2);
    expect(second?.payload.text).toContain(phrasesIn('nl').media.kept);
  });

  it.each([
    ['Chinese', '我不知道该怎么办，我的孩子没有钱', '法语'],
    ['Greek', 'Δεν ξέρω τι να κάνω με τα παιδιά μου', 'Γαλλικά'],
    ['Korean', '안녕하세요 제 아이를 도와주세요', '프랑스어'],
  ])(
    'a text in %s, which we do not know, is asked for another language, of which ours are named in its own',
    async (_case, text, french) => {
      const answer = await told({ text }, 'xx');
      expect(answer).toContain(french);
      expect(answer).toContain('Quelle langue voulez-vous');
    },
  );

  it('whatever is written first, there is an answer that Telegram can carry', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
        const answer = await told({ text });
        expect(answer.trim()).not.toBe('');
        expect(answer.length).toBeLessThanOrEqual(4_096);
        expect(answer.isWellFormed()).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

describe('by SMS and WhatsApp', () => {
  let lastNumber = 32_471_000_000;
  const texted = async (channel: 'sms' | 'whatsapp', fields: Record<string, string>): Promise<string> => {
    lastNumber += 1;
    const from = channel === 'sms' ? `+${lastNumber}` : `whatsapp:+${lastNumber}`;
    const response = await live.postTwilio(channel, { MessageSid: `SM${lastNumber}`, From: from, ...fields });
    expect(response.statusCode).toBe(200);
    return (await untilTexted(live, from))[0]?.body ?? '';
  };
  const bySms = (phrase: string): string => foldToGsm(phrase, 'fr');

  it.each(NOTHING_READABLE)('%s gets a kind request for words', async (_case, Body) => {
    expect(await texted('sms', { Body, NumMedia: '0' })).toContain(bySms(FR.empty));
    expect(await texted('whatsapp', { Body, NumMedia: '0' })).toContain(FR.empty);
  });

  it('a message without the field of its text gets the same', async () => {
    expect(await texted('sms', {})).toContain(bySms(FR.empty));
  });

  it.each(HIDDEN_QUESTIONS)('a question with %s is understood', async (_case, Body) => {
    expect(await texted('sms', { Body })).toContain('SECAL');
  });

  it('10,000 characters get a request for a shorter question', async () => {
    const from = '+32471999999';
    await live.postTwilio('sms', { MessageSid: 'SM-chosen', From: from, Body: 'français' });
    await live.postTwilio('sms', { MessageSid: 'SM-endless', From: from, Body: ENDLESS });
    expect((await untilTexted(live, from, 2))[1]?.body).toContain(bySms(FR.too_long));
  });

  const MEDIA = 'https://api.twilio.com/2010-04-01/Accounts/AC0/Messages/MM0/Media/ME0';
  it.each<[string, Record<string, string>, string]>([
    ['a voice note', { NumMedia: '1', MediaContentType0: 'audio/ogg', MediaUrl0: MEDIA }, FR.media.kept],
    ['a photo', { NumMedia: '1', MediaContentType0: 'image/jpeg', MediaUrl0: MEDIA }, FR.media.papers],
    ['a document', { NumMedia: '1', MediaContentType0: 'application/pdf', MediaUrl0: MEDIA }, FR.media.kept],
    ['a location', { NumMedia: '0', Latitude: '50.4669', Longitude: '4.8675' }, FR.media.location],
  ])('%s on WhatsApp gets a sentence that says what becomes of it', async (_case, fields, phrase) => {
    expect(await texted('whatsapp', { Body: '', ...fields })).toContain(phrase);
  });

  it('a photo with a question is answered', async () => {
    const photo = { NumMedia: '1', MediaContentType0: 'image/jpeg', MediaUrl0: MEDIA };
    expect(await texted('whatsapp', { Body: 'mon ex ne paie plus la pension', ...photo })).toContain('SECAL');
  });
});
