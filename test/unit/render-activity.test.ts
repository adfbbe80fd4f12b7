import { describe, expect, it } from 'vitest';
import { foldToGsm, isGsm } from '../../src/answering/gsm.ts';
import { rightToLeft } from '../../src/answering/render.ts';
import { renderOccurrence } from '../../src/answering/render-activity.ts';
import { countSegments } from '../../src/answering/segments.ts';
import type { Activity, Occurrence } from '../../src/calendar/activity.ts';
import { LANGUAGES, type Language } from '../../src/languages.ts';
import { realContent } from '../support/real-model.ts';

const { activityWords } = realContent();

const CAFE: Activity = {
  id: '6f1de1c4-97b3-4a43-b7b2-7d0b0f3e3a01',
  territory: 'huy',
  title: 'Bricolage de Noël',
  titles: {},
  description: null,
  kind: 'workshop',
  audience: 'parents-and-children',
  ages: { from: 3, to: 10 },
  place: { name: 'Maison de quartier', address: 'rue du Pont 1', postcode: '4500', town: 'Huy' },
  price: 0,
  children: 'welcome',
  registration: { is: 'required', how: 'au local', until: new Date('2026-12-10T11:00:00Z'), places: 12 },
  accessibility: 'Bus 10, rampe',
  organiser: null,
  visibility: 'public',
};

function shown(
  language: Language,
  size: 'short' | 'full',
  activity: Partial<Activity> = {},
  occurrence: Partial<Occurrence> = {},
): string {
  const words = activityWords.get(language);
  if (words === undefined) throw new Error(`no words in ${language}`);
  const one: Occurrence = {
    id: '6f1de1c4-97b3-4a43-b7b2-7d0b0f3e3a02',
    activity: { ...CAFE, ...activity },
    startsAt: new Date('2026-12-12T13:00:00Z'),
    endsAt: new Date('2026-12-12T15:00:00Z'),
    wholeDay: false,
    state: 'planned',
    ...occurrence,
  };
  return renderOccurrence(one, language, size, words);
}

describe('an activity by SMS', () => {
  it.each([
    [
      'fr',
      'sam. 12 déc. 14:00-16:00: Bricolage de Noël\nMaison de quartier, Huy, gratuit, enfants bienvenus, sur inscription',
    ],
    [
      'nl',
      'za 12 dec 14:00-16:00: Bricolage de Noël (workshop)\nMaison de quartier, Huy, gratis, kinderen welkom, met inschrijving',
    ],
    [
      'tr',
      '12 Ara Cmt 14:00-16:00: Bricolage de Noël (atölye)\nMaison de quartier, Huy, ücretsiz, çocuklar gelebilir, kayıt gerekli',
    ],
    [
      'ar',
      'السبت، 12 ديسمبر من 14:00 إلى 16:00: \u2066Bricolage de Noël\u2069 (ورشة)\n\u2066Maison de quartier\u2069، \u2066Huy\u2069، مجانا، أهلا بالأطفال، بالتسجيل',
    ],
  ] as const)('in %s', (language, text) => {
    expect(shown(language, 'short')).toBe(text);
  });

  it('a translated title needs no kind', () => {
    expect(shown('nl', 'short', { titles: { nl: 'Knutselen voor Kerstmis' } })).toMatch(
      /^za 12 dec 14:00-16:00: Knutselen voor Kerstmis\n/,
    );
  });

  it('costs at most two parts, and no dear letter where the language has cheap ones', () => {
    for (const language of [
      'fr',
      'nl',
      'de',
      'en',
      'tr',
      'es',
      'pt',
      'it',
      'ro',
      'pl',
      'sq',
      'so',
      'ln',
      'sw',
    ] as const) {
      const text = foldToGsm(shown(language, 'short'), language);
      expect(isGsm(text), `${language}: ${text}`).toBe(true);
      expect(countSegments(text), language).toBeLessThanOrEqual(2);
    }
  });
});

describe('an activity in full', () => {
  it.each([
    [
      'fr',
      [
        'samedi 12 décembre 14:00-16:00',
        'Bricolage de Noël',
        'atelier, parents et enfants, 3-10 ans',
        'Maison de quartier, rue du Pont 1, 4500 Huy',
        'gratuit, enfants bienvenus',
        'sur inscription, avant le jeudi 10 décembre: au local',
        'Bus 10, rampe',
      ],
    ],
    [
      'nl',
      [
        'zaterdag 12 december 14:00-16:00',
        'Bricolage de Noël',
        'workshop, ouders en kinderen, 3-10 jaar',
        'Maison de quartier, rue du Pont 1, 4500 Huy',
        'gratis, kinderen welkom',
        'met inschrijving, voor donderdag 10 december: au local',
        'Bus 10, rampe',
      ],
    ],
    [
      'tr',
      [
        '12 Aralık Cumartesi 14:00-16:00',
        'Bricolage de Noël',
        'atölye, ebeveynler ve çocuklar, 3-10 yaş',
        'Maison de quartier, rue du Pont 1, 4500 Huy',
        'ücretsiz, çocuklar gelebilir',
        'kayıt gerekli, son gün: 10 Aralık Perşembe: au local',
        'Bus 10, rampe',
      ],
    ],
    [
      'ar',
      [
        'السبت، 12 ديسمبر من 14:00 إلى 16:00',
        '\u2066Bricolage de Noël\u2069',
        'ورشة، للأهل والأولاد، من 3 إلى 10 سنة',
        '\u2066Maison de quartier, rue du Pont 1, 4500 Huy\u2069',
        'مجانا، أهلا بالأطفال',
        'بالتسجيل، قبل الخميس، 10 ديسمبر: \u2066au local\u2069',
        '\u2066Bus 10, rampe\u2069',
      ],
    ],
  ] as const)('in %s', (language, lines) => {
    expect(shown(language, 'full').split('\n')).toEqual(lines);
  });

  it('has the title in both languages once somebody has translated it', () => {
    const titles = { ar: 'أشغال عيد الميلاد' };
    expect(shown('ar', 'full', { titles }).split('\n')[1]).toBe('أشغال عيد الميلاد / \u2066Bricolage de Noël\u2069');
  });

  it('says nothing of what the coordinators did not say', () => {
    const bare = shown(
      'fr',
      'full',
      {
        place: { name: null, address: null, postcode: null, town: 'Huy' },
        ages: { from: null, to: null },
        price: null,
        children: null,
        registration: { is: 'none', how: null, until: null, places: null },
        accessibility: null,
      },
      { endsAt: null },
    );
    expect(bare.split('\n')).toEqual([
      'samedi 12 décembre 14:00',
      'Bricolage de Noël',
      'atelier, parents et enfants',
      'Huy',
      'sans inscription',
    ]);
  });

  it.each([
    [0, 'gratuit'],
    [200, '2 € par personne'],
    [250, '2,50 € par personne'],
  ])('a price of %i cents is "%s"', (price, said) => {
    expect(shown('fr', 'full', { price, children: null })).toContain(`\n${said}\n`);
  });

  it('a price keeps its order among words from the right', () => {
    expect(shown('fa', 'full', { price: 250 })).toContain('\u20662,50 €\u2069 برای هر نفر');
  });

  it('a whole day has no hours, and what is cancelled says so first', () => {
    const text = shown('fr', 'short', {}, { wholeDay: true, state: 'cancelled' });
    expect(text).toMatch(/^ANNULÉ: sam\. 12 déc\.: Bricolage/);
  });

  it('several whole days end with the last one, whose end is the midnight after', () => {
    const days = {
      startsAt: new Date('2026-12-20T23:00:00Z'),
      endsAt: new Date('2026-12-24T23:00:00Z'),
      wholeDay: true,
    };
    expect(shown('fr', 'short', {}, days)).toMatch(/^lun\. 21 déc\.-jeu\. 24 déc\.: Bricolage/);
    expect(shown('fr', 'full', {}, days)).toMatch(/^lundi 21 décembre-jeudi 24 décembre\n/);
  });

  it('what ends on another day says which', () => {
    const endsAt = new Date('2026-12-13T09:00:00Z');
    expect(shown('fr', 'short', {}, { endsAt })).toMatch(/^sam\. 12 déc\. 14:00-dim\. 13 déc\. 10:00: /);
  });

  it('an hour is that of Brussels, in summer too', () => {
    const startsAt = new Date('2026-07-04T12:00:00Z');
    expect(shown('fr', 'short', {}, { startsAt, endsAt: null })).toMatch(/^sam\. 4 juil\. 14:00: /);
  });
});

describe('a place for mothers only', () => {
  it.each(LANGUAGES)('is not told in %s, neither its name nor its address', (language) => {
    for (const size of ['short', 'full'] as const) {
      const text = shown(language, size, { visibility: 'mothers', audience: 'mothers' });
      expect(text).not.toMatch(/Maison|rue|4500/);
      expect(text).toContain('Huy');
    }
    expect(shown(language, 'full', { visibility: 'mothers' })).toContain(activityWords.get(language)?.hidden_address);
  });
});

describe.each(LANGUAGES)('words in %s', (language) => {
  it('leave no hole in any line', () => {
    for (const size of ['short', 'full'] as const)
      for (const ages of [CAFE.ages, { from: 3, to: null }, { from: null, to: 12 }])
        expect(rightToLeft(shown(language, size, { ages, price: 150 }))).not.toMatch(/[{}]|undefined|null|NaN/);
  });

  it('keep "café papote" as the network calls it', () => {
    expect(activityWords.get(language)?.kinds['cafe-papote']).toMatch(/^café papote/);
  });
});
