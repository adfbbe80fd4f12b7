import { beforeEach, describe, expect, it } from 'vitest';
import { agendaOf, type Planned } from '../support/calendar.ts';
import { Conversation, saidBy } from '../support/conversation.ts';
import { realModel } from '../support/real-model.ts';

const model = realModel();
const HUY = model.places.byMunicipality('Huy') ?? null;
const HOUR = 3_600_000;

/** The tests happen on Friday 20 November 2026, at ten. */
const OPEN = { is: 'required', places: 8 } as const;
const MONTH: readonly Planned[] = [
  { title: 'Libre', at: '2026-11-21 10:00' },
  { title: 'Cuisine', at: '2026-11-21 14:00', registration: OPEN },
  { title: 'Musée', at: '2026-11-24 14:00', registration: OPEN },
  { title: 'Clos', at: '2026-11-25 14:00', registration: { ...OPEN, until: new Date('2026-11-19T10:00:00Z') } },
];

let parent: Conversation;
beforeEach(() => {
  parent = new Conversation(model);
  parent.agenda = agendaOf(...MONTH);
  parent.home = HUY;
  parent.state = { ...parent.state, offered: true };
});

const idOf = (title: string): string =>
  parent.agenda?.occurrences.find(({ activity }) => activity.title === title)?.id ?? '';

describe('a parent who wants to come', () => {
  beforeEach(() => {
    parent.write('quelles activités la semaine prochaine ou ce week-end à Huy?');
    parent.write('agenda à Huy');
  });

  it.each(['2 je viens', 'je viens 2', '2 Je viens!', '2 inscription', 'inscription 2'])(
    '%j takes a place and gets a code for the door',
    (text) => {
      const response = parent.write(text);
      expect(saidBy(response)).toEqual(['registered:Cuisine:K7PM']);
      expect(response.effects).toContainEqual({
        do: 'register',
        occurrence: expect.objectContaining({ id: idOf('Cuisine') }),
        code: 'K7PM',
      });
    },
  );

  it('need not name the number of the one just looked at', () => {
    parent.write('3');
    expect(saidBy(parent.write('je viens'))).toEqual(['registered:Musée:K7PM', 'agenda.remind_offer']);
  });

  it('is asked which, where several are open', () => {
    expect(saidBy(parent.write('je viens'))).toEqual(['which:register:2,3']);
    expect(saidBy(parent.write("je m'inscris"))).toEqual(['which:register:2,3']);
  });

  it('of whom two want the last place is told so, where the other was faster', () => {
    parent.full = new Set([idOf('Cuisine')]);
    const response = parent.write('2 je viens');
    expect(saidBy(response)).toEqual(['agenda.full']);
    expect(response.effects).toEqual([]);
  });

  it.each([
    ['1 je viens', 'agenda.no_need'],
    ['4 je viens', 'agenda.closed'],
  ])('%j: %s', (text, said) => {
    parent.write('suite');
    const shown = parent.agenda?.occurrences.map(({ id }) => id) ?? [];
    if (parent.state.agenda !== null) parent.state = { ...parent.state, agenda: { ...parent.state.agenda, shown } };
    expect(saidBy(parent.write(text))).toEqual([said]);
  });

  it('who registers twice hears the same code and takes no second place', () => {
    parent.registrations.set(idOf('Cuisine'), 'A3CD');
    const response = parent.write('2 je viens');
    expect(saidBy(response)).toEqual(['registered:Cuisine:A3CD']);
    expect(response.effects).toEqual([]);
  });

  it('presses the button just as well, also later', () => {
    parent.wait(48 * HOUR);
    expect(saidBy(parent.press(`come:${idOf('Musée')}`))).toEqual(['registered:Musée:K7PM', 'agenda.remind_offer']);
  });

  it('and who wants a reminder gets one, where there is a day before', () => {
    parent.write('3 je viens');
    const response = parent.write('oui');
    expect(saidBy(response)).toEqual(['agenda.remind_set']);
    expect(response.effects).toEqual([{ do: 'remind', occurrence: idOf('Musée') }]);
  });

  it('is offered no reminder on WhatsApp, whose window closes before', () => {
    parent.channel = 'whatsapp';
    expect(saidBy(parent.write('3 je viens'))).toEqual(['registered:Musée:K7PM']);
  });
});

describe('a parent who does not come after all', () => {
  it('gives the place back', () => {
    parent.registrations.set(idOf('Musée'), 'A3CD');
    const response = parent.write('je ne viens plus');
    expect(saidBy(response)).toEqual(['agenda.register_cancelled']);
    expect(response.effects).toContainEqual({ do: 'unregister', occurrence: idOf('Musée') });
  });

  it.each(['cancel', 'iptal', 'إلغاء', 'cancelar', 'لغو'])('says so by %j, which is else a STOP', (text) => {
    parent.registrations.set(idOf('Musée'), 'A3CD');
    const response = parent.write(text);
    expect(saidBy(response)).toEqual(['agenda.register_cancelled', 'hint.stop']);
    expect(response.effects).toContainEqual({ do: 'unregister', occurrence: idOf('Musée') });
    expect(parent.contact.optedOut).toBe(false);
    parent.registrations.clear();
    expect(saidBy(parent.write(text))).toEqual(['stop']);
  });

  it.each(['annuler', 'annule', 'annuleren', 'anuluj'])('says so by %j', (text) => {
    parent.registrations.set(idOf('Musée'), 'A3CD');
    expect(saidBy(parent.write(text))).toEqual(['agenda.register_cancelled']);
  });

  it('is asked which of several', () => {
    parent.registrations.set(idOf('Cuisine'), 'A3CD');
    parent.registrations.set(idOf('Musée'), 'E4FH');
    expect(saidBy(parent.write('je ne viens plus'))).toEqual(['activities:1 Cuisine,2 Musée', 'which:unregister:1,2']);
    const response = parent.write('2 je ne viens plus');
    expect(response.effects).toContainEqual({ do: 'unregister', occurrence: idOf('Musée') });
  });
});

describe('a parent with places in what the calendar shows no more', () => {
  beforeEach(() => {
    for (const title of ['Cuisine', 'Musée']) parent.registrations.set(idOf(title), 'A3CD');
  });

  it('is told so, and shown no empty list', () => {
    parent.agenda = agendaOf();
    const response = parent.write('je ne viens plus');
    expect(saidBy(response)).toEqual(['agenda.register_unseen']);
    expect(response.effects).toEqual([]);
  });

  it('is shown those that are left', () => {
    const left = parent.agenda?.occurrences.filter(({ activity }) => activity.title !== 'Cuisine') ?? [];
    parent.agenda = { occurrences: left, provinces: new Map() };
    expect(saidBy(parent.write('je ne viens plus'))).toEqual(['activities:1 Musée', 'which:unregister:1']);
  });
});

describe('the same words where nothing was shown', () => {
  it.each(['je viens', 'je ne viens plus', "j'annule"])('%j takes and gives back nothing', (text) => {
    expect(parent.write(text).effects.filter(({ do: what }) => what === 'register' || what === 'unregister')).toEqual(
      [],
    );
  });
});

describe('a place for mothers only', () => {
  it('cannot be registered for by who has not said to be one, button or not', () => {
    parent.agenda = agendaOf({ title: 'Mamans', at: '2026-11-24 10:00', visibility: 'mothers', registration: OPEN });
    expect(parent.press(`come:${idOf('Mamans')}`).effects).toEqual([]);
    parent.state = { ...parent.state, mother: 'yes' };
    expect(saidBy(parent.press(`come:${idOf('Mamans')}`))).toContain('registered:Mamans:K7PM');
  });
});
