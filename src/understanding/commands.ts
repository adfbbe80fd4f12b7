import type { Language } from '../languages.ts';
import { normalise } from './normalise.ts';

/** What a parent can ask of the assistant itself. `language:xx` names the language wanted. */
export type Command = (typeof COMMANDS)[number] | `language:${Language}`;

export const COMMANDS = [
  'stop',
  'start',
  'help',
  'human',
  'delete',
  'privacy',
  'thanks',
  'greeting',
  'language',
] as const;

/** Short replies that mean something only after a question of ours. */
export type Reply = 'yes' | 'no' | 'more' | 'useful' | 'not-useful' | number;

/** The words of one language, as in `intents/commands/<lang>.yaml`. */
export interface CommandWords {
  readonly language: Language;
  readonly commands: ReadonlyMap<Command, readonly string[]>;
  readonly replies: ReadonlyMap<Reply, readonly string[]>;
  readonly polite: readonly string[];
  /** "And". */
  readonly joins: readonly string[];
  /** Single words that may stand around the name of a language when it is asked for. */
  readonly talk: readonly string[];
  /** How speakers of this language call the languages. */
  readonly languageNames: Readonly<Partial<Record<Language, readonly string[]>>>;
}

/** Of two commands that share a form in different languages, the one that comes first here is meant. */
const PRECEDENCE: readonly string[] = ['stop', 'delete', 'human', 'start', 'help', 'privacy', 'greeting', 'thanks'];

interface Entry<T> {
  readonly meaning: T;
  readonly languages: Set<Language>;
}

/** "S'il vous plaît" has four words. */
const LONGEST_POLITE = 4;

const LONGEST_LANGUAGE_NAME = 3;
/** "Could you please write to me in Polish from now on?" */
const LONGEST_REQUEST = 14;
/** Names of languages differ in their first letters; what follows is ending. */
const SHORTEST_STEM = 5;

const COURTESIES: ReadonlySet<Command> = new Set<Command>(['greeting', 'thanks']);
const LONGEST_COURTESY = 6;

/** Most words a message may have to be read as a command; longer ones are questions that mention the word. */
const LONGEST_COMMAND = 8;

/** Takes polite words off both ends of a message in normal form. */
export type WithoutPolite = (words: readonly string[]) => readonly string[];

/** Commands and short replies of all languages in one table: opt-out works in any language, whatever we believe theirs is. */
export class CommandTable {
  private readonly commands = new Map<string, Entry<Command>>();
  private readonly replies = new Map<string, Entry<Reply>[]>();
  private readonly polite = new Set<string>();
  private readonly joins = new Set<string>();
  private readonly languageNames = new Map<string, Language>();
  /** Names of one word by their first letters. */
  private readonly namesByStem = new Map<string, { form: string; language: Language }[]>();
  private readonly talk = new Map<Language, ReadonlySet<string>>();

  constructor(all: readonly CommandWords[]) {
    for (const { language, commands, replies, polite, joins, talk, languageNames } of all) {
      for (const [named, forms] of Object.entries(languageNames))
        for (const form of normalForms(forms)) this.languageNames.set(form, named as Language);
      for (const [command, forms] of commands) this.addCommand(forms, command, language);
      for (const [reply, forms] of replies) this.addReply(forms, reply, language);
      for (const form of polite) this.polite.add(normalise(form));
      for (const form of joins) this.joins.add(normalise(form));
      this.talk.set(language, new Set([...talk, ...polite].flatMap((form) => normalise(form).split(' '))));
    }
    for (const [form, language] of this.languageNames) {
      if (form.length < SHORTEST_STEM || form.includes(' ')) continue;
      const stem = form.slice(0, SHORTEST_STEM);
      this.namesByStem.set(stem, [...(this.namesByStem.get(stem) ?? []), { form, language }]);
    }
    for (const form of [...this.polite]) if (this.commands.get(form)?.meaning === 'stop') this.polite.delete(form);
  }

  /** The command that a whole message is, and the languages it may be in; polite words around it do not matter. */
  command(normal: string): { command: Command; languages: readonly Language[] } | undefined {
    const found = this.lookUp(this.commands, normal);
    if (found !== undefined) return { command: found.meaning, languages: [...found.languages] };
    return this.languageAsked(normal) ?? this.courtesies(normal);
  }

  /** "Good evening, how are you, thank you in advance": nothing but greetings, thanks and polite words, one after the other. */
  private courtesies(normal: string): { command: Command; languages: readonly Language[] } | undefined {
    const words = normal.split(' ');
    if (words.length > LONGEST_REQUEST) return undefined;
    const said: Entry<Command>[] = [];
    for (let from = 0; from < words.length; ) {
      const length = this.courtesyAt(words, from, said);
      if (length === 0) return undefined;
      from += length;
    }
    const [first] = said;
    if (first === undefined) return undefined;
    const languages = [...first.languages].filter((language) => said.every((entry) => entry.languages.has(language)));
    return { command: said.some(({ meaning }) => meaning === 'thanks') ? 'thanks' : 'greeting', languages };
  }

  /** How many words the longest courtesy has that stands there; it is added to those that were said. */
  private courtesyAt(words: readonly string[], from: number, said: Entry<Command>[]): number {
    for (let to = Math.min(words.length, from + LONGEST_COURTESY); to > from; to -= 1) {
      const form = words.slice(from, to).join(' ');
      const listed = this.commands.get(form);
      if (listed !== undefined && COURTESIES.has(listed.meaning)) {
        said.push(listed);
        return to - from;
      }
      if (this.polite.has(form) || this.joins.has(form)) return to - from;
    }
    return 0;
  }

  /** "Can we go on in Polish from now on?": a language is named, and all else is words about talking, of one language. */
  private languageAsked(normal: string): { command: Command; languages: readonly Language[] } | undefined {
    const words = normal.split(' ');
    if (words.length > LONGEST_REQUEST) return undefined;
    const named = this.nameIn(words) ?? this.nearlyNamed(words, (form) => form.length);
    if (named === undefined) return undefined;
    const around = [...words.slice(0, named.from), ...words.slice(named.to)];
    const languages = [...this.talk].filter(([, talk]) =>
      around.every((word) => talk.has(word) || this.languageNames.has(word)),
    );
    if (languages.length === 0) return undefined;
    return { command: `language:${named.language}`, languages: languages.map(([language]) => language) };
  }

  /**
   * The short reply that a whole message is. Digits always work, in any script: the normal form has them as ASCII.
   * "jo" is yes in German and no in Albanian: the contact's language decides; without one, no is safer than yes.
   */
  reply(normal: string, language?: Language): Reply | undefined {
    if (/^\d{1,2}$/.test(normal)) return Number(normal);
    const meanings = this.lookUp(this.replies, normal) ?? [];
    const own = meanings.find(({ languages }) => language !== undefined && languages.has(language));
    return (own ?? meanings.find(({ meaning }) => meaning === 'no') ?? meanings[0])?.meaning;
  }

  /** The language that a message in normal form names, in any language's words; the last one of several. */
  languageNamed(normal: string): Language | undefined {
    const words = normal.split(' ');
    return (this.nameIn(words) ?? this.nearlyNamed(words, () => SHORTEST_STEM))?.language;
  }

  /** The name of a language with the place where it stands; the last one of several. */
  private nameIn(words: readonly string[]): { language: Language; from: number; to: number } | undefined {
    for (let to = words.length; to > 0; to -= 1)
      for (let from = Math.max(0, to - LONGEST_LANGUAGE_NAME); from < to; from += 1) {
        const language = this.languageNames.get(words.slice(from, to).join(' '));
        if (language !== undefined) return { language, from, to };
      }
    return undefined;
  }

  /** "بالفرنسي", "inglisi", "Türkçede": a name with the beginnings and endings of its language; `stemOf`: letters that must be there. */
  private nearlyNamed(
    words: readonly string[],
    stemOf: (form: string) => number,
  ): { language: Language; from: number; to: number } | undefined {
    for (const [from, word] of words.entries()) {
      const bare = word.replace(/^(?:بال|وال|ال|ب|ل)(?=\p{L}{4})/u, '');
      if (bare.length < SHORTEST_STEM) continue;
      const near = this.namesByStem.get(bare.slice(0, SHORTEST_STEM)) ?? [];
      const named = near.find(({ form }) => form.slice(0, stemOf(form)) === bare.slice(0, stemOf(form)));
      if (named !== undefined) return { language: named.language, from, to: from + 1 };
    }
    return undefined;
  }

  private lookUp<T>(table: ReadonlyMap<string, T>, normal: string): T | undefined {
    const whole = table.get(normal);
    if (whole || normal === '') return whole;
    const words = normal.split(' ');
    if (words.length > LONGEST_COMMAND) return undefined;
    return table.get(this.withoutPoliteEnds(words).join(' '));
  }

  /** The words without the polite forms at both ends; never down to nothing. */
  withoutPoliteEnds(words: readonly string[]): readonly string[] {
    let rest = words;
    for (;;) {
      const shorter = this.dropPolite(rest);
      if (shorter === rest) return rest;
      rest = shorter;
    }
  }

  /** Without one polite form at either end; never down to nothing. */
  private dropPolite(words: readonly string[]): readonly string[] {
    for (let length = Math.min(LONGEST_POLITE, words.length - 1); length >= 1; length -= 1) {
      if (this.polite.has(words.slice(-length).join(' '))) return words.slice(0, -length);
      if (this.polite.has(words.slice(0, length).join(' '))) return words.slice(length);
    }
    return words;
  }

  private addCommand(forms: readonly string[], meaning: Command, language: Language): void {
    for (const form of normalForms(forms)) {
      const known = this.commands.get(form);
      if (known?.meaning === meaning) known.languages.add(language);
      else if (!known || goesFirst(meaning, known.meaning))
        this.commands.set(form, { meaning, languages: new Set([language]) });
    }
  }

  private addReply(forms: readonly string[], meaning: Reply, language: Language): void {
    for (const form of normalForms(forms)) {
      const meanings = this.replies.get(form) ?? [];
      const known = meanings.find((entry) => entry.meaning === meaning);
      if (known) known.languages.add(language);
      else this.replies.set(form, [...meanings, { meaning, languages: new Set([language]) }]);
    }
  }
}

function normalForms(forms: readonly string[]): string[] {
  return forms.map(normalise).filter((form) => form !== '');
}

function goesFirst(meaning: Command, other: Command): boolean {
  return rank(meaning) < rank(other);
}

function rank(meaning: Command): number {
  const at = PRECEDENCE.indexOf(meaning);
  return at === -1 ? PRECEDENCE.length : at;
}
