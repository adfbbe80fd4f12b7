import { learn } from '../src/content/learn.ts';
import { StartError } from '../src/start-error.ts';
import { Glossary } from '../src/understanding/glossary.ts';
import { rankTopics } from '../src/understanding/match-topic.ts';
import { Mind } from '../src/understanding/mind.ts';
import { normalise } from '../src/understanding/normalise.ts';
import type { EngineKind, LabelledText } from './engine.ts';

/** Up to so many examples, every feature counts, even that of a single line; beyond, what the product does. */
export const FEW_EXAMPLES = 2_000;
/** Labels stand in bytes (`packed-heads.ts`). */
const MOST_LABELS = 256;

/** The product's own engine without anything of the product's: empty glossary, no encoder, labels as topics. */
export const OWN_ENGINE: EngineKind = {
  name: 'Papote',
  async learn(examples) {
    const labels = new Set(examples.map(({ label }) => label)).size;
    if (labels > MOST_LABELS)
      throw new StartError(`A set has ${labels} labels; the engine holds ${MOST_LABELS} at most.`);
    const glossary = new Glossary();
    const model = await learn(
      { topics: examples.map(asLesson), danger: [], commands: [], languages: [] },
      { glossary, leastExamples: examples.length <= FEW_EXAMPLES ? 1 : 2 },
    );
    const mind = new Mind(model, glossary);
    return {
      guess(text) {
        const { candidates, inScope } = rankTopics(mind.lookAt(normalise(text)), mind);
        return { label: candidates[0]?.topic, score: inScope };
      },
    };
  },
};

function asLesson({ label, text }: LabelledText): { text: string; labels: string[] } {
  return { text, labels: [label] };
}
