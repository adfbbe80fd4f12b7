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
/** Names of languages differ in their first letters; what follows is ending. */
const SHORTEST_STEM = 5;

/** Most words a message may have to be read as a command; longer ones are questions that mention the word. */
const LONGEST_COMMAND = 8;

/** Takes polite words off both ends of a message in normal form. */
export type WithoutPolite = (words: readonly string[]) => readonly string[];

/** Commands and short replies of all languages in one table: opt-out works in any language, whatever we believe theirs is. */
export class CommandTable {
  private readonly commands = new Map<string, Entry<Command>>();
  private readonly replies = new Map<string, Entry<Reply>[]>();
  private readonly polite = new Set<string>();
  private readonly languageNames = new Map<string, Language>();

  constructor(all: readonly CommandWords[]) {
    for (const { language, commands, replies, polite, languageNames } of all) {
      for (const [named, forms] of Object.entries(languageNames))
        for (const form of normalForms(forms)) this.languageNames.set(form, named as Language);
      for (const [command, forms] of commands) this.addCommand(forms, command, language);
      for (const [reply, forms] of replies) this.addReply(forms, reply, language);
      for (const form of polite) this.polite.add(normalise(form));
    }
    for (const form of [...this.polite]) if (this.commands.get(form)?.meaning === 'stop') this.polite.delete(form);
  }

  /** The command that a whole message is, and the languages it may be in; polite words around it do not matter. */
  command(normal: string): { command: Command; languages: readonly Language[] } | undefined {
    const found = this.lookUp(this.commands, normal);
    return found && { command: found.meaning, languages: [...found.languages] };
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
    for (let to = words.length; to > 0; to -= 1)
      for (let from = Math.max(0, to - LONGEST_LANGUAGE_NAME); from < to; from += 1) {
        const named = this.languageNames.get(words.slice(from, to).join(' '));
        if (named !== undefined) return named;
      }
    return this.nearlyNamed(words);
  }

  /** "بالفرنسي", "inglisi", "Türkçede": a name with the beginnings and endings of its language. */
  private nearlyNamed(words: readonly string[]): Language | undefined {
    for (const word of words) {
      const bare = word.replace(/^(?:بال|وال|ال|ب|ل)(?=\p{L}{4})/u, '');
      if (bare.length < SHORTEST_STEM) continue;
      for (const [form, language] of this.languageNames)
        if (
          form.length >= SHORTEST_STEM &&
          !form.includes(' ') &&
          form.slice(0, SHORTEST_STEM) === bare.slice(0, SHORTEST_STEM)
        )
          return language;
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
