import { writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';

/**
 * Ends a run with one plain line, `12 passed, 0 failed`, for scripts and hurried readers. It is written when the process exits, so that it
 * comes after what every other reporter writes. Where `FAILED_FILES` names a file, the test files that failed are listed in it, one a line;
 * an error that belongs to no test file leaves it empty.
 */
export default class LastLineReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state) => tests.filter((test) => test.result().state === state).length;
    // A file that could not be loaded, or a hook that failed, has no failed test, and is a failure all the same.
    const broken = modules.filter((module) => module.state() === 'failed' && ![...module.children.allTests('failed')].length).length;
    const parts = [`${count('passed')} passed`, `${count('failed') + broken + unhandledErrors.length} failed`];
    if (count('skipped') > 0) parts.push(`${count('skipped')} skipped`);
    if (process.env.FAILED_FILES) {
      const files = modules.filter((module) => module.state() === 'failed').map(({ moduleId }) => path.relative(process.cwd(), moduleId));
      writeFileSync(process.env.FAILED_FILES, unhandledErrors.length > 0 ? '' : files.map((file) => `${file}\n`).join(''));
    }
    process.once('exit', () => writeSync(1, `${parts.join(', ')}\n`));
  }
}
