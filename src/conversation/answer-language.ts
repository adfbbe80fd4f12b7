import { type Language, SOURCE_LANGUAGE } from '../languages.ts';
import type { Turn } from './turn.ts';

const SURE_ENOUGH_TO_SWITCH = 0.8;
const WORDS_TO_SWITCH = 3;

export interface AnswerLanguage {
  readonly language: Language;
  /** Neither the message nor earlier ones told the language: say in which others we answer. */
  readonly unsure: boolean;
}

/**
 * The language to answer in: the one asked for, the one chosen before, the one of this message when it is sure, else
 * the contact's last, else French.
 */
export function answerLanguage({ contact, message }: Turn): AnswerLanguage {
  const { command, language, languageConfidence, normal } = message.understanding;
  if (command?.startsWith('language:'))
    return { language: command.slice('language:'.length) as Language, unsure: false };
  if (contact.language !== null && contact.languageChosen) return { language: contact.language, unsure: false };
  if (language === 'unknown') {
    const guess = contact.language ?? message.languageHint;
    return { language: guess ?? SOURCE_LANGUAGE, unsure: guess === null && normal !== '' };
  }
  if (contact.language === null || contact.language === language) return { language, unsure: false };
  const switches = languageConfidence >= SURE_ENOUGH_TO_SWITCH && normal.split(' ').length >= WORDS_TO_SWITCH;
  return { language: switches ? language : contact.language, unsure: false };
}
