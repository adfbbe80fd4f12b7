import { distance } from 'fastest-levenshtein';
import { type NormalText, normalise } from './normalise.ts';

export const REGIONS = ['wallonia', 'brussels', 'german'] as const;
export type Region = (typeof REGIONS)[number];

/** A municipality: as near as Papote ever asks where somebody lives. */
export interface Place {
  /** Official French name, which is also its key. */
  readonly municipality: string;
  /** Main postcode. */
  readonly postcode: string;
  readonly territory: string;
  readonly region: Region;
  /** False when the network has not confirmed that the municipality belongs to the territory. */
  readonly confirmed: boolean;
}

/** What places are found with. */
export interface Gazetteer {
  readonly places: readonly Place[];
  readonly byPostcode: ReadonlyMap<string, Place>;
  /** Other names, in any language and script. */
  readonly names: readonly (readonly [name: string, place: Place])[];
  /** Names that are everyday words too. */
  readonly alsoWords: readonly string[];
  /** Words that announce a place: "à", "in", "code postal". */
  readonly cues: readonly string[];
}

export interface FoundPlace {
  readonly place: Place | 'outside';
  /** The message says nothing but the place. */
  readonly alone: boolean;
  /** The message in normal form without the name of the place, which tells nothing of its language. */
  readonly rest: NormalText;
}

const LONGEST_NAME = 5;
const POSTCODE = /^[1-9]\d{3}$/;
/** Written like postcodes, but numbers that people call. */
const HELPLINE = /^1(7[0-3]\d|813)$/;
/** Written like postcodes, but years. */
const YEAR = /^(19|20)\d\d$/;
const CURRENCY = new Set(['euro', 'euros', 'eur', 'e', 'ευρω', 'يورو', 'евро', 'євро', 'avro', 'kilo', 'km', 'h']);
/** A misspelt name is guessed only when it is long enough to be told from other words. */
const SHORTEST_GUESSED = 5;
const TWO_FAULTS_FROM = 8;
/** Words around a place in a message that says nothing else. */
const SHORT_MESSAGE = 3;

interface Hit {
  readonly place: Place;
  readonly from: number;
  readonly to: number;
}

/** Finds the municipality that a message names: by postcode, by a name in any of our languages, or by a name misspelt. */
export class PlaceFinder {
  private readonly byName = new Map<string, Place>();
  /** First words of the names: most words begin none. */
  private readonly firstWords = new Set<string>();
  private readonly byKey = new Map<string, Place>();
  /** Names that are known when misspelt too, by their first letter, which people get right. */
  private readonly guessed = new Map<string, (readonly [name: string, place: Place])[]>();
  readonly gazetteer: Gazetteer;
  private readonly alsoWords: ReadonlySet<string>;
  private readonly cues: ReadonlySet<string>;

  constructor(gazetteer: Gazetteer) {
    this.gazetteer = gazetteer;
    for (const [name, place] of gazetteer.names) this.byName.set(normalise(name), place);
    // The official name beats a part of another municipality that is called the same.
    for (const place of gazetteer.places) {
      this.byName.set(normalise(place.municipality), place);
      this.byKey.set(place.municipality, place);
    }
    this.alsoWords = new Set(gazetteer.alsoWords.map(normalise));
    this.cues = new Set(gazetteer.cues.map(normalise));
    for (const [name, place] of this.byName) {
      this.firstWords.add(name.split(' ', 1)[0] ?? '');
      if (this.alsoWords.has(name) || name.length < SHORTEST_GUESSED) continue;
      const first = name.charAt(0);
      this.guessed.set(first, [...(this.guessed.get(first) ?? []), [name, place]]);
    }
  }

  /** A municipality by its key; undefined when there is none any more. */
  byMunicipality(municipality: string): Place | undefined {
    return this.byKey.get(municipality);
  }

  /**
   * The place in a message in normal form; null when it names none. `outside` for a postcode that is neither Walloon nor
   * of Brussels, sent alone.
   */
  find(normal: string): FoundPlace | null {
    if (normal === '') return null;
    const words = normal.split(' ');
    const hit = this.byNameIn(words) ?? this.byPostcodeIn(words) ?? this.misspeltIn(words);
    if (hit !== undefined)
      return { place: hit.place, alone: this.isAlone(words, hit), rest: without(words, hit).join(' ') as NormalText };
    const outside =
      words.length <= 2 && words.some((word) => POSTCODE.test(word) && !YEAR.test(word) && !HELPLINE.test(word));
    return outside ? { place: 'outside', alone: true, rest: '' as NormalText } : null;
  }

  private byNameIn(words: readonly string[]): Hit | undefined {
    const begins = words.map((word) => this.firstWords.has(word) || this.firstWords.has(withoutPrefix(word) ?? word));
    // Who moves writes "from A to B": the last one counts.
    for (let to = words.length; to > 0; to -= 1) {
      for (let from = Math.max(0, to - LONGEST_NAME); from < to; from += 1) {
        if (!begins[from]) continue;
        const name = words.slice(from, to).join(' ');
        const place = this.byName.get(name) ?? this.byName.get(withoutPrefix(name) ?? name);
        if (place === undefined) continue;
        const hit = { place, from, to };
        if (!this.alsoWords.has(name) || this.isAnnounced(words, hit)) return hit;
      }
    }
    return undefined;
  }

  private byPostcodeIn(words: readonly string[]): Hit | undefined {
    for (const [from, word] of words.entries()) {
      if (!POSTCODE.test(word) || CURRENCY.has(words[from + 1] ?? '')) continue;
      const place = this.gazetteer.byPostcode.get(word);
      if (place === undefined) continue;
      const hit = { place, from, to: from + 1 };
      if (words.length <= SHORT_MESSAGE || this.isAnnounced(words, hit)) return hit;
    }
    return undefined;
  }

  /** "liedge", "charlerois": in a short message, or after a word that announces a place. */
  private misspeltIn(words: readonly string[]): Hit | undefined {
    let best: (Hit & { readonly faults: number }) | undefined;
    for (const [from, word] of words.entries()) {
      if (word.length < SHORTEST_GUESSED || /\d/.test(word)) continue;
      const announced = this.cues.has(words[from - 1] ?? '') && words.length > 1;
      if (words.length > 1 && !announced) continue;
      for (const length of [3, 2, 1]) {
        if (from + length > words.length) continue;
        const said = words.slice(from, from + length).join(' ');
        for (const [name, place] of this.guessed.get(said.charAt(0)) ?? []) {
          const most = name.length >= TWO_FAULTS_FROM ? 2 : 1;
          if (Math.abs(name.length - said.length) > most) continue;
          const faults = distance(name, said);
          if (faults <= most && faults < (best?.faults ?? Number.POSITIVE_INFINITY))
            best = { place, from, to: from + length, faults };
        }
      }
    }
    return best;
  }

  private isAnnounced(words: readonly string[], { from, to }: Hit): boolean {
    const before = words[from - 1] ?? '';
    if (POSTCODE.test(before) || POSTCODE.test(words[to] ?? '')) return true;
    return to - from === words.length || this.cues.has(before) || this.cues.has(`${words[from - 2]} ${before}`);
  }

  private isAlone(words: readonly string[], hit: Hit): boolean {
    return without(words, hit).every(
      (word) => this.cues.has(word) || this.gazetteer.byPostcode.get(word) === hit.place || SMALL_WORDS.has(word),
    );
  }
}

/** Arabic writes "in" and "from" together with the name. */
function withoutPrefix(name: string): string | undefined {
  return PREFIXED.test(name) ? name.slice(1) : undefined;
}

const PREFIXED = /^[بفلو]\p{Script=Arabic}/u;

function without(words: readonly string[], { from, to }: Hit): string[] {
  return [...words.slice(0, from), ...words.slice(to)];
}

/** Words that add nothing to a place. */
const SMALL_WORDS: ReadonlySet<string> = new Set(
  (
    'je j ik ich i m am suis ben bin we nous on le la ville belgique belgie belgium belgien ok oui ja yes c est the de da ' +
    'dayim oturuyorum انا я jam'
  ).split(' '),
);
