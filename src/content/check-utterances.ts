import { normalise } from '../understanding/normalise.ts';
import type { Content } from './load-content.ts';
import type { Noter } from './problem.ts';

/** Every line has one topic, or stands as ambiguous under each of its topics. */
export function checkUtterances({ topics, utterances, ambiguous }: Content, note: Noter): void {
  const topicOf = new Map<string, string>();
  for (const [topic, byLanguage] of utterances) {
    const file = `intents/topics/${topic}.yaml`;
    for (const [language, lines = []] of Object.entries(byLanguage)) {
      for (const [index, text] of lines.entries()) {
        const at = ['utterances', language, index];
        const key = normalise(text);
        const other = topicOf.get(key);
        if (key === '') note(file, at, `${language}: "${text}" holds no letter`);
        else if (other !== undefined && other !== topic)
          note(
            file,
            at,
            `${language}: "${text}" stands under ${other} too: keep one, or put it under "ambiguous" in both`,
          );
        topicOf.set(key, topic);
      }
    }
  }
  for (const id of topics.keys())
    if (!utterances.has(id))
      note(`knowledge/topics/${id}.yaml`, ['id'], `nobody says it: intents/topics/${id}.yaml is missing`);
  checkAmbiguous(ambiguous, topicOf, note);
}

function checkAmbiguous(ambiguous: Content['ambiguous'], topicOf: ReadonlyMap<string, string>, note: Noter): void {
  const times = new Map<string, number>();
  const each = (visit: (key: string, text: string, topic: string, at: readonly PropertyKey[]) => void): void => {
    for (const [topic, byLanguage] of ambiguous)
      for (const [language, lines = []] of Object.entries(byLanguage))
        for (const [index, text] of lines.entries())
          visit(normalise(text), text, topic, ['ambiguous', language, index]);
  };
  each((key) => times.set(key, (times.get(key) ?? 0) + 1));
  each((key, text, topic, at) => {
    const file = `intents/topics/${topic}.yaml`;
    if (times.get(key) === 1)
      note(file, at, `"${text}" is ambiguous under one topic only: list it under the other too`);
    if (topicOf.has(key))
      note(file, at, `"${text}" is an utterance of ${topicOf.get(key)} as well: keep it in one list`);
  });
}
