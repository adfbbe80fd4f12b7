import type { ChannelName } from '../channel.ts';
import type { Language } from '../languages.ts';
import type { Agreement, Lint, Preview, PreviewGroup, PreviewPlace } from './broadcasts.ts';
import type { Plan, PlannedGroup } from './plan.ts';
import { finishAt } from './schedule.ts';
import type { Rates } from './sender.ts';

/** Price in euro of one message; of an SMS, of one part. */
export type Prices = Readonly<Record<ChannelName, number>>;

export interface PreviewFacts {
  readonly prices: Prices;
  readonly rates: Rates;
  readonly now: Date;
  readonly notAfter: Date;
  /** The channels that take free text only for some hours after a person's last message. */
  readonly windowed: ReadonlySet<ChannelName>;
  /** Who may be asked by an approved text, where free text may not go. */
  readonly invitable: (language: Language) => boolean;
  /** Euro already spent this month; the most a month may cost. */
  readonly monthEuro: number;
  readonly capEuro: number | null;
  /** What each sender has before it, in messages or SMS parts. */
  readonly queued: Readonly<Partial<Record<ChannelName, number>>>;
  /** Above so many recipients two persons must agree. */
  readonly secondPersonAbove: number;
  /** Where two must agree, what the release by this one would do. */
  readonly agreement: (seen: string) => Exclude<Agreement, 'alone'>;
  readonly others: readonly string[];
}

/** What the plan will look like, what it costs, and what is not as it should be. */
export function previewOf(plan: Plan, facts: PreviewFacts): Preview {
  const groups = plan.groups.map((group) => previewGroup(group, facts.prices));
  const recipients = sumOf(groups, (group) => (group.text === null ? 0 : group.recipients));
  const euro = sumOf(groups, (group) => group.euro);
  return {
    groups,
    places: placesOf(plan.groups, facts.prices),
    recipients,
    euro,
    monthEuro: facts.monthEuro,
    capEuro: facts.capEuro,
    lint: lintOf(plan, facts, euro),
    agreement: recipients > facts.secondPersonAbove ? facts.agreement(plan.seen) : 'alone',
    others: facts.others,
    seen: plan.seen,
  };
}

function previewGroup(group: PlannedGroup, prices: Prices): PreviewGroup {
  const { language, channel, mothers, recipients, composed } = group;
  const segments = composed?.segments ?? 0;
  const euro = recipients * segments * prices[channel];
  return { language, channel, mothers, recipients, text: composed?.text ?? null, segments, euro };
}

function placesOf(groups: readonly PlannedGroup[], prices: Prices): readonly PreviewPlace[] {
  const places = new Map<string, PreviewPlace>();
  for (const { channel, composed, territories } of groups) {
    if (composed === null) continue;
    for (const [territory, count] of Object.entries(territories)) {
      const { recipients = 0, euro = 0 } = places.get(territory) ?? {};
      const cost = count * composed.segments * prices[channel];
      places.set(territory, { territory, recipients: recipients + count, euro: euro + cost });
    }
  }
  return [...places.values()].sort((one, other) => other.recipients - one.recipients);
}

function lintOf(plan: Plan, facts: PreviewFacts, euro: number): readonly Lint[] {
  const { groups } = plan;
  const told = groups.filter(({ composed }) => composed !== null);
  const people = (some: readonly PlannedGroup[]): number => sumOf(some, ({ recipients }) => recipients);
  const ends = endOfLanes(plan, facts);
  const begun = new Set(
    told.flatMap(({ channel, composed }) =>
      (composed?.told ?? []).filter(({ startsAt }) => startsAt < (ends.get(channel) ?? plan.start)),
    ),
  );
  const slow = told.filter(({ channel }) => (ends.get(channel) ?? plan.start) > facts.notAfter);
  const overCap = facts.capEuro !== null && euro > 0 && facts.monthEuro + euro > facts.capEuro;
  const all: Lint[] = [
    { code: 'too-late', blocks: true, count: facts.notAfter <= facts.now ? people(told) : 0 },
    { code: 'too-long', blocks: true, count: people(told.filter(({ composed }) => !composed?.fits)) },
    { code: 'over-cap', blocks: true, count: overCap ? people(told) : 0 },
    { code: 'no-activity', blocks: false, count: people(groups.filter(({ composed }) => composed === null)) },
    { code: 'past-event', blocks: false, count: begun.size },
    { code: 'left-out', blocks: false, count: leftOut(told) },
    {
      code: 'missing-template',
      blocks: false,
      count: sumOf(told, (one) => (facts.windowed.has(one.channel) && !facts.invitable(one.language) ? one.silent : 0)),
    },
    { code: 'untranslated', blocks: false, count: people(told.filter(({ untranslated }) => untranslated)) },
    { code: 'too-slow', blocks: false, count: people(slow) },
  ];
  return all.filter(({ count }) => count > 0);
}

/** The most activities that stand behind the link only, for some group. */
function leftOut(told: readonly PlannedGroup[]): number {
  return Math.max(0, ...told.map(({ composed }) => composed?.left ?? 0));
}

/** When each sender has sent all of it, after what it has before it. */
function endOfLanes({ groups, start }: Plan, { rates, queued }: PreviewFacts): ReadonlyMap<ChannelName, Date> {
  const weights = new Map<ChannelName, number>();
  for (const { channel, recipients, composed } of groups)
    weights.set(channel, (weights.get(channel) ?? queued[channel] ?? 0) + recipients * (composed?.segments ?? 0));
  return new Map([...weights].map(([channel, weight]) => [channel, finishAt(start, weight / rates[channel])]));
}

function sumOf<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((sum, value) => sum + of(value), 0);
}
