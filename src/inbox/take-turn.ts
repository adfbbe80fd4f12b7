import { type Part, render } from '../answering/render.ts';
import type { Agenda } from '../calendar/agenda.ts';
import type { Channel, InboundEvent } from '../channel.ts';
import type { Assistant } from '../content/load-assistant.ts';
import { type Response, respond } from '../conversation/respond.ts';
import { NEW_CONVERSATION } from '../conversation/state.ts';
import { promiseFor } from '../handover/promise-for.ts';
import type { Roster } from '../handover/roster.ts';
import { isLanguage } from '../languages.ts';
import { type UnderstandingModel, understand } from '../understanding/understand.ts';
import type { PendingEvent } from './load-turn.ts';

export interface TurnResult {
  readonly response: Response;
  readonly parts: readonly Part[];
  /** Where the parent lives, as far as the network is concerned; null when nobody knows. */
  readonly territory: string | null;
  /** Counters to raise by one. */
  readonly counts: readonly string[];
}

type Asked = Extract<InboundEvent, { kind: 'message' | 'button' }>;

/** What a turn depends on besides the message and the content. */
export interface Besides {
  readonly roster: Roster;
  /** What is planned; null while there is no calendar. */
  readonly agenda?: Agenda | null;
  /** Random, for whoever registers in this turn. */
  readonly newCode?: string;
  /** Occurrences in which no place is left, although one was to be taken. */
  readonly full?: ReadonlySet<string>;
  /** Where the pages of the public calendar begin. */
  readonly publicUrl?: string | undefined;
  /** The message as the sentence model sees it, if there is one. */
  readonly vector?: Float32Array | undefined;
  /** Code of the language of the message, where another told it than `understand`. */
  readonly named?: string | null;
  /** When this message was answered as danger, where that was before its turn. */
  readonly dangerSaidAt?: Date | null | undefined;
}

/** What a turn depends on of the person who writes. */
export type Person = Pick<
  PendingEvent,
  'contact' | 'state' | 'request' | 'callAskedAt' | 'humanSpokeLast' | 'subscription' | 'registrations'
>;

/** Somebody of whom nothing is known. */
export const STRANGER: Person = {
  contact: { language: null, languageChosen: false, optedOut: false, place: null, safeHours: null, replyOnly: false },
  state: NEW_CONVERSATION,
  request: null,
  callAskedAt: null,
  humanSpokeLast: false,
  subscription: null,
  registrations: new Map(),
};

/** Understands one message, decides, and puts the answer into words. Pure: no database, no network. */
export function takeTurn(
  pending: Person,
  event: Asked,
  channel: Pick<Channel, 'name' | 'limits'>,
  now: Date,
  { model, renderer, topicsByPlace, humanFirst }: Assistant,
  besides: Besides,
): TurnResult {
  const { roster, vector, named = null, dangerSaidAt = null, agenda = null } = besides;
  const { contact, state, request, callAskedAt, humanSpokeLast, subscription, registrations } = pending;
  const understanding = understand(
    { text: event.text, vector, ...(contact.language && { language: contact.language }) },
    model,
  );
  const hint = named ?? (event.kind === 'message' ? event.languageHint?.slice(0, 2) : undefined);
  const response = respond({
    now: now.getTime(),
    contact,
    state,
    humanHas: request === 'taken',
    requestOpen: request === 'open',
    callAskedAt: callAskedAt?.getTime() ?? null,
    humanSpokeLast,
    channel: channel.name,
    home: contact.place === null ? null : (model.places.byMunicipality(contact.place) ?? null),
    agenda,
    subscription,
    registrations,
    full: besides.full ?? new Set(),
    newCode: besides.newCode ?? '',
    topicsByPlace,
    humanFirst,
    promiseFor: (priority, municipality) => promiseFor(priority, territoryOf(municipality, model), roster, now),
    message: {
      understanding,
      length: event.text.length,
      media: event.kind === 'message' ? event.media : [],
      languageHint: hint !== undefined && isLanguage(hint) ? hint : null,
      foreignLanguage: named !== null && !isLanguage(named) ? named : null,
      button: event.kind === 'button' ? event.payload : null,
      numbersSaidAt: dangerSaidAt?.getTime() ?? null,
    },
  });
  const moved = response.effects.find((effect) => effect.do === 'set-place')?.place;
  const place = moved ?? (contact.place === null ? null : (model.places.byMunicipality(contact.place) ?? null));
  const today = now.toISOString().slice(0, 10);
  return {
    response,
    parts: render(
      response.says,
      { language: response.language, limits: channel.limits, today, place, publicUrl: besides.publicUrl },
      renderer,
    ),
    territory: place?.territory ?? null,
    counts: countsOf(response, channel, dangerSaidAt !== null),
  };
}

/** The territory of a municipality; null when nobody said where. */
function territoryOf(municipality: string | null, { places }: UnderstandingModel): string | null {
  return municipality === null ? null : (places.byMunicipality(municipality)?.territory ?? null);
}

/** What is counted: the rule, the language, the channel, the topics answered; never who. */
function countsOf(response: Response, channel: Pick<Channel, 'name'>, saidBefore: boolean): string[] {
  const topics = response.says.flatMap((saying) =>
    saying.say === 'topic' && saying.part === 'short' ? [`topic:${saying.topic}`] : [],
  );
  const said = response.says.find((saying) => saying.say === 'danger')?.class;
  const danger = said ?? (saidBefore && response.rule === 'danger' ? response.state.danger?.class : undefined);
  const dangers = danger === undefined ? [] : [`danger:${danger}`];
  const others = response.effects.flatMap((effect) => (effect.do === 'count' ? [effect.name] : []));
  return [
    `channel:${channel.name}`,
    `language:${response.language}`,
    `rule:${response.rule}`,
    ...topics,
    ...dangers,
    ...others,
  ];
}
