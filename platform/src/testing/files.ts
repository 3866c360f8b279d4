import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock';
import { DiskFiles } from '../files';
import { silentLogger } from '../logger';
import { afterTests } from './fresh-database';
import { quickFolder } from './quick-folder';

/** A store on a folder of the test file's own; its addresses lead nowhere unless somebody serves them. */
export function filesForTest(clock: Clock, url = 'http://files.test/files'): DiskFiles {
  const folder = mkdtempSync(join(quickFolder(), 'marquee-files-'));
  afterTests(async () => rmSync(folder, { recursive: true, force: true }));
  return new DiskFiles({ folder, secret: 'only-for-tests-0123456789-abcdefghij', url: () => url, clock, logger: silentLogger });
}
