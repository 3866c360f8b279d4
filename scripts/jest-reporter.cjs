// eslint-disable-next-line @typescript-eslint/no-require-imports -- Jest loads reporters as they are
const { writeSync } = require('node:fs');

/**
 * Ends a run with one plain line, `12 passed, 0 failed`, for scripts and hurried readers. It is written when the
 * process exits, because Jest puts its own summary after every reporter.
 */
module.exports = class LastLineReporter {
  onRunComplete(_contexts, results) {
    // A file that could not be loaded has no failed test, and is a failure all the same.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const parts = [`${results.numPassedTests} passed`, `${failed} failed`, ...(skipped > 0 ? [`${skipped} skipped`] : [])];
    process.once('exit', () => writeSync(1, `${parts.join(', ')}\n`));
  }
};
