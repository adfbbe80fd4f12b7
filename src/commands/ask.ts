import { parseArgs } from 'node:util';
import { CHANNEL_NAMES } from '../channel.ts';
import { CHANNEL_LIMITS } from '../channel-limits.ts';
import { embeddingModelOf, environmentWithFile } from '../config.ts';
import { loadAssistant, vectorOf } from '../content/load-assistant.ts';
import { NEW_CONVERSATION } from '../conversation/state.ts';
import { takeTurnInAnyLanguage } from '../inbox/name-language.ts';
import { STRANGER } from '../inbox/take-turn.ts';
import { isLanguage, LANGUAGES } from '../languages.ts';
import { StartError } from '../start-error.ts';
import { runCommand } from './run-command.ts';

/** Prints what a parent would get: npm run -s ask -- "text" [--channel sms] [--language fr] */
await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { channel: { type: 'string', default: 'sms' }, language: { type: 'string' } },
  });
  const channel = CHANNEL_NAMES.find((name) => name === values.channel);
  if (channel === undefined)
    throw new StartError(`There is no channel "${values.channel}". Use one of: ${CHANNEL_NAMES.join(', ')}.`);
  const { language } = values;
  if (language !== undefined && !isLanguage(language))
    throw new StartError(`There is no language "${language}". Use one of: ${LANGUAGES.join(' ')}.`);
  const now = new Date();
  const event = {
    kind: 'message',
    id: 'ask',
    address: 'ask',
    at: now,
    text: positionals.join(' '),
    media: [],
  } as const;
  const assistant = await loadAssistant(embeddingModelOf(environmentWithFile()));
  const { parts } = await takeTurnInAnyLanguage(
    {
      ...STRANGER,
      contact: { ...STRANGER.contact, language: language ?? null, languageChosen: language !== undefined },
      state: { ...NEW_CONVERSATION, introduced: true },
    },
    event,
    { name: channel, limits: CHANNEL_LIMITS[channel] },
    now,
    assistant,
    { roster: { workers: [], provinces: new Map() }, vector: await vectorOf(assistant, event.text) },
  );
  process.stdout.write(`${parts.map((part) => part.text).join('\n---\n')}\n`);
  return 0;
}, 'npm run -s ask -- "text" [--channel sms] [--language fr]');
