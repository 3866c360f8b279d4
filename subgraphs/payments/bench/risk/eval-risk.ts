import { classifierFigures, rankingQuality, type Judgement } from '@marquee/platform/learning';
import { purchaseWeights, riskOf } from '../../src/modules/risk/risk-score';
import { firstGenerator } from './generators/first';
import type { PurchaseGenerator } from './generators/generator.types';
import { secondGenerator } from './generators/second';
import { examplesOf, type Example } from './learning';

const COUNT = 6_000;
/** One rule of velocity: so many tries of one account within an hour. */
const RULES = [3, 5, 10];

/**
 * `npm run eval:risk`: whom the score would meet of tries that programs make, beside one rule of velocity. It was learned from the first generator;
 * the second is written differently. None of these figures is about people: there are no real data.
 */
function main(): void {
  const { version, stepUpFrom, inspectFrom, refuseFrom } = purchaseWeights;
  process.stdout.write(
    `Weights ${version}: step at the bank from ${stepUpFrom}, inspected from ${inspectFrom}, refused from ${refuseFrom}\n`,
  );
  tell(firstGenerator, 'learned from tries of it, measured on others');
  tell(secondGenerator, 'written differently, nothing was learned from it');
}

function tell(generator: PurchaseGenerator, what: string): void {
  const examples = examplesOf(generator.generate('to measure', COUNT));
  const fraud = examples.filter(({ isFraud }) => isFraud).length;
  process.stdout.write(`\n${generator.name}: ${what}; ${examples.length} tries, ${fraud} of them fraud\n`);
  process.stdout.write('                                        recall   honest met   precision   ranking (AUC)\n');
  const { stepUpFrom, inspectFrom, refuseFrom } = purchaseWeights;
  for (const [name, from] of [
    ['at least a step at the bank', stepUpFrom],
    ['at least inspected', inspectFrom],
    ['refused', refuseFrom],
  ] as const)
    line(`score: ${name}`, examples, ({ features }) => riskOf(features), from);
  for (const count of RULES)
    line(`rule: ${count} of one account in an hour`, examples, ({ triesInHour }) => Math.min(1, triesInHour / 100), count / 100);
  for (const [side, kind, ofKind] of byKind(examples)) {
    const met = (from: number) => share(ofKind.filter(({ features }) => riskOf(features) >= from).length, ofKind.length).padStart(7);
    const rule = share(ofKind.filter(({ triesInHour }) => triesInHour >= RULES[1]!).length, ofKind.length).padStart(7);
    process.stdout.write(
      `  ${side} ${kind.padEnd(40)} ${String(ofKind.length).padStart(5)}  step-up ${met(stepUpFrom)}  inspected ${met(inspectFrom)}  refused ${met(refuseFrom)}  rule of ${RULES[1]} ${rule}\n`,
    );
  }
}

function line(name: string, examples: readonly Example[], scoreOf: (example: Example) => number, threshold: number): void {
  const judgements: Judgement[] = examples.map((example) => ({ truth: example.isFraud, probability: scoreOf(example) }));
  const { recall, precision, falseAlarms } = classifierFigures(judgements, threshold);
  const honest = examples.filter(({ isFraud }) => !isFraud).length;
  const columns = [share(recall ?? 0, 1).padStart(8), share(falseAlarms, honest).padStart(12), share(precision ?? 0, 1).padStart(11)];
  process.stdout.write(`  ${name.padEnd(36)} ${columns.join(' ')} ${rankingQuality(judgements).toFixed(3).padStart(15)}\n`);
}

const share = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

const byKind = (examples: readonly Example[]): [side: string, kind: string, of: Example[]][] =>
  [...new Set(examples.map(({ kind, isFraud }) => `${isFraud ? 'fraud ' : 'honest'} ${kind}`))]
    .sort()
    .map((key) => [
      key.slice(0, 6),
      key.slice(7),
      examples.filter(({ kind, isFraud }) => `${isFraud ? 'fraud ' : 'honest'} ${kind}` === key),
    ]);

main();
