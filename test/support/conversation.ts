import type { ChannelName } from '../../src/channel.ts';
import { type Response, respond } from '../../src/conversation/respond.ts';
import { type ConversationState, NEW_CONVERSATION } from '../../src/conversation/state.ts';
import type { Effect, HumanPromise, Saying, Turn } from '../../src/conversation/turn.ts';
import { type UnderstandingModel, understand } from '../../src/understanding/understand.ts';
import { MORNING } from './turn.ts';

/** One parent's conversation as the worker carries it on, message by message, without a database. */
export class Conversation {
  state: ConversationState = { ...NEW_CONVERSATION, introduced: true };
  contact: Turn['contact'] = {
    ...{ language: 'fr', languageChosen: false, optedOut: false, place: null },
    ...{ safeHours: null, replyOnly: false },
  };
  humanHas = false;
  requestOpen = false;
  callAskedAt: number | null = null;
  humanSpokeLast = false;
  now = MORNING;
  channel: ChannelName = 'sms';
  home: Turn['home'] = null;
  agenda: Turn['agenda'] = null;
  subscription: Turn['subscription'] = null;
  registrations = new Map<string, string>();
  full: ReadonlySet<string> = new Set();
  topicsByPlace: ReadonlySet<string> = new Set();
  /** What may be promised; undefined while nobody works in the network. */
  promise: HumanPromise | undefined;
  private readonly model: UnderstandingModel;

  constructor(model: UnderstandingModel) {
    this.model = model;
  }

  /** Lets time pass. */
  wait(milliseconds: number): this {
    this.now += milliseconds;
    return this;
  }

  /** What we asked last, as if just now. */
  asked(waiting: NonNullable<ConversationState['waiting']>): this {
    this.state = { ...this.state, waiting, waitingSince: this.now };
    return this;
  }

  write(text: string): Response {
    return this.take(text, null);
  }

  press(payload: string): Response {
    return this.take('', payload);
  }

  private take(text: string, button: string | null): Response {
    const { language } = this.contact;
    const response = respond({
      now: this.now,
      contact: this.contact,
      state: this.state,
      humanHas: this.humanHas,
      requestOpen: this.requestOpen,
      callAskedAt: this.callAskedAt,
      humanSpokeLast: this.humanSpokeLast,
      channel: this.channel,
      home: this.home,
      agenda: this.agenda,
      subscription: this.subscription,
      registrations: this.registrations,
      full: this.full,
      newCode: 'K7PM',
      topicsByPlace: this.topicsByPlace,
      humanFirst: new Set(),
      promiseFor: () => this.promise,
      message: {
        understanding: understand({ text, ...(language && { language }) }, this.model),
        length: text.length,
        media: [],
        languageHint: null,
        foreignLanguage: null,
        button,
        numbersSaidAt: null,
      },
    });
    this.state = response.state;
    for (const effect of response.effects) this.carryOut(effect);
    return response;
  }

  private carryOut(effect: Effect): void {
    if (effect.do === 'opt-out') this.contact = { ...this.contact, optedOut: true };
    if (effect.do === 'opt-in') this.contact = { ...this.contact, optedOut: false };
    if (effect.do === 'set-language')
      this.contact = {
        ...this.contact,
        language: effect.language,
        languageChosen: this.contact.languageChosen || effect.chosen,
      };
    if (effect.do === 'set-discretion') {
      const { do: _, ...wish } = effect;
      this.contact = { ...this.contact, ...wish };
    }
    if (effect.do === 'set-place') {
      this.contact = { ...this.contact, place: effect.place.municipality };
      this.home = effect.place;
    }
    if (effect.do === 'register') this.registrations.set(effect.occurrence.id, effect.code);
    if (effect.do === 'unregister') this.registrations.delete(effect.occurrence);
    if (effect.do === 'subscribe') this.subscription = { territory: effect.territory, pausedUntil: null };
    if (effect.do === 'pause-subscription' && this.subscription !== null)
      this.subscription = { ...this.subscription, pausedUntil: effect.until };
    if (effect.do === 'end-subscription' || effect.do === 'opt-out') this.subscription = null;
    if (effect.do === 'request-human') this.requestOpen = true;
  }
}

/** Names of what a response says: `help`, `topic:custody:short`, `danger:violence`. */
export function saidBy({ says }: Response): string[] {
  return says.map(nameOf);
}

function nameOf(saying: Saying): string {
  switch (saying.say) {
    case 'phrase':
      return saying.key;
    case 'topic':
      return `topic:${saying.topic}:${saying.part}`;
    case 'promise':
    case 'which-language':
      return saying.say;
    case 'danger':
      return `danger:${saying.class}`;
    case 'choose':
      return `choose:${saying.topics.join(',')}`;
    case 'languages':
      return 'languages';
    case 'hours':
      return saying.hours === null ? 'hours:any' : `hours:${saying.hours.from}-${saying.hours.to}`;
    case 'agenda':
      return `agenda:${saying.found}:${saying.activities.map(({ activity }) => activity.title).join(',')}`;
    case 'activities':
      return `activities:${saying.activities.map(([number, { activity }]) => `${number} ${activity.title}`).join(',')}`;
    case 'which':
      return `which:${saying.wish}:${saying.numbers.join(',')}`;
    case 'registered':
      return `registered:${saying.occurrence.activity.title}:${saying.code}`;
    case 'paused':
      return `paused:${new Date(saying.until).toISOString().slice(0, 10)}`;
    case 'also':
      return `also:${saying.topic}`;
    case 'place':
      return `place:${saying.place === 'outside' ? 'outside' : saying.place.municipality}`;
  }
}
