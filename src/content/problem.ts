/** Something wrong or missing in a content file: where it is and what to do about it. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export function describeProblem(problem: Problem): string {
  return `${problem.file}:${problem.line}: ${problem.message}`;
}

/** Notes what is wrong at a path of keys in a file, as seen from the root of the content. */
export type Noter = (file: string, keys: readonly PropertyKey[], message: string) => void;
