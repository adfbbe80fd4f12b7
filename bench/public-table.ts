import { AUROC, goalOf, LOWER_IS_BETTER, type Verdict, verdictOf } from './public-goals.ts';
import type { Figures } from './score-run.ts';
import { tableRow } from './table.ts';

const RUN_WIDTH = 31;
const FIGURE_WIDTH = 14;
const CELL_WIDTH = 11;
const NONE = '-';

export function tableHead(own: string, peers: readonly string[]): string {
  const cells = [own, 'floor', 'goal', 'reached', ...peers.flatMap((peer) => [peer, 'ratio'])];
  return tableRow([['set', RUN_WIDTH] as [string, number], ['figure', FIGURE_WIDTH]], cells, CELL_WIDTH);
}

/** A line for each figure of the first engine, the others beside it; a ratio above 1 is in favour of the first. */
export function tableLines(run: string, engines: readonly (Figures | undefined)[]): string[] {
  const [own, ...peers] = engines;
  return [...(own ?? [])].map(([figure, value]) => {
    const goal = goalOf(run, figure);
    const cells = [
      shown(figure, value),
      goal === undefined ? NONE : shown(figure, goal.floor),
      goal === undefined ? NONE : shown(figure, goal.goal),
      goal === undefined ? NONE : verdictOf(figure, value, goal),
      ...peers.flatMap((peer) => besides(figure, value, peer?.get(figure))),
    ];
    return tableRow([[run, RUN_WIDTH] as [string, number], [figure, FIGURE_WIDTH]], cells, CELL_WIDTH);
  });
}

/** How the figures of a run stand to their goals. */
export function verdicts(run: string, figures: Figures): Verdict[] {
  return [...figures].flatMap(([figure, value]) => {
    const goal = goalOf(run, figure);
    return goal === undefined ? [] : [verdictOf(figure, value, goal)];
  });
}

function besides(figure: string, own: number, peer: number | undefined): [string, string] {
  if (peer === undefined) return [NONE, NONE];
  const ratio = LOWER_IS_BETTER.has(figure) ? peer / own : own / peer;
  return [shown(figure, peer), Number.isFinite(ratio) ? ratio.toFixed(2) : NONE];
}

function shown(figure: string, value: number): string {
  if (figure.startsWith(AUROC)) return value.toFixed(4);
  return value.toFixed(LOWER_IS_BETTER.has(figure) ? 0 : 2);
}
