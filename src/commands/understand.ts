import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Assistant, loadAssistant } from '../content/load-assistant.ts';
import { LANGUAGES } from '../languages.ts';
import { explain } from '../understanding/explain.ts';
import { type Understanding, type UnderstandingModel, understand } from '../understanding/understand.ts';
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
  const { model, lines } = await loadAssistant();
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() !== '')
      process.stdout.write(`${JSON.stringify(answerLine(line, model, values.explain ? lines : undefined))}\n`);
  }
  return 0;
});

function answerLine(line: string, model: UnderstandingModel, lines?: Assistant['lines']): object {
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
  const understanding = understand({ text, ...(language && { language }) }, model);
  const ms = Math.round((performance.now() - started) * 1000) / 1000;
  const [likeliest] = understanding.candidates;
  const explained =
    lines === undefined || likeliest === undefined
      ? {}
      : { explain: explain(text, likeliest.topic, lines(likeliest.topic), model.mind) };
  return { id, ...shown(understanding, previous ?? null), ms, ...explained };
}

function shown(
  { language, command, danger, decision, topic, candidates, reply, place, detail }: Understanding,
  previous: string | null,
): object {
  const follows = reply === 'more' || place?.alone === true || (detail && decision !== 'answer');
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
