import MiniSearch from 'minisearch';
import type { EngineKind } from './engine.ts';

const NEIGHBOURS = 10;

/** Full-text search by BM25: the ten best hits vote with their scores; the best score tells what is in scope. */
export const MINI_SEARCH: EngineKind = {
  name: 'MiniSearch',
  async learn(examples) {
    const search = new MiniSearch<{ id: number; text: string }>({ fields: ['text'] });
    search.addAll(examples.map(({ text }, id) => ({ id, text })));
    return {
      guess(text) {
        const hits = search.search(text).slice(0, NEIGHBOURS);
        const votes = new Map<string, number>();
        for (const { id, score } of hits) {
          const label = examples[id]?.label ?? '';
          votes.set(label, (votes.get(label) ?? 0) + score);
        }
        const [best] = [...votes].sort(([, one], [, other]) => other - one);
        return { label: best?.[0], score: hits[0]?.score ?? 0 };
      },
    };
  },
};
