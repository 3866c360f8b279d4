/** Imported before anything that an older Node would stumble over with a stack. */
import { readFileSync } from 'node:fs';
import { faultOfNode } from './node-version.mjs';

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const fault = faultOfNode(process.version, engines.node);
if (fault) {
  process.stderr.write(fault + '\n');
  process.exit(1);
}
