import { ContentError } from '../content/load-content.ts';
import { describeProblem } from '../content/problem.ts';
import { StartError } from '../start-error.ts';

/**
 * Runs a command: what the user can mend is printed in plain lines and ends with code 1; anything else is a bug and is thrown.
 *
 * @param usage how it is called, told to whoever calls it in another way
 */
export async function runCommand(command: () => Promise<number | undefined>, usage?: string): Promise<void> {
  // Who reads our output may stop early (`| head`): that is no error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    const code = await command();
    if (typeof code === 'number') process.exitCode = code;
  } catch (error) {
    if (error instanceof ContentError) {
      for (const problem of error.problems) process.stderr.write(`${describeProblem(problem)}\n`);
      process.stderr.write(`${error.message}\n`);
    } else if (error instanceof StartError) {
      process.stderr.write(`${error.message}\n`);
    } else if (usage !== undefined && isOfArguments(error)) {
      // Node's message goes on about what to do where a text begins with a dash.
      process.stderr.write(`${error.message.split('. ')[0]}. It is called so:\n${usage}\n`);
    } else {
      throw error;
    }
    process.exitCode = 1;
  }
}

function isOfArguments(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
