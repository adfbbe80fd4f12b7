/** What a figure must reach, and what it is meant to reach. */
export interface Goal {
  readonly floor: number;
  readonly goal: number;
}

/** Names of the figures; a kind of texts out of scope follows the name: "AUROC near". */
export const ACCURACY = 'accuracy %';
export const AUROC = 'AUROC';
export const REJECTED = 'rec95 %';
export const MEDIAN = 'p50 µs';
export const SLOWEST = 'p99 µs';

/** Figures of which less is better. */
export const LOWER_IS_BETTER: ReadonlySet<string> = new Set([MEDIAN, SLOWEST]);

/** Names of runs: a set with one of its training files. */
export const FEW_SHOT = '10-shot';
export const FULL = 'full';

type Goals = Readonly<Record<string, Goal>>;

/** For every run. */
const TIMES: Goals = { [MEDIAN]: { floor: 400, goal: 200 }, [SLOWEST]: { floor: 2_000, goal: 600 } };

/**
 * For sets that others publish figures of: the engine is trained on their training part alone and nothing is tuned on their test
 * part.
 */
const GOALS: Readonly<Record<string, Goals>> = {
  [`clinc150 ${FEW_SHOT}`]: {
    [ACCURACY]: { floor: 81.5, goal: 82.3 },
    [AUROC]: { floor: 0.925, goal: 0.931 },
    [REJECTED]: { floor: 62, goal: 66 },
  },
  [`clinc150 ${FULL}`]: {
    [ACCURACY]: { floor: 92, goal: 92.6 },
    [AUROC]: { floor: 0.955, goal: 0.962 },
    [REJECTED]: { floor: 78, goal: 82 },
  },
  [`banking77 ${FEW_SHOT}`]: { [ACCURACY]: { floor: 74.5, goal: 75.5 } },
  [`banking77 ${FULL}`]: { [ACCURACY]: { floor: 91, goal: 91.5 } },
  [`hwu64 ${FEW_SHOT}`]: { [ACCURACY]: { floor: 70.5, goal: 71.5 } },
  [`hwu64 ${FULL}`]: { [ACCURACY]: { floor: 88.3, goal: 88.8 } },
  [`banking77-oos ${FULL}`]: {
    [`${AUROC} near`]: { floor: 0.82, goal: 0.85 },
    [`${AUROC} far`]: { floor: 0.98, goal: 0.99 },
  },
  'hint3 mean': { [ACCURACY]: { floor: 73, goal: 74 }, [AUROC]: { floor: 0.82, goal: 0.837 } },
};

export function goalOf(run: string, figure: string): Goal | undefined {
  return GOALS[run]?.[figure] ?? TIMES[figure];
}

/** Whether a run has goals of its own. */
export function hasGoals(run: string): boolean {
  return run in GOALS;
}

export type Verdict = 'goal' | 'floor' | 'MISSED';

export function verdictOf(figure: string, value: number, { floor, goal }: Goal): Verdict {
  const reaches = (aim: number): boolean => (LOWER_IS_BETTER.has(figure) ? value <= aim : value >= aim);
  return reaches(goal) ? 'goal' : reaches(floor) ? 'floor' : 'MISSED';
}
