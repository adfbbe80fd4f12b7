import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { embeddingModelOf, environmentWithFile } from '../config.ts';
import { type Assistant, loadAssistant, vectorOf } from '../content/load-assistant.ts';
import { LANGUAGES } from '../languages.ts';
import { isAboutTheLast } from '../understanding/detail.ts';
import { type Explanation, explain, textsToExplain } from '../understanding/explain.ts';
import { type Understanding, understand } from '../understanding/understand.ts';
import { runCommand } from './run-command.ts';

/**
 * JSON lines in (`{"id","text"}`, optional `"language"` and `"previous"`), one JSON line out for each, in the same order.
 * No database. With `--explain`, each line also tells what stands behind its likeliest topic. A line that is no such object gives `{"id":null,"error":...}` and the rest goes on.
 */
const inputLine = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  language: z.enum(LANGUAGES).optional(),
  previous: z.string().nullish(),
});

await runCommand(async () => {
  const { values } = parseArgs({ options: { explain: { type: 'boolean' } } });
  const assistant = await loadAssistant(embeddingModelOf(environmentWithFile()));
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() !== '')
      process.stdout.write(`${JSON.stringify(await answerLine(line, assistant, values.explain ?? false))}\n`);
  }
  return 0;
}, 'npm run -s understand -- [--explain] < lines.jsonl');

async function answerLine(line: string, assistant: Assistant, isExplained: boolean): Promise<object> {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return { id: null, error: 'this line is not JSON' };
  }
  const parsed = inputLine.safeParse(json);
  if (!parsed.success)
    return {
      id: null,
      error: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
    };
  const { id, text, language, previous } = parsed.data;
  const started = performance.now();
  const vector = await vectorOf(assistant, text);
  const understanding = understand({ text, vector, ...(language && { language }) }, assistant.model);
  const ms = Math.round((performance.now() - started) * 1000) / 1000;
  const [likeliest] = understanding.candidates;
  const why = isExplained && likeliest ? { explain: await explained(text, likeliest.topic, assistant) } : {};
  return { id, ...shown(understanding, previous ?? null), ms, ...why };
}

async function explained(text: string, topic: string, { sentences, lines, model }: Assistant): Promise<Explanation> {
  return explain(text, topic, lines(topic), model.mind, await sentences?.encode(textsToExplain(text)));
}

function shown(understanding: Understanding, previous: string | null): object {
  const { language, command, danger, decision, topic, candidates, reply, place } = understanding;
  const follows = reply === 'more' || place?.alone === true || isAboutTheLast(understanding);
  const more = previous !== null && follows && decision !== 'command' && decision !== 'urgent';
  return {
    language,
    // The menu of languages is asked for in a language: that one.
    command: command === 'language' ? `language:${language === 'unknown' ? 'fr' : language}` : command,
    urgent: danger?.class ?? null,
    decision: more ? 'answer' : decision,
    topic: more ? previous : topic,
    candidates: candidates.map((candidate) => ({
      topic: candidate.topic,
      score: Math.round(candidate.score * 1000) / 1000,
    })),
  };
}
