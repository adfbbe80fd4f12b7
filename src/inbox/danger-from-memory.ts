import { render } from '../answering/render.ts';
import type { Channel, ChannelName, InboundEvent } from '../channel.ts';
import { type Assistant, vectorOf } from '../content/load-assistant.ts';
import { type ConversationState, NEW_CONVERSATION } from '../conversation/state.ts';
import type { Roster } from '../handover/roster.ts';
import { STRANGER, takeTurn } from './take-turn.ts';

/** What is sent again within this time was answered just now. */
const AGAIN_MS = 60_000;
/** Events and people remembered, each: more than can be in danger while a database is away. */
const MOST_REMEMBERED = 10_000;

/** What was said to somebody in danger, in order, and when. */
export interface Told {
  readonly at: Date;
  readonly texts: readonly string[];
}

/** Nobody is needed to say whom to call. */
const NOBODY: Roster = { workers: [], provinces: new Map() };

/**
 * Answers danger with nothing but what this process holds. It remembers what it said to whom, so that nobody is answered the same
 * over and over, and so that the turn that comes once the database is back does not say it again.
 */
export class DangerFromMemory {
  private readonly assistant: () => Assistant;
  private readonly clock: () => Date;
  private readonly said = new Map<string, Told>();
  private readonly states = new Map<string, ConversationState>();

  constructor(assistant: () => Assistant, clock: () => Date) {
    this.assistant = assistant;
    this.clock = clock;
  }

  /** The texts to say at once, none where the same was said just now; undefined for what is no danger. */
  async answer(channel: Channel, event: InboundEvent): Promise<readonly string[] | undefined> {
    if (event.kind !== 'message' && event.kind !== 'button') return undefined;
    const now = this.clock();
    const before = this.told(channel.name, event.id);
    if (before !== undefined && now.getTime() - before.at.getTime() < AGAIN_MS) return [];
    const current = this.assistant();
    const vector = await vectorOf(current, event.text).catch(() => undefined);
    const person = `${channel.name}:${event.address}`;
    // What is sent again after a while was perhaps never heard: then all is said anew.
    const state = (before === undefined ? this.states.get(person) : undefined) ?? NEW_CONVERSATION;
    const { response } = takeTurn({ ...STRANGER, state }, event, channel, now, current, {
      roster: NOBODY,
      vector,
    });
    if (response.rule !== 'danger') return undefined;
    remember(this.states, person, response.state);
    const parts = render(
      // A question besides can wait for the turn, which knows where the parent lives.
      response.says.filter(({ say }) => say === 'danger' || say === 'phrase'),
      {
        language: response.language,
        limits: channel.limits,
        today: now.toISOString().slice(0, 10),
        place: response.effects.find((effect) => effect.do === 'set-place')?.place ?? null,
      },
      current.renderer,
    );
    const texts = parts.map(({ text }) => text);
    remember(this.said, `${channel.name}:${event.id}`, { at: now, texts });
    return texts;
  }

  /** With what an event was answered, if it was. */
  told(channel: ChannelName, event: string): Told | undefined {
    return this.said.get(`${channel}:${event}`);
  }

  /** The answer did not reach the provider. */
  takeBack(channel: Channel, event: InboundEvent): void {
    this.said.delete(`${channel.name}:${event.id}`);
    this.states.delete(`${channel.name}:${event.address}`);
  }
}

/** Notes the newest and forgets the oldest. */
function remember<T>(memory: Map<string, T>, key: string, value: T): void {
  memory.delete(key);
  memory.set(key, value);
  for (const oldest of memory.keys()) {
    if (memory.size <= MOST_REMEMBERED) return;
    memory.delete(oldest);
  }
}
