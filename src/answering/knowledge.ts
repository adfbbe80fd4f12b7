import type { Content } from '../content/load-content.ts';
import type { Answer, Contact, Permanence, Service, TopicFile } from '../content/schema.ts';
import { type Language, SOURCE_LANGUAGE } from '../languages.ts';
import type { DangerClass } from '../understanding/danger.ts';
import type { Place, Region } from '../understanding/find-place.ts';

/** What answers are made of. */
export type Knowledge = Pick<
  Content,
  | 'topics'
  | 'distressNumbers'
  | 'categories'
  | 'territories'
  | 'services'
  | 'permanences'
  | 'activityWords'
  | 'subscription'
>;

/** After the review date a fact is said with a warning for so long, then it is withheld. */
export const DAYS_TO_REVIEW = 90;

export type Freshness = 'fresh' | 'to-check' | 'withheld';

/** Whether a fact may still be said on a day, both as `2026-11-21`. */
export function freshnessOf({ review_by }: { readonly review_by: string }, today: string): Freshness {
  if (today <= review_by) return 'fresh';
  const overdue = (Date.parse(today) - Date.parse(review_by)) / 86_400_000;
  return overdue > DAYS_TO_REVIEW ? 'withheld' : 'to-check';
}

/** The answer of a topic in a language, or in French with `translated: false`. Undefined for a topic that is no more. */
export function answerOf(
  knowledge: Knowledge,
  id: string,
  language: Language,
): { topic: TopicFile; answer: Answer; translated: boolean } | undefined {
  const topic = knowledge.topics.get(id);
  const answers: Partial<Record<Language, Answer>> = topic?.answers ?? {};
  const own = answers[language];
  const answer = own ?? answers[SOURCE_LANGUAGE];
  return topic && answer && { topic, answer, translated: own !== undefined };
}

/** What differs by region: the line of the parent's own, or the one that names the difference. */
export function regionLine({ region }: Answer, place: Place | null): string | undefined {
  return place === null ? region?.any : region?.[place.region];
}

/** Contacts that serve the place, in their own order; while it is not known, those for everybody first. */
export function contactsFor({ contacts }: TopicFile, place: Place | null): readonly Contact[] {
  if (place !== null) return contacts.filter(({ region }) => region === undefined || region === place.region);
  return [...contacts].sort((one, other) => Number(one.region !== undefined) - Number(other.region !== undefined));
}

/** Services that a topic names for who lives at a place; none while the place is not known. */
export function servicesFor({ services, territories }: Knowledge, topic: string, place: Place | null): Service[] {
  if (place === null) return [];
  const province = territories.get(place.territory)?.province;
  return services.filter(
    ({ topics, serves: { regions = [], provinces = [], municipalities = [] } }) =>
      topics.includes(topic) &&
      (regions.includes(place.region) ||
        municipalities.includes(place.municipality) ||
        (province !== undefined && provinces.includes(province))),
  );
}

/** Permanences of a topic that the network has published: by their contact, or by their next date. */
export function permanencesFor(
  { permanences }: Knowledge,
  topic: string,
  place: Place | null,
  today: string,
): (Permanence & { readonly next: string | undefined })[] {
  return permanences
    .filter((one) => one.topic === topic)
    .filter(({ territories }) => territories === undefined || place === null || territories.includes(place.territory))
    .map((one) => ({ ...one, next: one.dates?.filter((date) => date >= today).sort()[0] }))
    .filter(({ next, dates, phone, email, url }) =>
      dates === undefined ? (phone ?? email ?? url) !== undefined : next !== undefined,
    );
}

/** The numbers for a class of danger, first one first, for a parent of that language and region. */
export function distressNumbersFor(
  { distressNumbers }: Knowledge,
  danger: DangerClass,
  language: Language,
  region?: Region,
): Content['distressNumbers']['numbers'] {
  const order = distressNumbers.classes[danger];
  const regional = region === undefined ? [] : (distressNumbers.regional[region]?.[danger] ?? []);
  const ids = new Set([...(order?.[language] ?? order?.other ?? []), ...regional]);
  return [...ids].flatMap((id) => distressNumbers.numbers.filter((number) => number.id === id));
}
