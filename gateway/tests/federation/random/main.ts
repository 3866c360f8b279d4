import { helpOn, readOptions } from '../../random/options';
import { report } from '../../random/report';
import { addUp } from '../../random/campaign';
import { SUPERGRAPHS } from '../supergraphs';
import { randomOperations } from './random-operations';

const OPERATIONS = 'how many random operations, shared out evenly among the supergraphs';

/** `npm run fuzz:federation`: random operations on the small supergraphs, held against plain executions. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), Object.keys(SUPERGRAPHS));
  if (options === 'help') {
    process.stdout.write(`${helpOn('fuzz:federation', OPERATIONS, Object.keys(SUPERGRAPHS))}\n`);
    return 0;
  }
  let unhandled = 0;
  process.on('unhandledRejection', (reason) => {
    unhandled++;
    process.stdout.write(`Unhandled rejection: ${String((reason as Error).stack ?? reason)}\n`);
  });
  const begun = Date.now();
  const { seed, from, only } = options;
  const chosen = Object.entries(SUPERGRAPHS).filter(([name]) => only === null || name === only);
  const operations = Math.ceil(options.operations / chosen.length);
  const tallies = [];
  for (const [name, supergraph] of chosen) {
    const started = Date.now();
    const tally = await randomOperations(supergraph, { seed, from, operations });
    if (tally.findings.length) process.stdout.write(`${report(name, tally, (Date.now() - started) / 1000)}\n\n`);
    tallies.push(tally);
  }
  const all = addUp(tallies);
  process.stdout.write(`${report('All', { ...all, findings: [] }, (Date.now() - begun) / 1000)}\n`);
  const isSound = !all.findings.length && !unhandled;
  process.stdout.write(`Seed ${seed}: ${isSound ? 'nothing found' : 'see above'}.\n`);
  return isSound ? 0 : 1;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
