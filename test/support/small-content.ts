import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ContentCopy } from './content-copy.ts';

const TOPICS = ['child-support-unpaid.yaml', 'childcare-find.yaml', 'legal-aid.yaml'];
const LARGE = ['parallel', 'concepts', 'abbreviations', 'small-talk'].map((name) => `intents/${name}`);

/**
 * A copy of the content cut down to three topics without danger rules: it passes every check and is learnt from in seconds.
 *
 * @param besides ids of topics that a test needs as well
 */
export function smallContent(besides: readonly string[] = []): ContentCopy {
  const names = [...TOPICS, ...besides.map((id) => `${id}.yaml`)];
  const copy = new ContentCopy([...LARGE, 'knowledge/services']);
  const filesIn = (folder: string): string[] => readdirSync(join(copy.root, folder)).map((name) => `${folder}/${name}`);
  const cut = (file: string, from: RegExp, rest: string): void => copy.write(file, copy.read(file).replace(from, rest));
  for (const file of [...filesIn('knowledge/topics'), ...filesIn('intents/topics')])
    if (!names.some((name) => file.endsWith(`/${name}`))) rmSync(join(copy.root, file));
  for (const file of filesIn('knowledge/topics')) cut(file, /^see_also: .*/m, 'see_also: []');
  for (const file of filesIn('intents/topics')) cut(file, /^ambiguous:[\s\S]*/m, '');
  for (const file of filesIn('intents/danger')) cut(file, /^rules:[\s\S]*/m, 'rules: []\ncalm: []\n');
  for (const file of filesIn('intents/commands')) cut(file, /^examples:[\s\S]*/m, '');
  copy.write('knowledge/permanences.yaml', 'permanences: []\n');
  return copy;
}
