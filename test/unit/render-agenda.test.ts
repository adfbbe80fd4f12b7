import { describe, expect, it } from 'vitest';
import { SMS_LIMITS } from '../../channels/sms/index.ts';
import { TELEGRAM_LIMITS } from '../../channels/telegram/index.ts';
import { isGsm } from '../../src/answering/gsm.ts';
import { createPhrases } from '../../src/answering/phrases.ts';
import { type Occasion, render } from '../../src/answering/render.ts';
import { reminderText } from '../../src/answering/render-agenda.ts';
import { countSegments } from '../../src/answering/segments.ts';
import type { ChannelLimits } from '../../src/channel.ts';
import type { Saying } from '../../src/conversation/turn.ts';
import { FULL_LANGUAGES, type Language } from '../../src/languages.ts';
import { planned } from '../support/calendar.ts';
import { realContent } from '../support/real-model.ts';

const content = realContent();
const renderer = { knowledge: content, say: createPhrases(content) };

const OPEN = { is: 'required', places: 8 } as const;
const CAFE = planned({ at: '2026-11-28 14:00' });
const COOKING = planned({ at: '2026-11-28 16:00', title: 'Atelier cuisine', registration: OPEN });
const MOTHERS = planned({
  at: '2026-11-29 10:00',
  title: 'Groupe de parole',
  visibility: 'mothers',
  registration: OPEN,
});
const WEEKEND = { from: Date.parse('2026-11-28T00:00:00+01:00'), to: Date.parse('2026-11-30T00:00:00+01:00') };

const AGENDA: Extract<Saying, { say: 'agenda' }> = {
  ...{ say: 'agenda', found: 'there', activities: [CAFE, COOKING, MOTHERS], open: [2, 3], range: WEEKEND },
  ...{ place: { municipality: 'Huy', territory: 'huy' }, more: true, isFirst: true },
};

function said(saying: Saying, language: Language, limits: ChannelLimits = SMS_LIMITS) {
  const occasion: Occasion = {
    language,
    limits,
    today: '2026-11-20',
    place: null,
    publicUrl: 'https://papote.example',
  };
  const [part, ...others] = render([saying], occasion, renderer);
  if (part === undefined || others.length > 0) throw new Error('not one message');
  return part;
}

describe('activities by SMS', () => {
  it('are two lines each, with what to write', () => {
    expect(said(AGENDA, 'fr').text.split('\n')).toEqual([
      'Activités sam. 28 nov. - dim. 29 nov. près de Huy:',
      '1. sam. 28 nov. 14:00-16:00: Café papote',
      'Maison de quartier, Huy, gratuit, enfants bienvenus',
      '2. sam. 28 nov. 16:00-18:00: Atelier cuisine',
      'Maison de quartier, Huy, gratuit, enfants bienvenus, sur inscription',
      '3. dim. 29 nov. 10:00-12:00: Groupe de parole',
      'Huy, gratuit, enfants bienvenus, sur inscription',
      'Écrivez SUITE pour les suivantes.',
      'Pour venir, écrivez 2 je viens / 3 je viens.',
      'Tout est sur https://papote.example/agenda/huy',
    ]);
  });

  it.each(FULL_LANGUAGES)('cost little in %s, and link to the page in the same language', (language) => {
    const { text } = said(AGENDA, language);
    expect(countSegments(text)).toBeLessThanOrEqual(isGsm(text) ? 5 : 10);
    expect(text).toContain(`/agenda/huy${language === 'fr' ? '' : `?lang=${language}`}`);
  });

  it('tell what comes next where there is nothing', () => {
    const { text } = said(
      { ...AGENDA, found: 'later', activities: [CAFE], open: [], more: false, isFirst: false },
      'fr',
    );
    expect(text.split('\n').slice(0, 3)).toEqual([
      'Je ne trouve rien sam. 28 nov. - dim. 29 nov. près de Huy.',
      'Les prochaines:',
      '1. sam. 28 nov. 14:00-16:00: Café papote',
    ]);
  });
});

describe('activities where there are buttons', () => {
  it('have one for each place that can be taken, whose payload a phone can carry, and one for more', () => {
    const { buttons } = said(AGENDA, 'fr', TELEGRAM_LIMITS);
    expect(buttons.map(({ label }) => label)).toEqual([
      '2 je viens: Atelier cuisine',
      '3 je viens: Groupe de parole',
      'SUITE',
    ]);
    expect(buttons.map(({ payload }) => payload)).toEqual([`come:${COOKING.id}`, `come:${MOTHERS.id}`, 'agenda:more']);
    expect(buttons.every(({ payload }) => Buffer.byteLength(payload) <= 64)).toBe(true);
  });
});

it('a title that is too long for a button is cut where one sees it', () => {
  const long = planned({
    at: '2026-11-28 16:00',
    title: 'Permis de conduire théorique et pratique',
    registration: OPEN,
  });
  const { buttons } = said({ ...AGENDA, activities: [long], open: [1] }, 'fr', TELEGRAM_LIMITS);
  expect(buttons[0]?.label).toBe('1 je viens: Permis de conduire théoriqu…');
});

describe('a place', () => {
  it.each(FULL_LANGUAGES)('comes in %s with the words by which it is given back', (language) => {
    const [words = ''] = content.subscription.get(language)?.get('unregister') ?? [];
    expect(words).not.toBe('');
    expect(said({ say: 'registered', occurrence: CAFE, code: 'K7PM' }, language, TELEGRAM_LIMITS).text).toContain(
      words,
    );
    expect(reminderText(CAFE, language, renderer)).toContain(words);
  });
});

describe('the address of a place for mothers only', () => {
  const ADDRESS = 'rue du Pont 1';

  it.each(FULL_LANGUAGES)('is told in %s to who has registered, and nowhere else', (language) => {
    expect(said({ say: 'registered', occurrence: MOTHERS, code: 'K7PM' }, language).text).toContain(ADDRESS);
    for (const limits of [SMS_LIMITS, TELEGRAM_LIMITS]) {
      expect(said({ ...AGENDA, activities: [MOTHERS] }, language, limits).text).not.toContain(ADDRESS);
      const details = { say: 'activities', activities: [[1, MOTHERS]], open: [1] } as const;
      expect(said(details, language, limits).text).not.toContain(ADDRESS);
    }
    expect(reminderText(MOTHERS, language, renderer)).not.toContain(ADDRESS);
    expect(reminderText(CAFE, language, renderer)).toContain(ADDRESS);
  });
});
