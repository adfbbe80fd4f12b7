import { COMMANDS, type Command } from './commands.ts';
import { countWords, type Margin } from './learned-head.ts';

/** Commands are short; a longer message mentions the word. */
const LONGEST_COMMAND = 14;
/** Who asks for a person says why. */
const LONGEST_CALL_FOR_A_PERSON = 25;
const SURE_CALL_FOR_A_PERSON = 0.35;
const COMMAND_MARGIN = -0.34;
/** "I lost my job and I don't know what to do" is a story, and no question how this works. */
const LONGEST_HELP = 9;
const SURE_HELP = 0.3;
/** What would cost the person our messages at once needs more; to be erased is asked again before. */
const GRAVE: ReadonlySet<string> = new Set<Command>(['stop']);
const GRAVE_MARGIN = 0;
const FAR_FROM_DANGER = 0.6;
const SHORTEST_GRAVE = 3;
const LONGEST_GRAVE = 10;
/** In two words, or in more than ten, one that can hardly mean anything else. */
const SURE_GRAVE_MARGIN = 0.8;

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
  const least = words >= SHORTEST_GRAVE && words <= LONGEST_GRAVE ? GRAVE_MARGIN : SURE_GRAVE_MARGIN;
  return margin >= least && words > 1 ? command : null;
}

/** Topics near everything that is asked of us, and near every call for a person. */
const ABOUT_US = 'about-service';
const SOMEONE_TO_TALK = 'someone-to-talk';
/** What a parent asks of us or of a person is done rather once too often. */
const FAR_LIKELIER = 0.2;
/** Help is what is asked in words that say little: it must stand out. */
const STANDS_OUT = 0.1;
const ASKED: ReadonlySet<string> = new Set<Command>(['human', 'start', 'delete', 'privacy']);

/**
 * "What is the CPAS?" is nearer to a topic than to a call for help. The wish to be left alone stands, and so does what is asked of
 * us where no topic is far likelier, or a call for a person that is sure: "somebody to talk to about my divorce".
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
  if (label === 'human' && margin >= SURE_CALL_FOR_A_PERSON) return false;
  const least = ASKED.has(label) ? margin + FAR_LIKELIER : margin - (label === 'help' ? STANDS_OUT : 0);
  return topics.some((topic, at) => topic !== ABOUT_US && topic !== SOMEONE_TO_TALK && (margins[at] as number) > least);
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
