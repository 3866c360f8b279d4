import { parseArgs } from 'node:util';
import { DATABASES } from '../sweep/ground';
import { drillRestore, type DrillReport } from './drill';

const HELP = `npm run drill:restore -- [options]

Backs up an embedded Postgres with the five databases while people use the product on it, restores it into another folder as of a moment
that was named in the log, holds every row against what was committed, and starts the product on it. Everything is in a folder of its own.

  --operations <n>   sent before the backup, between it and the moment, and after that, so many each; 300 when left out
  --people <n>       how many people send them; 12
  --seed <text>      the same seed draws the same operations; 1
`;

/** Exits with 1 when what was restored is not what it was. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      operations: { type: 'string', default: '300' },
      people: { type: 'string', default: '12' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  const [operations, people] = [Number(values.operations), Number(values.people)];
  if (values.help || !(operations > 0) || !(people > 1)) {
    process.stdout.write(HELP);
    return values.help ? 0 : 1;
  }
  const begun = Date.now();
  const note = (line: string) => process.stdout.write(`  ${seconds(Date.now() - begun).padStart(7)}  ${line}\n`);
  const report = await drillRestore({ operations, people, seed: values.seed, note });
  process.stdout.write(`\n${told(report)}\n`);
  return report.faults.length === 0 ? 0 : 1;
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MB`;

function told({ backup, archive, restoreMs, databases, goesOn, faults }: DrillReport): string {
  return [
    `backup    ${megabytes(backup.bytes)} in ${seconds(backup.ms)}; ${backup.duringIt} operations were answered meanwhile`,
    `archive   ${megabytes(archive.bytes)}, ${archive.segments} segments`,
    `restore   ${seconds(restoreMs)}, up to taking changes`,
    '',
    'database    written before, there   written after, not there   as before a later change   marks there   marks after',
    ...DATABASES.map((name) => {
      const { before, after, asTheyWere, marks, marksAfter } = databases[name];
      const cells = [String(before).padStart(22), String(after).padStart(26), String(asTheyWere).padStart(26)];
      return [name.padEnd(10), ...cells, String(marks).padStart(13), String(marksAfter).padStart(13)].join(' ');
    }),
    '',
    `facts     ${goesOn.waited} waited at the moment and were sent; ${goesOn.republished} published again: ${goesOn.takenInTwice} taken in twice`,
    `product   ${goesOn.held} invariants hold, ${goesOn.notAsked} ask what people were told after the moment; signs in: ${goesOn.signedIn ? 'yes' : 'no'}`,
    ...goesOn.brokenBefore.map((name) => `          the source itself had broken: ${name}`),
    ...faults.slice(0, 20).map((fault) => `FAULT     ${fault}`),
    faults.length === 0 ? 'Exactly what was committed before the moment is there.' : `${faults.length} faults.`,
  ].join('\n');
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
    process.exit(2);
  },
);
