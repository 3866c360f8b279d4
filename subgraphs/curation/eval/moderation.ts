/* eslint-disable no-console -- a command speaks to its user */
import { simulate, type Outcome, type Rule } from './moderation-world';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

/** `npm run eval:moderation`: a month of flags and curators, ours beside flags that all count the same. */
function main(): void {
  const rules: [string, Rule][] = [
    ['ours', 'WEIGHED'],
    ['three flags hide', 'COUNTED'],
    ['flags hide nothing', 'NONE'],
  ];
  console.log(`2,000 people, 5 % bad, in five rings; 10 curators who err in 8 % of what they decide; ${SEEDS.length} months\n`);
  console.log(`${''.padEnd(22)} bad on show, hours: median   mean   good hidden: events   hours   curators’ decisions`);
  const of = new Map(rules.map(([name, rule]) => [name, SEEDS.map((seed) => simulate(seed, rule))]));
  for (const [name, months] of of) {
    const mean = (pick: (month: Outcome) => number) => months.reduce((sum, month) => sum + pick(month), 0) / months.length;
    const cells = [
      mean((month) => month.medianHours)
        .toFixed(1)
        .padStart(26),
      mean((month) => month.meanHours)
        .toFixed(1)
        .padStart(6),
      mean((month) => month.goodHidden)
        .toFixed(1)
        .padStart(21),
      mean((month) => month.goodHiddenHours)
        .toFixed(1)
        .padStart(7),
      mean((month) => month.decisions)
        .toFixed(0)
        .padStart(21),
    ];
    console.log(name.padEnd(22) + cells.join(' '));
  }
  const won = (better: (ours: Outcome, theirs: Outcome) => boolean) =>
    SEEDS.filter((_, n) => better(of.get('ours')![n]!, of.get('three flags hide')![n]!)).length;
  console.log(`\nours takes bad events down sooner in ${won((a, b) => a.meanHours < b.meanHours)} of ${SEEDS.length} months,`);
  console.log(`and hides fewer good ones in ${won((a, b) => a.goodHidden < b.goodHidden)}.`);
}

main();
