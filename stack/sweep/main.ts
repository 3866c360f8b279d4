import { parseArgs } from 'node:util';
import { breaks } from './breaks';
import type { Round } from './history';
import { invariants } from './invariants';
import { replay, sweep } from './run';
import { shrink } from './shrink';

const HELP = `npm run sweep -- [options]

Random people do random things through the gateway; whenever nothing is under way, every invariant is checked over all five databases and
through the API.

  --operations <n>   how many operations are sent; 2000 when left out
  --people <n>       how many people send them; 20
  --seed <text>      the same seed draws the same operations; 1
  --only <names>     draws these kinds of operations alone, with a comma between them: createEvent,sendPicture
  --services         over separate processes with Redis between them, instead of in one
  --crash            kills one of these processes at random now and then, and starts it again
  --break <name>     takes one protection away first, from outside, and must find it: ${Object.keys(breaks).join(', ')}
  --keep             tells the whole history when something breaks instead of shortening it
`;

/** Exits with 1 when an invariant is broken, or when one was to be broken and was not. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      operations: { type: 'string', default: '2000' },
      people: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
      break: { type: 'string' },
      services: { type: 'boolean', default: false },
      crash: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const name = values.break;
  const [operations, people] = [Number(values.operations), Number(values.people)];
  if (values.help || !(operations > 0) || !(people > 1) || (name !== undefined && !breaks[name])) {
    process.stdout.write(HELP);
    return values.help ? 0 : 1;
  }
  const options = { people, services: values.services || values.crash, ...(name === undefined ? {} : { sabotage: breaks[name]! }) };
  const begun = Date.now();
  let tell = 0;
  const report = await sweep({
    ...options,
    operations,
    seed: values.seed,
    crash: values.crash,
    ...(values.only === undefined ? {} : { only: values.only.split(',') }),
    onProgress(sent) {
      if (sent < tell) return;
      process.stdout.write(`  ${sent} sent, ${Math.round((Date.now() - begun) / 1000)} s\n`);
      tell = sent + operations / 40;
    },
  });
  const broken = new Map(report.broken.map(({ invariant, details }) => [invariant, details]));
  for (const [outcome, count] of [...report.outcomes].sort()) process.stdout.write(`  ${String(count).padStart(6)} ${outcome}\n`);
  for (const invariant of invariants) {
    const details = broken.get(invariant.name);
    process.stdout.write(`${details ? 'BROKEN' : 'holds '} ${invariant.name}\n`);
    for (const detail of details?.slice(0, 5) ?? []) process.stdout.write(`         ${detail}\n`);
  }
  const [first] = report.broken;
  if (first && !name) {
    // Over processes a history does not repeat itself: it is told as it was.
    const short = values.keep || options.services ? report.history : await shortest(report.history, first.invariant, options);
    process.stdout.write(`\nThe smallest history found that breaks “${first.invariant}”:\n`);
    for (const round of short) process.stdout.write(`  ${JSON.stringify(round)}\n`);
  }
  process.stdout.write(
    `${report.sent} operations (${report.successes} successes, ${report.quietPoints} quiet points, ${report.crashes} crashes, ${Math.round((Date.now() - begun) / 1000)} s), ` +
      `${invariants.length} invariants, ${broken.size} broken\n`,
  );
  if (name)
    process.stdout.write(
      broken.size > 0 ? `“${name}” was taken away, and it was found.\n` : `“${name}” was taken away, and nobody noticed.\n`,
    );
  return broken.size > 0 === (name !== undefined) ? 0 : 1;
}

const shortest = (history: readonly Round[], invariant: string, options: { people: number }) =>
  shrink(history, async (part) => (await replay(part, options, invariant)).length > 0);

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
    process.exit(2);
  },
);
