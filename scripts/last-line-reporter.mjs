import { writeSync } from 'node:fs';

/**
 * Ends a run with one plain line, `12 passed, 0 failed`, for scripts and hurried readers. It is written when the process exits, so that it
 * comes after what every other reporter writes.
 */
export default class LastLineReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state) => tests.filter((test) => test.result().state === state).length;
    // A file that could not be loaded, or a hook that failed, has no failed test, and is a failure all the same.
    const broken = modules.filter((module) => module.state() === 'failed' && ![...module.children.allTests('failed')].length).length;
    const parts = [`${count('passed')} passed`, `${count('failed') + broken + unhandledErrors.length} failed`];
    if (count('skipped') > 0) parts.push(`${count('skipped')} skipped`);
    process.once('exit', () => writeSync(1, `${parts.join(', ')}\n`));
  }
}
