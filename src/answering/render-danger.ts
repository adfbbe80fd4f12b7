import type { DangerClass } from '../understanding/danger.ts';
import { joinDetails, reachability } from './contact-line.ts';
import { distressNumbersFor } from './knowledge.ts';
import type { Occasion, Renderer } from './render.ts';

/** Dangers in which who reads this phone may be the danger, and in which speaking may be impossible. */
const UNSAFE_TO_SPEAK: ReadonlySet<DangerClass> = new Set<DangerClass>(['violence', 'child-danger']);

/**
 * A neutral opening, since a locked phone shows the first words to whoever holds it; then the numbers, a human sentence, how to
 * ask for help without speaking, how to stay safe on this phone, and who will read.
 */
export function dangerLines(
  danger: DangerClass,
  { language, limits, place }: Occasion,
  { knowledge, say }: Renderer,
): string[] {
  const numbers = distressNumbersFor(knowledge, danger, language, place?.region);
  const lines = numbers.map(({ number, label, hours, free, speaks, chat }) => {
    const details = [
      say(language, `label.${label}`),
      ...reachability({ hours, free, languages: speaks }, language, say),
      // By SMS an address costs a part of its own.
      ...(chat === undefined || limits.segmented ? [] : [say(language, 'chat', { address: hostOf(chat) })]),
    ];
    return `${number}: ${joinDetails(details, language)}`;
  });
  const app = numbers.find((number) => number.app !== undefined)?.app;
  const unsafe = UNSAFE_TO_SPEAK.has(danger);
  return [
    say(language, 'danger.opening'),
    ...lines,
    say(language, `danger.${danger}`),
    ...(app !== undefined && (unsafe || danger === 'emergency') ? [say(language, 'danger.silent', { app })] : []),
    ...(danger === 'emergency' && !limits.segmented
      ? [say(language, 'danger.deaf', { register: knowledge.distressNumbers.deaf.register })]
      : []),
    ...(unsafe ? [say(language, 'danger.phone')] : []),
    say(language, 'human.danger'),
  ];
}

function hostOf(address: string): string {
  return new URL(address).host.replace(/^www\./, '');
}
