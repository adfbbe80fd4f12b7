import type { Reporter, TestModule } from 'vitest/node';

/** Prints the last line that people and scripts look for: "N passed, N failed", and how many were skipped. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state] += 1;
      // A file that cannot be loaded, or a failed beforeAll, has no tests to count.
      if (module.errors().length > 0) count.failed += 1;
      for (const suite of module.children.allSuites()) if (suite.errors().length > 0) count.failed += 1;
    }
    const skipped = count.skipped + count.pending;
    const failed = count.failed + errors.length;
    process.on('exit', () =>
      process.stdout.write(
        `\n${count.passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}\n`,
      ),
    );
  }
}
