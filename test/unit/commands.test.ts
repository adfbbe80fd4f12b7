import { describe, expect, it } from 'vitest';
import type { CommandsFile } from '../../src/content/schema.ts';
import { LANGUAGES, type Language } from '../../src/languages.ts';
import { normalise } from '../../src/understanding/normalise.ts';
import { padded } from '../../src/understanding/pattern.ts';
import { understand } from '../../src/understanding/understand.ts';
import { realContent, realModel } from '../support/real-model.ts';

const content = realContent();
const model = realModel();

const COMMANDS = {
  stop: 'stop',
  start: 'start',
  help: 'help',
  human: 'human',
  delete: 'delete',
  privacy: 'privacy',
  thanks: 'thanks',
  greeting: 'greeting',
  language_words: 'language',
} as const satisfies Partial<Record<keyof CommandsFile, string>>;
const REPLIES = { yes: 'yes', no: 'no', more: 'more', useful: 'useful', not_useful: 'not-useful' } as const;
const NUMBERS = ['1', '2', '3'] as const;

/** What a language's file lists: each form with what it means there. */
function formsOf(file: CommandsFile): { form: string; means: string }[] {
  const listed = (key: keyof typeof COMMANDS) => file[key].map((form) => ({ form, means: COMMANDS[key] }));
  const names = LANGUAGES.flatMap((language) =>
    (file.language_names[language] ?? []).flatMap((name) =>
      [name, ...file.ask_language.map((frame) => frame.replace('{name}', name))].map((form) => ({
        form,
        means: `language:${language}`,
      })),
    ),
  );
  return [...(Object.keys(COMMANDS) as (keyof typeof COMMANDS)[]).flatMap(listed), ...names];
}

function repliesOf(file: CommandsFile): { form: string; means: string }[] {
  const listed = (key: keyof typeof REPLIES) => file[key].map((form) => ({ form, means: REPLIES[key] }));
  return [
    ...(Object.keys(REPLIES) as (keyof typeof REPLIES)[]).flatMap(listed),
    ...NUMBERS.flatMap((number) => file.numbers[number].map((form) => ({ form, means: number }))),
  ];
}

/** Everything that a form means in any language. */
function meanings(of: (file: CommandsFile) => { form: string; means: string }[]): Map<string, Set<string>> {
  const all = new Map<string, Set<string>>();
  for (const { form, means } of [...content.commands.values()].flatMap(of)) {
    const normal = normalise(form);
    all.set(normal, (all.get(normal) ?? new Set()).add(means));
  }
  return all;
}

const commandMeanings = meanings(formsOf);
const replyMeanings = meanings(repliesOf);

function fileOf(language: Language): CommandsFile {
  const file = content.commands.get(language);
  if (file === undefined) throw new Error(`no commands in ${language}`);
  return file;
}

describe.each(LANGUAGES)('the forms listed in %s', (language) => {
  const file = fileOf(language);

  it('are understood as commands', () => {
    const wrong = formsOf(file).flatMap(({ form, means }) => {
      const normal = normalise(form);
      const command = model.commands.command(normal)?.command ?? 'nothing';
      return commandMeanings.get(normal)?.has(command) ? [] : [`${form}: ${means} understood as ${command}`];
    });
    expect(wrong).toEqual([]);
  });

  it('that ask the assistant for something are no danger', () => {
    const wrong = formsOf(file).flatMap(({ form, means }) => {
      const danger = means === 'stop' ? null : model.danger.find(padded(form));
      return danger === null ? [] : [`${form}: ${means} raises ${danger.rule}`];
    });
    expect(wrong).toEqual([]);
  });

  it('are understood as short replies', () => {
    const wrong = repliesOf(file).flatMap(({ form, means }) => {
      const normal = normalise(form);
      const reply = String(model.commands.reply(normal) ?? 'nothing');
      return replyMeanings.get(normal)?.has(reply) ? [] : [`${form}: ${means} understood as ${reply}`];
    });
    expect(wrong).toEqual([]);
  });

  it('of "yes" never say "no" to a parent of that language, nor the other way round', () => {
    const wrong = (['yes', 'no'] as const).flatMap((means) =>
      file[means].filter((form) => {
        const { reply } = understand({ text: form, language }, model);
        return reply !== means && (reply === 'yes' || reply === 'no');
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('of politeness may stand around a command', () => {
    const wrong = file.polite.flatMap((polite) =>
      [`stop ${polite}`, `${polite}, stop`].filter(
        (text) => model.commands.command(normalise(text))?.command !== 'stop',
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('as short replies never opt out, erase or call a human', () => {
    const wrong = repliesOf(file).filter(({ form }) =>
      ['stop', 'delete', 'human'].includes(model.commands.command(normalise(form))?.command ?? ''),
    );
    expect(wrong).toEqual([]);
  });

  it('include the words that we show', () => {
    const { more, yes, no, ...commands } = file.show;
    for (const [means, word] of Object.entries(commands))
      expect(understand({ text: word, language }, model), word).toMatchObject({ command: means, decision: 'command' });
    for (const [means, word] of Object.entries({ more, yes, no }))
      expect(understand({ text: word, language }, model).reply, word).toBe(means);
  });

  it('to stop beat everything', () => {
    for (const form of file.stop)
      expect(understand({ text: form, language: 'fr' }, model), form).toMatchObject({
        command: 'stop',
        decision: 'command',
        danger: null,
        topic: null,
      });
  });
});

describe('opting out', () => {
  it.each([
    'STOP',
    'Stop. Thank you',
    'STOP svp',
    'stop merci beaucoup',
    'Bonjour, stop',
    'stooop!!!',
    '🛑',
    'ＳＴＯＰ',
    'stop\n',
    'Arrêtez, s’il vous plaît',
    'arret',
    'stopp',
    'désabonner',
    'désinscrire',
    'afmelden',
    'uitschrijven',
    'stoppen aub',
    'abmelden',
    'abbestellen',
    'unsubscribe please',
    'iptal',
    'dur',
    'توقف',
    'قف',
    'توقف شكرا',
    'стоп',
    "Ne m'écrivez plus, je ne veux plus recevoir vos messages.",
    "Please take me off your list, I don't want messages anymore.",
  ])('%j is understood', (text) => {
    expect(understand({ text }, model)).toMatchObject({ command: 'stop', decision: 'command' });
  });

  it.each([
    "il ne s'arrête pas de crier sur les enfants",
    'mon ex ne veut pas stop de m envoyer des messages tous les jours',
    'comment faire stop à la saisie sur mon salaire svp',
    'please how do i stop my ex from keeping the children on weekends',
    'ik wil stoppen met werken om voor mijn kind te zorgen, kan dat',
    'bus stop',
    'STOP a la violence',
  ])('%j is a sentence that mentions it', (text) => {
    expect(understand({ text }, model).command).not.toBe('stop');
  });
});
