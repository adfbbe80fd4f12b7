import { describe, expect, it } from 'vitest';
import { SMS_LIMITS } from '../../channels/sms/index.ts';
import { TELEGRAM_LIMITS } from '../../channels/telegram/index.ts';
import { WHATSAPP_LIMITS } from '../../channels/whatsapp/index.ts';
import { countSegments } from '../../src/answering/segments.ts';
import { composeAgenda, composeCorrection, composeSpecial, MOST_SEGMENTS } from '../../src/broadcast/compose.ts';
import type { Occurrence } from '../../src/calendar/activity.ts';
import type { ChannelLimits } from '../../src/channel.ts';
import type { Language } from '../../src/languages.ts';
import { wordsOf } from '../support/broadcast-site.ts';
import { planned } from '../support/calendar.ts';

const PLAIN = planned({
  at: '2027-01-20 10:00',
  title: 'Atelier papote',
  titles: { nl: 'Praatatelier' },
  kind: 'workshop',
  place: { name: 'Maison des parents', address: 'rue Neuve 1', postcode: '4500', town: 'Huy' },
});

const occurrence = (values: Partial<Occurrence> = {}): Occurrence => ({ ...PLAIN, ...values });

const many = (count: number): Occurrence[] =>
  Array.from({ length: count }, (_, index) => occurrence({ id: `o${index}` }));

const compose = (limits: ChannelLimits, occurrences: readonly Occurrence[], language: Language = 'fr') =>
  composeAgenda(
    { limits, words: wordsOf(language) },
    { territory: 'Huy', occurrences, link: 'https://papote.be/agenda/huy' },
  );

describe('the weekly message', () => {
  it('as an SMS: a line each and the link, in cheap letters', () => {
    const composed = compose(SMS_LIMITS, many(2));
    expect(composed?.text).toBe(
      [
        'Bonjour, cette semaine pour les parents solos, Huy :',
        '2027-01-20T09:00 Atelier papote',
        '2027-01-20T09:00 Atelier papote',
        "Tout l'agenda : https://papote.be/agenda/huy STOP pour arreter.",
      ].join('\n'),
    );
    expect(composed).toMatchObject({ segments: 2, fits: true, left: 0 });
  });

  it('on WhatsApp and Telegram: in full', () => {
    expect(compose(TELEGRAM_LIMITS, many(1))?.text).toContain(
      'Huy :\n\nAtelier papote\nMaison des parents rue Neuve 1\n\n',
    );
    expect(compose(WHATSAPP_LIMITS, many(1))).toMatchObject({ segments: 1, fits: true });
  });

  it.each([
    ['SMS', SMS_LIMITS],
    ['WhatsApp', WHATSAPP_LIMITS],
    ['Telegram', TELEGRAM_LIMITS],
  ])('by %s: as many as fit, the first ones, and how many more there are', (_name, limits) => {
    const all = many(100);
    const composed = compose(limits, all);
    const told = composed?.told.length ?? 0;
    expect(told).toBeGreaterThan(0);
    expect(composed?.told).toEqual(all.slice(0, told));
    expect(composed?.left).toBe(100 - told);
    expect(composed?.text).toContain(`Et ${100 - told} de plus.`);
    expect(composed?.fits).toBe(true);
    // One more would not have fitted.
    const words = wordsOf('fr');
    const line = words.line(occurrence(), limits.segmented ? 'short' : 'full');
    const longer = `${composed?.text ?? ''}${limits.segmented ? '\n' : '\n\n'}${line}`;
    expect(limits.segmented ? countSegments(longer) > MOST_SEGMENTS : longer.length > limits.maxLength).toBe(true);
  });

  it('is none where nothing takes place', () => {
    expect(compose(SMS_LIMITS, [])).toBeNull();
  });

  it('shows a title in the language it was translated to, else in French', () => {
    expect(compose(SMS_LIMITS, many(1), 'nl')?.text).toContain('Praatatelier');
    expect(compose(SMS_LIMITS, many(1), 'tr')?.text).toContain('Atelier papote');
  });

  it('in letters that are dear keeps every one of them, and tells of less', () => {
    const composed = compose(
      SMS_LIMITS,
      [occurrence({ activity: { ...PLAIN.activity, title: 'لقاء الأهل' } }), ...many(40)],
      'ar',
    );
    expect(composed?.text).toContain('لقاء الأهل');
    expect(composed?.segments).toBeLessThanOrEqual(MOST_SEGMENTS);
    expect(composed?.told.length).toBeLessThan(compose(SMS_LIMITS, many(41))?.told.length ?? 0);
  });
});

describe('other messages', () => {
  it('what a coordinator wrote, as the channel carries it', () => {
    expect(composeSpecial({ limits: SMS_LIMITS, words: wordsOf('fr') }, ' L’école ')).toMatchObject({
      text: "L'école",
      segments: 1,
      fits: true,
    });
    expect(composeSpecial({ limits: SMS_LIMITS, words: wordsOf('fr') }, 'a'.repeat(460)).fits).toBe(false);
    expect(composeSpecial({ limits: WHATSAPP_LIMITS, words: wordsOf('fr') }, 'a'.repeat(1_601)).fits).toBe(false);
  });

  it.each([
    ['cancelled', /^Annulé : Atelier papote/],
    ['planned', /^Changé : Atelier papote, 2027-01-20/],
  ] as const)('a correction of what is %s', (state, text) => {
    const carrier = { limits: TELEGRAM_LIMITS, words: wordsOf('fr') };
    const composed = composeCorrection(carrier, occurrence({ state }), 'https://papote.be/agenda/huy');
    expect(composed.text).toMatch(text);
    expect(composed.told).toHaveLength(1);
  });
});
