import { classifierFigures, rankingQuality, type Judgement } from '@marquee/platform/learning';
import { riskOf, riskWeights } from '../../src/modules/risk/risk-score';
import { firstGenerator } from './generators/first';
import type { AccountGenerator } from './generators/generator.types';
import { secondGenerator } from './generators/second';
import { examplesOf, type Example } from './learning';

const COUNT = 6_000;
/** One rule of velocity: so many of one network within an hour, the account itself among them. */
const RULES = [3, 5, 10];

/**
 * `npm run eval:fraud`: what the score would limit of accounts that programs make, beside one rule of velocity. It was learned from the first
 * generator; the second is by other hands. None of these figures is about people: there are no real data.
 */
function main(): void {
  process.stdout.write(`Weights ${riskWeights.version}, limited from ${riskWeights.threshold}\n`);
  tell(firstGenerator, 'learned from accounts of it, measured on others');
  tell(secondGenerator, 'by other hands, nothing was learned from it');
}

function tell(generator: AccountGenerator, what: string): void {
  const examples = examplesOf(generator.generate('to measure', COUNT));
  const abuse = examples.filter(({ isAbuse }) => isAbuse).length;
  process.stdout.write(`\n${generator.name}: ${what}; ${examples.length} accounts, ${abuse} made to abuse\n`);
  process.stdout.write('                                   abuse limited   honest limited   of those limited abuse   ranking\n');
  line('the score', examples, ({ features }) => riskOf(features), riskWeights.threshold);
  for (const count of RULES)
    line(`${count} of one network within an hour`, examples, ({ networkInHour }) => Math.min(1, (networkInHour + 1) / 100), count / 100);
  for (const [kind, ofKind] of byKind(examples)) {
    const limited = ofKind.filter(({ features }) => riskOf(features) >= riskWeights.threshold).length;
    const rule = ofKind.filter(({ networkInHour }) => networkInHour + 1 >= RULES[1]!).length;
    const percent = (n: number) => share(n, ofKind.length).padStart(7);
    const side = ofKind[0]!.isAbuse ? 'abuse ' : 'honest';
    process.stdout.write(
      `  ${side} ${kind.padEnd(44)} ${String(ofKind.length).padStart(5)}  score ${percent(limited)}  rule of ${RULES[1]} ${percent(rule)}\n`,
    );
  }
}

function line(name: string, examples: readonly Example[], scoreOf: (example: Example) => number, threshold: number): void {
  const judgements: Judgement[] = examples.map((example) => ({ truth: example.isAbuse, probability: scoreOf(example) }));
  const { recall, precision, falseAlarms } = classifierFigures(judgements, threshold);
  const honest = examples.filter(({ isAbuse }) => !isAbuse).length;
  const columns = [share(recall ?? 0, 1).padStart(15), share(falseAlarms, honest).padStart(16), share(precision ?? 0, 1).padStart(24)];
  process.stdout.write(`  ${name.padEnd(32)} ${columns.join(' ')} ${rankingQuality(judgements).toFixed(3).padStart(9)}\n`);
}

const share = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

const byKind = (examples: readonly Example[]): [string, Example[]][] =>
  [...new Set(examples.map(({ kind, isAbuse }) => `${isAbuse ? 1 : 0} ${kind}`))]
    .sort()
    .map((key) => [key.slice(2), examples.filter(({ kind, isAbuse }) => `${isAbuse ? 1 : 0} ${kind}` === key)]);

main();
