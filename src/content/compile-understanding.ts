import { ENDONYMS, LANGUAGES, type Language } from '../languages.ts';
import { BagEncoder } from '../understanding/bag-encoder.ts';
import { CALENDAR_WISHES, CalendarWishTable } from '../understanding/calendar-wishes.ts';
import { type Command, CommandTable, type CommandWords, type Reply } from '../understanding/commands.ts';
import { type DangerRule, DangerRules } from '../understanding/danger.ts';
import type { Encoder } from '../understanding/encoder.ts';
import { PlaceFinder } from '../understanding/find-place.ts';
import { TimeFinder } from '../understanding/find-time.ts';
import { Glossary } from '../understanding/glossary.ts';
import { Mind } from '../understanding/mind.ts';
import { compilePattern } from '../understanding/pattern.ts';
import { SettingTable, type SettingWords } from '../understanding/settings.ts';
import type { TrainedModel } from '../understanding/trained-model.ts';
import type { UnderstandingModel } from '../understanding/understand.ts';
import { WhatsOnTable } from '../understanding/whats-on.ts';
import { timeVocabulary } from './compile-times.ts';
import type { Content } from './load-content.ts';
import type { CommandsFile, SettingsFile } from './schema.ts';

/** Builds what `understand` works with. Throws `PatternError` when a danger rule cannot be read. */
export function compileUnderstanding(content: Content, trained: TrainedModel): UnderstandingModel {
  const glossary = glossaryOf(content);
  const commands = commandTable(content);
  const times = timeFinder(content);
  return {
    commands,
    settings: new SettingTable([...content.settings.values()].map(settingWords), (words) =>
      commands.withoutPoliteEnds(words),
    ),
    danger: new DangerRules(dangerRules(content)),
    places: new PlaceFinder(content.gazetteer),
    times,
    wishes: wishTable(content, commands),
    whatsOn: whatsOnTable(content, times),
    // What was learnt with a sentence model knows nothing of the built-in encoder.
    mind: new Mind(trained, glossary, trained.examples ? undefined : builtInEncoder(content, glossary)),
  };
}

/** Finds times with the words of all languages. */
export function timeFinder({ times }: Pick<Content, 'times'>): TimeFinder {
  return new TimeFinder([...times.values()].map(timeVocabulary));
}

/** Finds wishes about the calendar with the wordings of all languages. */
export function wishTable({ subscription }: Pick<Content, 'subscription'>, commands: CommandTable): CalendarWishTable {
  return new CalendarWishTable(
    [...subscription.values()].flatMap((file) => CALENDAR_WISHES.map((wish) => [wish, file.get(wish) ?? []] as const)),
    (words) => commands.withoutPoliteEnds(words),
  );
}

/** Finds questions what there is to do with the words of all languages. */
export function whatsOnTable({ whatsOn }: Pick<Content, 'whatsOn'>, times: TimeFinder): WhatsOnTable {
  return new WhatsOnTable([...whatsOn.values()], times);
}

/** Concepts and abbreviations of all languages. */
export function glossaryOf({ concepts, abbreviations }: Content): Glossary {
  return new Glossary([...concepts.values()], [...abbreviations.values()]);
}

/** The built-in encoder; none while it has not been trained. */
export function builtInEncoder({ encoder }: Content, glossary: Glossary): Encoder | undefined {
  return encoder && new BagEncoder(encoder, glossary);
}

export function dangerRules(content: Pick<Content, 'danger'>): DangerRule[] {
  return [...content.danger.values()].flatMap(({ rules }) =>
    rules.map((rule) => ({
      id: rule.id,
      class: rule.class,
      severity: rule.severity,
      pattern: compilePattern(rule.pattern),
      unless: (rule.unless ?? []).map(compilePattern),
    })),
  );
}

/** Commands and short replies of all languages. */
export function commandTable(content: Content): CommandTable {
  return new CommandTable([...content.commands.values()].map((file) => commandWords(file, content)));
}

function commandWords(file: CommandsFile, content: Content): CommandWords {
  const commands = new Map<Command, readonly string[]>([
    ['stop', file.stop],
    ['start', file.start],
    ['help', file.help],
    ['human', file.human],
    ['delete', file.delete],
    ['privacy', file.privacy],
    ['thanks', file.thanks],
    ['greeting', file.greeting],
    ['language', file.language_words],
  ]);
  for (const language of LANGUAGES) commands.set(`language:${language}`, languageRequests(file, language, content));
  const replies = new Map<Reply, readonly string[]>([
    ['yes', file.yes],
    ['no', file.no],
    ['more', file.more],
    ['useful', file.useful],
    ['not-useful', file.not_useful],
    [1, file.numbers[1]],
    [2, file.numbers[2]],
    [3, file.numbers[3]],
  ]);
  return {
    ...{ language: file.language, commands, replies, polite: file.polite, joins: file.joins },
    ...{ talk: file.talk_words.split(' '), languageNames: file.language_names },
  };
}

function settingWords({ language, around, hours, not_hours: notHours, parts, ...listed }: SettingsFile): SettingWords {
  return {
    ...{ language, around, hours, notHours, parts },
    listed: {
      'show-hours': listed.show_hours,
      'any-time': listed.any_time,
      'reply-only': listed.reply_only,
      'write-first': listed.write_first,
      who: listed.who,
    },
  };
}

/** "nederlands", "en néerlandais", "spreek je Nederlands": names of a language alone and in the frames of this file's language. */
function languageRequests(file: CommandsFile, wanted: Language, content: Content): string[] {
  const own = content.commands.get(wanted)?.language_names[wanted] ?? [];
  const names = [...new Set([...(file.language_names[wanted] ?? []), ...own, ENDONYMS[wanted]])];
  return [...names, ...file.ask_language.flatMap((frame) => names.map((name) => frame.replace('{name}', name)))];
}
