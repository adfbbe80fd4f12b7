import { containerBootstrap } from '@nlpjs/core';
import { LangEn } from '@nlpjs/lang-en';
import { LangFr } from '@nlpjs/lang-fr';
import { Nlp } from '@nlpjs/nlp';
import type { EngineKind } from './engine.ts';

const PLUGINS = { en: LangEn, fr: LangFr } as const;
/** What nlp.js calls a text that is none of the intents. */
const NONE = 'None';

/** nlp.js with its defaults for one language; its none feature is on, without which it rejects far worse. */
export function nlpJs(language: keyof typeof PLUGINS): EngineKind {
  return {
    name: 'nlp.js',
    async learn(examples) {
      const container = containerBootstrap();
      container.use(PLUGINS[language]);
      const nlp = new Nlp({
        container,
        languages: [language],
        autoSave: false,
        autoLoad: false,
        forceNER: false,
        calculateSentiment: false,
        nlu: { useNoneFeature: true, log: false },
      });
      for (const { text, label } of examples) nlp.addDocument(language, text, label);
      await nlp.train();
      return {
        async guess(text) {
          const { classifications } = await nlp.process(language, text);
          const best = classifications.find(({ intent }) => intent !== NONE);
          return { label: best?.intent, score: best?.score ?? 0 };
        },
      };
    },
  };
}
