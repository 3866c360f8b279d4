import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const BUILD = join(__dirname, '../../scripts/build.mjs');

/** Once before all files of a run: what `startServices` starts is of these sources. */
export const setup = (): void => void execFileSync(process.execPath, [BUILD], { stdio: 'inherit' });
