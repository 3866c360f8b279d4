import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstGenerator } from './generators/first';
import { examplesOf, learn, thresholdFor } from './learning';

const COUNT = 8_000;
/** So many honest tries of the first generator may meet a step at the bank or more, a person or more, a refusal. */
const HONEST = { stepUpFrom: 0.05, inspectFrom: 0.01, refuseFrom: 0.001 };
const FILE = join(__dirname, '../../src/modules/risk/risk-weights.json');

/** `npm run train:risk`: learns from tries of the first generator, and sets the thresholds on others of it. */
const model = learn(examplesOf(firstGenerator.generate('to learn from', COUNT)));
const apart = examplesOf(firstGenerator.generate('for the thresholds', COUNT));
const thresholds = {
  stepUpFrom: thresholdFor(apart, model, HONEST.stepUpFrom),
  inspectFrom: thresholdFor(apart, model, HONEST.inspectFrom),
  refuseFrom: thresholdFor(apart, model, HONEST.refuseFrom),
};
const version = createHash('sha256').update(JSON.stringify({ model, thresholds })).digest('hex').slice(0, 8);
writeFileSync(FILE, `${JSON.stringify({ version, ...thresholds, ...model }, null, 2)}\n`);
process.stdout.write(`${FILE}: ${version}\n`);
