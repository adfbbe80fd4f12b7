import { COMMANDS, type Command } from './commands.ts';
import { DANGER_CLASSES, type Danger } from './danger.ts';
import type { Impression } from './mind.ts';

/** From this margin on, the danger head raises: some 4 % of ordinary lines do (`npm run evals`). */
const DANGER_MARGIN = -0.33;
/** The nearer a message is to a topic that has nothing to do with danger, the more it needs... */
const MORE_NEAR_A_CALM_TOPIC = 0.3;
const NEAR_A_TOPIC = -0.7;
/** ... up to here: danger may be told beside a question. */
const SURE_DANGER = 0.1;

/** Name of the rule when no rule foresaw it. */
export const LEARNED = 'learned';
/** One or two words are too few to believe danger from; the rules know the short cries. */
const SHORTEST_DANGER = 3;

/** Commands are short; a longer message mentions the word. */
const LONGEST_COMMAND = 14;
/** Who asks for a person says why. */
const LONGEST_CALL_FOR_A_PERSON = 25;
const SURE_CALL_FOR_A_PERSON = 0.4;
const COMMAND_MARGIN = -0.3;
/** "I lost my job and I don't know what to do" is a story, and no question how this works. */
const LONGEST_HELP = 9;
const SURE_HELP = 0.3;
/** What would cost the person our messages at once needs more; to be erased is asked again before. */
const GRAVE: ReadonlySet<string> = new Set<Command>(['stop']);
const GRAVE_MARGIN = 0;
const FAR_FROM_DANGER = 0.6;
const SHORTEST_GRAVE = 3;
const LONGEST_GRAVE = 10;
/** Two words that can hardly mean anything else. */
const SHORT_GRAVE_MARGIN = 0.8;

/** A label with its margin: above 0 is inside, some -1 well outside. */
export interface Margin {
  readonly label: string;
  readonly margin: number;
}

/** Danger in words that no rule foresaw; it counts as `soon`, since nobody has reviewed why. */
export function believedDanger(
  { danger: likeliest, calmTopic }: Pick<Impression, 'danger' | 'calmTopic'>,
  normal: string,
): Danger | null {
  if (likeliest === undefined || countWords(normal) < SHORTEST_DANGER) return null;
  const dangerClass = DANGER_CLASSES.find((name) => name === likeliest.label);
  const least = Math.min(SURE_DANGER, DANGER_MARGIN + MORE_NEAR_A_CALM_TOPIC * Math.max(0, calmTopic - NEAR_A_TOPIC));
  return dangerClass !== undefined && likeliest.margin >= least
    ? { class: dangerClass, severity: 'soon', rule: LEARNED }
    : null;
}

/** What a command needs, by itself and beside danger, to be no cry for help. */
const SURE_ABOUT_US = 0.1;
const SURER_THAN_DANGER = 0.2;

/** Whether a message surely asks something of the service itself: then only the reviewed rules look for danger in it. */
export function isSurelyAboutUs(command: Margin | undefined, danger: Margin | undefined): boolean {
  return (
    command !== undefined &&
    command.margin >= SURE_ABOUT_US &&
    command.margin >= (danger?.margin ?? Number.NEGATIVE_INFINITY) + SURER_THAN_DANGER
  );
}

/** A command in words that no list holds. "I want to stop being here" is told from "stop writing" by what is beside danger. */
export function believedCommand(
  likeliest: Margin | undefined,
  danger: Margin | undefined,
  normal: string,
): Command | null {
  const words = countWords(normal);
  const command = COMMANDS.find((name) => name === likeliest?.label);
  if (likeliest === undefined || command === undefined) return null;
  const { margin } = likeliest;
  const callsForAPerson = command === 'human' && margin >= SURE_CALL_FOR_A_PERSON;
  if (words > (callsForAPerson ? LONGEST_CALL_FOR_A_PERSON : LONGEST_COMMAND)) return null;
  if (command === 'help' && words > LONGEST_HELP && margin < SURE_HELP) return null;
  if (!GRAVE.has(command)) return margin >= COMMAND_MARGIN ? command : null;
  if (margin < (danger?.margin ?? Number.NEGATIVE_INFINITY) + FAR_FROM_DANGER) return null;
  const least = words >= SHORTEST_GRAVE ? GRAVE_MARGIN : SHORT_GRAVE_MARGIN;
  return margin >= least && words > 1 && words <= LONGEST_GRAVE ? command : null;
}

/** Topics near everything that is asked of us, and near every call for a person. */
const ABOUT_US = 'about-service';
const SOMEONE_TO_TALK = 'someone-to-talk';
/** A person answers rather once too often. */
const FAR_LIKELIER = 0.2;

/**
 * "What is the CPAS?" is nearer to a topic than to a call for help. The wish to be left alone stands, and so does the call for a
 * person where it is sure or no topic is far likelier: "somebody to talk to about my divorce".
 *
 * @param margins of the topics
 */
export function isRatherATopic(
  likeliest: Margin | undefined,
  margins: Float32Array,
  topics: readonly string[],
): boolean {
  if (likeliest === undefined || GRAVE.has(likeliest.label)) return false;
  const { label, margin } = likeliest;
  const isLikelier = (least: number): boolean =>
    topics.some((topic, at) => topic !== ABOUT_US && topic !== SOMEONE_TO_TALK && (margins[at] as number) > least);
  if (label !== 'human') return isLikelier(margin);
  return margin < SURE_CALL_FOR_A_PERSON && isLikelier(margin + FAR_LIKELIER);
}

/** Commands worth a hint in doubt; who may want a person is offered one anyway. */
const DOUBTFUL = ['stop', 'start', 'delete', 'privacy', 'language'] as const satisfies readonly Command[];
export type Doubtful = (typeof DOUBTFUL)[number];
const DOUBTFUL_MARGIN = -0.5;

/** A command that a message may mean: too little to carry it out, enough to say which word does. */
export function doubtfulCommand(likeliest: Margin | undefined, normal: string): Doubtful | null {
  if (likeliest === undefined || likeliest.margin < DOUBTFUL_MARGIN || countWords(normal) > LONGEST_COMMAND)
    return null;
  return DOUBTFUL.find((name) => name === likeliest.label) ?? null;
}

const CHAT: ReadonlySet<string> = new Set<Command>(['greeting', 'thanks']);
const LONGEST_CHAT = 5;
const SURE_CHAT = 0.3;
/** Below it, small words alone are like those of some topic. */
const LEAST_MARGIN_BESIDE_CHAT = -0.4;

/**
 * "Hello, my landlord wants us out": a question that begins with a greeting is a question.
 *
 * @param topics margins of the topics
 * @param message in normal form, and whether it names a time or a place
 */
export function isMoreThanChat(
  likeliest: Margin | undefined,
  topics: Float32Array,
  { normal, names }: { readonly normal: string; readonly names: boolean },
): boolean {
  if (likeliest === undefined || !CHAT.has(likeliest.label)) return false;
  // The name of a day or town lies near greetings, a wish for that day nearer.
  if (names) return true;
  if (countWords(normal) > LONGEST_CHAT && likeliest.margin < SURE_CHAT) return true;
  return topics.some((margin) => margin > Math.max(likeliest.margin, LEAST_MARGIN_BESIDE_CHAT));
}

/** The likeliest of some labels by their scores. */
export function likeliestOf(labels: readonly string[], margins: Float32Array): Margin | undefined {
  let best = 0;
  for (let at = 1; at < labels.length; at += 1) if ((margins[at] ?? 0) > (margins[best] ?? 0)) best = at;
  const label = labels[best];
  return label === undefined ? undefined : { label, margin: margins[best] ?? Number.NEGATIVE_INFINITY };
}

function countWords(normal: string): number {
  return normal.split(' ').length;
}
