import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstGenerator } from './generators/first';
import { examplesOf, learn, thresholdFor } from './learning';

const COUNT = 8_000;
/** So many honest people of the first generator may be limited. */
const HONEST_LIMITED = 0.02;
const FILE = join(__dirname, '../../src/modules/risk/risk-weights.json');

/** `npm run train:fraud`: learns from accounts of the first generator, and sets the threshold on others of it. */
const model = learn(examplesOf(firstGenerator.generate('to learn from', COUNT)));
const threshold = thresholdFor(examplesOf(firstGenerator.generate('for the threshold', COUNT)), model, HONEST_LIMITED);
const version = createHash('sha256').update(JSON.stringify({ model, threshold })).digest('hex').slice(0, 8);
writeFileSync(FILE, `${JSON.stringify({ version, threshold, ...model }, null, 2)}\n`);
process.stdout.write(`${FILE}: ${version}\n`);
