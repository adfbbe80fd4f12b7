import type { Language } from '../languages.ts';
import type { Impression, Mind } from './mind.ts';

/** Sharpness of the probabilities: half a margin is some nine to one. */
const TEMPERATURE = 4.5;
/** How much likelier the language is in which the contact wrote before. */
const STICKINESS = 4;
const SURE = 0.6;

export interface DetectedLanguage {
  readonly language: Language | 'unknown';
  /** Probability of the likeliest language, 0 to 1. */
  readonly confidence: number;
}

const LETTER = /\p{L}/gu;
const OWN_LETTER = /[\p{Script=Latin}\p{Script=Arabic}\p{Script=Cyrillic}\p{Script=Ethiopic}]/gu;
/** Of languages that share our scripts, less than this of a text is known to us. */
const LEAST_KNOWN = 0.25;

/**
 * Tells the language of a short text by the margins of the language head. Unknown for scripts that none of our languages
 * is written in, and for words of which next to nothing is known.
 *
 * @param expected the contact's language so far, if any
 */
export function detectLanguage(
  text: string,
  { languages: margins, sparse }: Impression,
  { languages }: Pick<Mind, 'languages'>,
  expected?: Language,
): DetectedLanguage {
  if (isForeignScript(text) || sparse.indices.length === 0 || sparse.known < LEAST_KNOWN)
    return { language: 'unknown', confidence: 0 };
  const shares = languages.map(
    (language, at) => Math.exp(TEMPERATURE * (margins[at] ?? 0)) * (language === expected ? STICKINESS : 1),
  );
  const total = shares.reduce((sum, share) => sum + share, 0);
  let best = 0;
  for (const [at, share] of shares.entries()) if (share > (shares[best] ?? 0)) best = at;
  const confidence = (shares[best] ?? 0) / total;
  const language = languages[best];
  return { language: language !== undefined && confidence >= SURE ? language : 'unknown', confidence };
}

/** Mostly letters of scripts that none of our languages is written in. */
function isForeignScript(text: string): boolean {
  const letters = text.match(LETTER)?.length ?? 0;
  return letters > 0 && (text.match(OWN_LETTER)?.length ?? 0) < letters / 2;
}
