import { describe, expect, it } from 'vitest';
import { answerLanguage } from '../../src/conversation/answer-language.ts';
import { aTurn } from '../support/turn.ts';

const dutch = { language: 'nl', languageConfidence: 0.95, normal: 'mijn zoon is ziek' } as const;
const unknown = { language: 'unknown', languageConfidence: 0.3, normal: 'blorp' } as const;

describe('the language of the answer', () => {
  it.each([
    ['is the one asked for by a command', aTurn({ understood: { command: 'language:tr' } }), 'tr'],
    [
      'asked for by a command, even when another was chosen before',
      aTurn({ contact: { language: 'ar', languageChosen: true }, understood: { ...dutch, command: 'language:tr' } }),
      'tr',
    ],
    [
      'stays the one chosen, whatever the message is in',
      aTurn({ contact: { language: 'ar', languageChosen: true }, understood: dutch }),
      'ar',
    ],
    ['is the one of a first message', aTurn({ contact: { language: null }, understood: dutch }), 'nl'],
    [
      'is the one of a first message rather than of the app',
      aTurn({ contact: { language: null }, message: { languageHint: 'en' }, understood: dutch }),
      'nl',
    ],
    ['switches with a sure message of three words', aTurn({ understood: dutch }), 'nl'],
    ['does not switch with two words', aTurn({ understood: { ...dutch, normal: 'goede morgen' } }), 'fr'],
    ['does not switch with an unsure message', aTurn({ understood: { ...dutch, languageConfidence: 0.79 } }), 'fr'],
    ['is the last one when the message tells none', aTurn({ understood: unknown }), 'fr'],
    [
      'is the last one rather than the one of the app',
      aTurn({ contact: { language: 'uk' }, message: { languageHint: 'en' }, understood: unknown }),
      'uk',
    ],
    [
      'is the one of the app when nothing else tells',
      aTurn({ contact: { language: null }, message: { languageHint: 'en' }, understood: unknown }),
      'en',
    ],
    [
      'is French for a photo without words from a stranger',
      aTurn({
        contact: { language: null },
        message: { media: [{ kind: 'image', reference: 'a-file' }] },
        understood: { ...unknown, normal: '' },
      }),
      'fr',
    ],
  ] as const)('%s', (_what, turn, language) => {
    expect(answerLanguage(turn)).toEqual({ language, unsure: false });
  });

  it('is French, and unsure, when a stranger writes what no language has', () => {
    expect(answerLanguage(aTurn({ contact: { language: null }, understood: unknown }))).toEqual({
      language: 'fr',
      unsure: true,
    });
  });
});
