import { LANGUAGES, type Language } from '../languages.ts';
import { eachPieceFeature, hash32 } from './features.ts';
import { normalise } from './normalise.ts';

const SLOTS = 2 ** 16;
const SHORTEST = 1;
const LONGEST = 4;
/** Share of each language's weight spread evenly, so that an unseen piece counts the same against every language. */
const SMOOTHING = 0.1;
/** Pieces of one word are not independent: their evidence is scaled down. */
const EVIDENCE = 0.45;
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

/** Mostly letters of scripts that none of our languages is written in. */
function isForeignScript(text: string): boolean {
  const letters = text.match(LETTER)?.length ?? 0;
  return letters > 0 && (text.match(OWN_LETTER)?.length ?? 0) < letters / 2;
}

/** Tells the language of a short text by the pieces of its words, learnt from the project's own texts. */
export class LanguageDetector {
  private readonly languages: readonly Language[];
  /** Log-probabilities, one row of `SLOTS` a language. */
  private readonly logs: Float32Array;
  private readonly seen = new Uint8Array(SLOTS);

  /** @param samples texts of each language; a language without samples is never detected */
  constructor(samples: ReadonlyMap<Language, readonly string[]>) {
    this.languages = LANGUAGES.filter((language) => (samples.get(language) ?? []).length > 0);
    this.logs = new Float32Array(this.languages.length * SLOTS);
    for (const [row, language] of this.languages.entries()) this.learn(row, samples.get(language) ?? []);
  }

  /** @param expected the contact's language so far, if any */
  detect(text: string, expected?: Language): DetectedLanguage {
    if (isForeignScript(text)) return { language: 'unknown', confidence: 0 };
    const scores = new Float64Array(this.languages.length);
    let pieces = 0;
    let known = 0;
    eachPieceFeature(normalise(text).replace(/\d+/g, ''), SHORTEST, LONGEST, (piece) => {
      const slot = hash32(piece) % SLOTS;
      pieces += 1;
      if (this.seen[slot] === 0) return;
      known += 1;
      const weight = EVIDENCE * (piece.length / LONGEST);
      for (let row = 0; row < scores.length; row += 1)
        scores[row] = (scores[row] ?? 0) + weight * (this.logs[row * SLOTS + slot] ?? 0);
    });
    if (known === 0 || known < pieces * 0.3) return { language: 'unknown', confidence: 0 };
    const prior = expected === undefined ? -1 : this.languages.indexOf(expected);
    if (prior !== -1) scores[prior] = (scores[prior] ?? 0) + Math.log(STICKINESS);
    return this.decide(scores);
  }

  private decide(scores: Float64Array): DetectedLanguage {
    let best = 0;
    for (let row = 1; row < scores.length; row += 1) if ((scores[row] ?? 0) > (scores[best] ?? 0)) best = row;
    let sum = 0;
    for (const score of scores) sum += Math.exp(score - (scores[best] ?? 0));
    const confidence = 1 / sum;
    const language = this.languages[best];
    return { language: language !== undefined && confidence >= SURE ? language : 'unknown', confidence };
  }

  private learn(row: number, samples: readonly string[]): void {
    const counts = new Float64Array(SLOTS);
    let total = 0;
    for (const sample of samples) {
      eachPieceFeature(normalise(sample).replace(/\d+/g, ''), SHORTEST, LONGEST, (piece) => {
        const slot = hash32(piece) % SLOTS;
        counts[slot] = (counts[slot] ?? 0) + 1;
        this.seen[slot] = 1;
        total += 1;
      });
    }
    for (let slot = 0; slot < SLOTS; slot += 1) {
      const share = total === 0 ? 0 : (counts[slot] ?? 0) / total;
      this.logs[row * SLOTS + slot] = Math.log(share * (1 - SMOOTHING) + SMOOTHING / SLOTS);
    }
  }
}
