import { parseArgs } from 'node:util';
import { glossaryOf } from '../content/compile-understanding.ts';
import { calibrationError, crossValidate, type Judged, type Validation } from '../content/cross-validate.ts';
import { keepEncoder } from '../content/kept-encoder.ts';
import { denseOf, learnt } from '../content/learnt.ts';
import { lessonsOf } from '../content/lessons.ts';
import { type Content, loadContent } from '../content/load-content.ts';
import { fingerprintOfLines, parallelLines } from '../content/parallel-lines.ts';
import { openSentenceModel, type SentenceModel } from '../content/sentence-model.ts';
import { StartError } from '../start-error.ts';
import { trainEncoder } from '../understanding/train-encoder.ts';
import { runCommand } from './run-command.ts';

const USAGE = 'npm run train -- [--encoder [folder]] [--review]';
/** Enough for the loss to stand still on some three thousand lines. */
const STEPS = 3_000;
const BAR_WIDTH = 40;
const FOLDS = 3;

/**
 * Learns the heads anew, which are kept out of the repository: npm run train. With `--encoder` the built-in encoder first, which
 * is kept in intents/encoder/ (the same lines give the same bytes) and joins the features from then on. With `--encoder` and the folder
 * or name of a sentence model the heads are learnt with that one, and are in force where EMBEDDING_MODEL names it.
 * `--review` instead learns without a part of the lines at a time and lists those that it then gives to another topic, with
 * the figures that the thresholds are chosen by.
 */
await runCommand(async () => {
  const { values, positionals } = parseArgs({
    // An option with or without a value is none that the parser knows: the value is taken for an argument of its own.
    args: process.argv
      .slice(2)
      .flatMap((argument) => (argument.startsWith('--encoder=') ? ['--encoder', argument.slice(10)] : [argument])),
    allowPositionals: true,
    options: { encoder: { type: 'boolean' }, review: { type: 'boolean' } },
  });
  const [name, another] = positionals;
  if (another !== undefined || (name !== undefined && !values.encoder))
    throw new StartError(`"${another ?? name}" is one too many: ${USAGE}`);
  const sentences = name === undefined ? undefined : await openSentenceModel(name);
  if (values.review) {
    await review(loadContent(), sentences);
    return 0;
  }
  if (values.encoder && sentences === undefined) trainAndKeepEncoder(loadContent());
  await learnt(loadContent(), {
    sentences,
    onRead: (done, all) => bar('lines read', done, all),
    onProgress: (done, all) => {
      bar('heads', done, all);
      if (sentences !== undefined && done === all) tell('\nPutting the lines into an index (up to some minutes)...');
    },
  });
  tell(`\nWhat was learnt is in force at the next start${name === undefined ? '' : ` with EMBEDDING_MODEL=${name}`}.`);
  return 0;
}, USAGE);

function trainAndKeepEncoder(content: Content): void {
  const lines = parallelLines(content);
  const rows = trainEncoder(lines, glossaryOf(content), {
    steps: STEPS,
    onProgress: (done, loss) => bar(`encoder, loss ${loss.toFixed(3)}`, done, STEPS),
  });
  keepEncoder(rows, { lines: lines.length, steps: STEPS, inputs: fingerprintOfLines(lines, content) });
  tell(`\n${lines.length} parallel lines, ${rows.length} bytes.`);
}

async function review(content: Content, sentences: SentenceModel | undefined): Promise<void> {
  const validation = await crossValidate(
    lessonsOf(content),
    { ...denseOf(content, sentences), onRead: (done, all) => bar('lines read', done, all) },
    FOLDS,
    (done) => bar('learning without a part', done, FOLDS),
  );
  tell('');
  tellFigures(validation);
  const doubtful = validation.topics
    .filter(({ labels, taken }) => labels.length > 0 && !labels.includes(taken))
    .sort((one, other) => other.score - one.score);
  for (const { text, labels, taken, score } of doubtful)
    tell(`${score.toFixed(2)} ${labels.join('+')} -> ${taken}: ${text}`);
}

/** For several thresholds: what would be answered, wrongly answered, and raised. */
function tellFigures({ topics, danger }: Validation): void {
  const ours = topics.filter(({ labels }) => labels.length > 0);
  const outside = topics.filter(({ labels }) => labels.length === 0);
  const right = ({ labels, taken }: Judged): boolean => labels.includes(taken);
  tell(`${ours.length} lines of our topics, ${percent(ours, right)} taken for their own; ${outside.length} of none`);
  tell(`calibration error of the probabilities: ${(100 * calibrationError(ours)).toFixed(1)} %`);
  for (const least of [0.35, 0.45, 0.55, 0.65]) {
    const answered = (one: Judged): boolean => one.score >= least;
    tell(
      `probability ${least}: answered ${percent(ours, answered)}, wrongly ${percent(ours, (one) => answered(one) && !right(one))}, of none ${percent(outside, answered)}`,
    );
  }
  for (const least of [-0.2, 0, 0.2, 0.4, 0.6]) {
    const kept = (one: Judged): boolean => one.inScope >= least;
    tell(`in scope from ${least}: ours ${percent(ours, kept)}, of none ${percent(outside, kept)}`);
  }
  const grave = danger.filter(({ labels }) => labels.length > 0);
  const calm = danger.filter(({ labels }) => labels.length === 0);
  for (const least of [0.1, 0, -0.1, -0.2, -0.3, -0.4, -0.5]) {
    const raised = (one: Judged): boolean => one.score >= least;
    tell(
      `danger from ${least}: ${percent(grave, raised)} of ${grave.length}, of calm ${percent(calm, raised)} of ${calm.length}`,
    );
  }
}

function percent(all: readonly Judged[], holds: (one: Judged) => boolean): string {
  return `${((100 * all.filter(holds).length) / Math.max(1, all.length)).toFixed(1)} %`;
}

function bar(what: string, done: number, all: number): void {
  const filled = Math.round((BAR_WIDTH * done) / all);
  process.stdout.write(`\r${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)} ${done}/${all} ${what}   `);
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}
