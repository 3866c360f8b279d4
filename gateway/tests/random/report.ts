import type { Tally } from './campaign';

/** What came of one campaign, for people. */
export function report(
  title: string,
  { tried, answered, acrossSubgraphs, values, kinds, reasons, findings }: Tally,
  seconds: number,
): string {
  const lines = [`${title}: ${number(answered)} answered of ${number(tried)} tried, in ${seconds.toFixed(0)} s`];
  if (values) lines.push(`  ${number(acrossSubgraphs)} of several subgraphs; ${number(values)} values compared`);
  for (const [kind, count] of [...kinds].sort()) lines.push(`  ${number(count).padStart(7)}  ${kind}`);
  if (reasons.size) lines.push('  of these:');
  for (const [reason, count] of [...reasons].sort((one, other) => other[1] - one[1]))
    lines.push(`  ${number(count).padStart(7)}  ${reason}`);
  for (const { number: which, fault, shown } of findings) lines.push('', `Number ${which} is ${fault.kind}: ${fault.detail}`, shown);
  return lines.join('\n');
}

const number = (value: number) => value.toLocaleString('en-US');
