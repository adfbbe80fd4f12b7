import { describe, expect, it } from 'vitest';
import { isGsm } from '../../src/answering/gsm.ts';
import { countSegments } from '../../src/answering/segments.ts';
import { alertByChat, alertBySms, alertLine } from '../../src/handover/alert-texts.ts';
import { STAFF_TEXTS } from '../../src/handover/staff-texts.ts';
import { realAssistant } from '../support/live-papote.ts';

const { territories } = (await realAssistant()).renderer.knowledge;
const NAMES = [...[...territories.values()].map(({ name }) => name), null];
const URLS = ['https://papote.example/console', `https://${'long-name.'.repeat(8)}example/console`];

describe('an alert by SMS', () => {
  it.each(['fr', 'nl'] as const)('costs one part whatever the place and the urgency, in %s', (language) => {
    for (const territory of NAMES)
      for (const priority of ['now', 'high', 'normal'] as const)
        for (const url of URLS)
          for (const transferred of [false, true]) {
            const text = alertBySms({ language, territory, priority, request: '123456789', transferred }, url);
            expect([isGsm(text), countSegments(text)]).toEqual([true, 1]);
            expect(text).toContain(`${url}/requests/123456789`);
          }
  });

  it('says where and how urgent', () => {
    const alert = { language: 'fr', territory: 'Liège', priority: 'high', request: '7', transferred: false } as const;
    expect(alertBySms(alert, 'https://p.example/console')).toBe(
      'Nouvelle demande, Liège, priorité haute https://p.example/console/requests/7',
    );
  });

  it('says that a colleague had it before', () => {
    const alert = { language: 'nl', territory: 'Liège', priority: 'high', request: '7', transferred: true } as const;
    expect(alertBySms(alert, 'https://p.example/console')).toBe(
      'Doorgegeven aanvraag, Liège, hoge prioriteit https://p.example/console/requests/7',
    );
    expect(alertLine({ ...alert, language: 'fr' })).toBe('Demande transmise, Liège, priorité haute');
  });

  it('leaves the words out where the address fills it', () => {
    const url = `https://${'a'.repeat(150)}.example/console`;
    const alert = { language: 'nl', territory: 'Namur', priority: 'now', request: '7', transferred: false } as const;
    expect(alertBySms(alert, url)).toBe(`${url}/requests/7`);
  });
});

it('an alert in a chat says the same and how to answer there', () => {
  const alert = { language: 'nl', territory: null, priority: 'now', request: '7', transferred: false } as const;
  expect(alertLine(alert)).toBe('Nieuwe aanvraag, plaats niet gekend, gevaar: nu');
  const [first, link, how] = alertByChat(alert, 'https://p.example/console').split('\n');
  expect([first, link]).toEqual([alertLine(alert), 'https://p.example/console/requests/7']);
  expect(how).toMatch(/\/nemen.*\/teruggeven.*\/sluiten/);
});

it.each(['fr', 'nl'] as const)('what is told by SMS to people of the network costs one part in %s', (language) => {
  const { numberCode, smsGoesNowhere, smsStopped } = STAFF_TEXTS[language];
  const link = 'https://papote.example/console/requests/123456789';
  for (const text of [numberCode('123456'), smsGoesNowhere(link), smsStopped(link)])
    expect([isGsm(text), countSegments(text)]).toEqual([true, 1]);
});
