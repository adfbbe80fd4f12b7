import { beforeEach, describe, expect, it } from 'vitest';
import { agendaOf, type Planned } from '../support/calendar.ts';
import { Conversation, saidBy } from '../support/conversation.ts';
import { realModel } from '../support/real-model.ts';

const model = realModel();
const HUY = model.places.byMunicipality('Huy') ?? null;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The tests happen on Friday 20 November 2026, at ten. */
const MONTH: readonly Planned[] = [
  { title: 'Bricolage', at: '2026-11-21 14:00' },
  { title: 'Ciné', at: '2026-11-21 16:00', territory: 'liege' },
  { title: 'Balade', at: '2026-11-22 10:00' },
  { title: 'Loin', at: '2026-11-21 09:00', territory: 'namur' },
  { title: 'Atelier', at: '2026-11-25 14:00' },
  { title: 'Groupe', at: '2026-11-26 14:00' },
  { title: 'Noël', at: '2026-12-12 14:00' },
];

let parent: Conversation;
beforeEach(() => {
  parent = new Conversation(model);
  parent.agenda = agendaOf(...MONTH);
  // What is offered below activities has tests of its own.
  parent.state = { ...parent.state, offered: true };
});

describe('a question about activities', () => {
  it.each([
    ['fr', 'activités ce samedi à Huy', 'agenda:there:Bricolage,Ciné'],
    ['fr', 'quoi de prévu dimanche à Huy?', 'agenda:there:Balade'],
    ['fr', 'agenda à Huy', 'agenda:there:Bricolage,Balade,Atelier'],
    ['fr', 'activités à Namur ce week-end', 'agenda:there:Loin'],
    ['ar', 'الأنشطة يوم السبت في لييج', 'agenda:there:Ciné,Bricolage'],
    ['tr', 'Liège bu hafta sonu etkinlik', 'agenda:there:Ciné,Bricolage,Balade'],
    ['nl', 'activiteiten zaterdag in Hoei', 'agenda:there:Bricolage,Ciné'],
    ['en', 'activities next week in Huy', 'agenda:there:Atelier,Groupe'],
  ] as const)('%s: %j', (language, text, said) => {
    parent.contact = { ...parent.contact, language };
    expect(saidBy(parent.write(text))).toEqual([said]);
  });

  it('is answered for where the parent lives', () => {
    parent.home = HUY;
    expect(saidBy(parent.write('activités ce samedi'))).toEqual(['agenda:there:Bricolage,Ciné']);
    expect(saidBy(parent.write('que faire avec les enfants ce week-end'))).toEqual([
      'agenda:there:Bricolage,Balade,Ciné',
    ]);
  });

  it('asks where when nobody knows; "no" shows all there is', () => {
    expect(saidBy(parent.write('activités ce samedi'))).toEqual(['agenda.where']);
    expect(saidBy(parent.write('Huy'))).toEqual(['agenda:there:Bricolage,Ciné']);
    const other = new Conversation(model);
    other.agenda = parent.agenda;
    other.write('activités ce samedi');
    expect(saidBy(other.write('non'))).toEqual(['agenda:there:Loin,Bricolage,Ciné']);
  });

  it.each([
    ['Huy', 'agenda:there:Bricolage,Ciné'],
    ['à Huy svp', 'agenda:there:Bricolage,Ciné'],
    ['près de Huy', 'agenda:there:Bricolage,Ciné'],
    ['dimanche à Huy', 'agenda:there:Balade'],
  ])('takes %j for where, once asked', (text, said) => {
    parent.write('activités ce samedi');
    expect(saidBy(parent.wait(HOUR).write(text))).toEqual([said]);
  });

  it.each([
    ['comment obtenir une école à Huy ?', 1, 'choose'],
    ['prime de naissance à Huy', 1, 'topic:birth-grant:short'],
    ['Huy', 25, 'place:Huy'],
  ])('does not take %j for where, %i hours after asking', (text, hours, said) => {
    parent.write('activités ce samedi');
    expect(saidBy(parent.wait(hours * HOUR).write(text)).join()).toContain(said);
  });

  it('shows the coming days where the time asked for is over before the parent says where', () => {
    parent.now -= 12 * HOUR;
    parent.write("activités aujourd'hui");
    const [said] = parent.wait(13 * HOUR).write('Huy').says;
    expect(said).toMatchObject({ say: 'agenda', found: 'there', range: { from: parent.now } });
    expect(said?.say === 'agenda' && said.range.to - parent.now).toBe(240 * HOUR);
  });

  it('is answered by the topic while there is no calendar', () => {
    parent.agenda = null;
    expect(saidBy(parent.write('activités ce samedi à Huy'))).toEqual(['topic:activity-calendar:short']);
  });

  it('of another subject is answered by that, be there a time in it or not', () => {
    expect(saidBy(parent.write('mon ex ne paie plus la pension alimentaire depuis samedi'))).toEqual([
      'topic:child-support-unpaid:short',
    ]);
  });

  it('shows nothing that is over', () => {
    parent.now += 29 * 3_600_000;
    expect(saidBy(parent.write('activités ce samedi à Huy'))).toEqual(['agenda:there:Bricolage,Ciné']);
    parent.now += 2 * 3_600_000;
    expect(saidBy(parent.write('activités aujourd’hui à Huy'))).toEqual(['agenda:there:Ciné']);
  });

  it('that finds nothing tells so, and what comes next', () => {
    expect(saidBy(parent.write('activités mardi à Huy'))).toEqual(['agenda:later:Bricolage,Balade,Atelier']);
    expect(saidBy(parent.write('suite'))).toEqual(['agenda:further:Groupe,Noël,Ciné']);
  });

  it('tells when nothing is announced at all', () => {
    parent.agenda = agendaOf();
    expect(saidBy(parent.write('activités samedi à Huy'))).toEqual(['agenda:nothing:']);
  });
});

describe('after activities', () => {
  beforeEach(() => {
    parent.write('agenda à Huy');
  });

  it('"more" shows the next three, then what comes later, then that there is no more', () => {
    expect(saidBy(parent.write('suite'))).toEqual(['agenda:there:Groupe,Ciné']);
    expect(saidBy(parent.write('suite'))).toEqual(['agenda:further:Noël']);
    expect(saidBy(parent.write('suite'))).toEqual(['agenda:nothing:']);
  });

  it('a bare town or day within half an hour asks the same of it', () => {
    expect(saidBy(parent.wait(29 * MINUTE).write('Namur'))).toEqual(['agenda:there:Loin']);
    expect(saidBy(parent.wait(29 * MINUTE).write('dimanche'))).toEqual(['agenda:later:Loin']);
    expect(saidBy(parent.write('Huy'))).toEqual(['agenda:there:Balade']);
    expect(saidBy(parent.wait(31 * MINUTE).write('Namur'))).toEqual(['place:Namur']);
  });

  it('a number tells all of one, and "where is it?" all of what was shown', () => {
    expect(saidBy(parent.write('2'))).toEqual(['activities:2 Balade']);
    expect(saidBy(parent.write("c'est où?"))).toEqual(['activities:2 Balade']);
    parent.write('agenda à Huy');
    expect(saidBy(parent.write("c'est où?"))).toEqual(['activities:1 Bricolage,2 Balade,3 Atelier']);
  });

  it('"who is this?" makes that nothing of it can be asked for again', () => {
    parent.write('c’est qui ?');
    expect(saidBy(parent.write('suite'))).toEqual(['answer.no_more']);
  });

  it('what is cancelled meanwhile is shown no more', () => {
    parent.agenda = agendaOf();
    expect(saidBy(parent.write('2'))).not.toContain('activities:2 Balade');
  });
});

describe('activities for mothers only', () => {
  const HIDDEN: Planned = { title: 'Entre mamans', at: '2026-11-21 10:00', visibility: 'mothers', audience: 'mothers' };
  beforeEach(() => {
    parent.agenda = agendaOf(...MONTH, HIDDEN);
  });

  it('are shown to who says to be one, who is asked once', () => {
    expect(saidBy(parent.write('activités samedi à Huy'))).toEqual(['agenda:there:Bricolage,Ciné', 'agenda.mothers']);
    expect(saidBy(parent.write('oui'))).toEqual(['agenda:there:Entre mamans,Bricolage,Ciné']);
    expect(saidBy(parent.write('activités samedi à Huy'))).toEqual(['agenda:there:Entre mamans,Bricolage,Ciné']);
  });

  it.each(['non', 'bonjour'])('are not shown to who answers %j, and not asked for again', (answer) => {
    parent.write('activités samedi à Huy');
    parent.write(answer);
    expect(saidBy(parent.write('activités samedi à Huy'))).toEqual(['agenda:there:Bricolage,Ciné']);
  });
});
