import { beforeEach, describe, expect, it } from 'vitest';
import { FULL_LANGUAGES } from '../../src/languages.ts';
import { understand } from '../../src/understanding/understand.ts';
import { agendaOf } from '../support/calendar.ts';
import { Conversation, saidBy } from '../support/conversation.ts';
import { realContent, realModel } from '../support/real-model.ts';

const model = realModel();
const { subscription } = realContent();
const HUY = model.places.byMunicipality('Huy') ?? null;

const HOUR = 3_600_000;

let parent: Conversation;
beforeEach(() => {
  parent = new Conversation(model);
  parent.agenda = agendaOf({ at: '2026-11-21 10:00' });
  parent.home = HUY;
  parent.state = { ...parent.state, mother: 'no' };
});

const consent = (by: 'asked' | 'offer', mothers = false) => ({
  ...{ do: 'subscribe', territory: 'huy', mothers },
  wording: `${by}:1`,
});

describe('the weekly message', () => {
  it('is asked for, and the consent says to what', () => {
    const response = parent.write("envoyez-moi l'agenda chaque semaine");
    expect(saidBy(response)).toEqual(['subscribe.done']);
    expect(response.effects).toContainEqual(consent('asked'));
    expect(saidBy(parent.write('agenda chaque semaine'))).toEqual(['subscribe.already']);
  });

  it('is offered once below activities: yes', () => {
    expect(saidBy(parent.write('activités samedi'))).toEqual(['agenda:there:Café papote', 'subscribe.offer']);
    const response = parent.write('oui');
    expect(saidBy(response)).toEqual(['subscribe.done']);
    expect(response.effects).toContainEqual(consent('offer'));
  });

  it.each(['non', 'mon ex ne paie plus la pension alimentaire'])('is never offered again after %j', (answer) => {
    parent.write('activités samedi');
    parent.write(answer);
    expect(saidBy(parent.write('activités samedi'))).toEqual(['agenda:there:Café papote']);
  });

  it.each([{ optedOut: true }, { replyOnly: true }])('is not offered to %j', (wish) => {
    parent.contact = { ...parent.contact, ...wish };
    expect(saidBy(parent.write('activités samedi'))).toEqual(['agenda:there:Café papote']);
  });

  it('asks where, once it is wanted and nobody knows', () => {
    parent.home = null;
    expect(saidBy(parent.write('agenda chaque semaine'))).toEqual(['agenda.where']);
    expect(parent.write('Huy').effects).toContainEqual(consent('asked'));
  });

  it.each(['Huy', 'à Huy svp', "j'habite Huy", '4500'])('is set by %j, once asked where', (town) => {
    parent.home = null;
    parent.write('agenda chaque semaine');
    expect(parent.wait(23 * HOUR).write(town).effects).toContainEqual(consent('asked'));
  });

  it.each([
    ['comment obtenir une école à Huy ?', 1],
    ['prime de naissance à Huy', 1],
    ['mon ex habite Huy', 1],
    ['activités à Huy', 1],
    ['je veux parler à une personne à Huy', 1],
    ['Huy', 25],
  ])('is not set by %j %i hours after we asked where', (text, hours) => {
    parent.home = null;
    parent.write('agenda chaque semaine');
    const { effects } = parent.wait(hours * HOUR).write(text);
    expect(effects.filter((effect) => effect.do === 'subscribe')).toEqual([]);
  });

  it('asks once whether mothers-only activities are wanted as well', () => {
    parent.state = { ...parent.state, mother: 'unasked' };
    expect(saidBy(parent.write('agenda chaque semaine'))).toEqual(['subscribe.done', 'agenda.mothers']);
    expect(parent.write('oui').effects).toContainEqual({ do: 'subscribe-mothers' });
    parent.subscription = null;
    expect(parent.write('agenda chaque semaine').effects).toContainEqual(consent('asked', true));
  });

  it('ends without a STOP', () => {
    parent.write('agenda chaque semaine');
    const response = parent.write('stop agenda');
    expect(saidBy(response)).toEqual(['subscribe.ended']);
    expect(response.effects).toContainEqual({ do: 'end-subscription' });
    expect(parent.contact.optedOut).toBe(false);
  });

  it('pauses until a time named, or four weeks, and goes on when asked for', () => {
    parent.write('agenda chaque semaine');
    expect(parent.write("pause jusqu'en septembre").effects).toEqual([
      { do: 'pause-subscription', until: '2027-09-01' },
    ]);
    expect(saidBy(parent.write('agenda chaque semaine'))).toEqual(['subscribe.resumed']);
    expect(parent.write('pause').effects).toEqual([{ do: 'pause-subscription', until: '2026-12-18' }]);
  });

  it.each(["reprends l'agenda", 'reprendre', 'REPRENDRE', "l'agenda peut reprendre"])(
    'goes on after a pause: %j',
    (text) => {
      parent.subscription = { territory: 'huy', pausedUntil: '2027-09-01' };
      const response = parent.write(text);
      expect(saidBy(response)).toContain('subscribe.resumed');
      expect(response.effects).toContainEqual({ do: 'pause-subscription', until: null });
    },
  );

  it.each([
    ["envoyez moi l'agenda toutes les semaines svp", 'fr'],
    ['send me the activities every week', 'en'],
    ['أريد الأنشطة كل أسبوع', 'ar'],
  ] as const)('is asked for by %j', (text, language) => {
    parent.contact = { ...parent.contact, language };
    expect(parent.write(text).effects).toContainEqual(consent('asked'));
  });

  it.each([
    ['eylüle kadar ara', 'tr'],
    ['توقف مؤقت حتى سبتمبر', 'ar'],
  ] as const)('pauses until the month that %j names', (text, language) => {
    parent.contact = { ...parent.contact, language };
    parent.subscription = { territory: 'huy', pausedUntil: null };
    expect(parent.write(text).effects).toEqual([{ do: 'pause-subscription', until: '2027-09-01' }]);
  });

  it.each(['ricominciate a scrivermi', 'mesajları tekrar gönderin'])(
    'is no pause without a time, though it begins as one: %j',
    (text) => {
      expect(understand({ text }, model)).toMatchObject({ wish: null, command: 'start' });
    },
  );

  it('"pause" without it means something else', () => {
    expect(parent.write('pause').rule).not.toBe('calendar');
  });
});

describe('listed wordings', () => {
  const EFFECTS = { weekly: 'subscribe', end: 'end-subscription', pause: 'pause-subscription' } as const;

  it.each(FULL_LANGUAGES)('in %s do what they say', (language) => {
    const wrong: string[] = [];
    for (const [wish, effect] of Object.entries(EFFECTS))
      for (const wording of subscription.get(language)?.get(wish) ?? []) {
        if (wording.includes('{when}')) continue;
        const one = new Conversation(model);
        one.contact = { ...one.contact, language };
        one.home = HUY;
        if (wish !== 'weekly') one.subscription = { territory: 'huy', pausedUntil: null };
        const { effects, rule } = one.write(wording);
        if (!effects.some((found) => found.do === effect)) wrong.push(`${wording}: ${rule}`);
      }
    expect(wrong).toEqual([]);
  });
});
