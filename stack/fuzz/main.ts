import type { CampaignOptions, Tally } from '../../gateway/tests/random/campaign';
import { helpOn, readOptions, type FuzzOptions } from '../../gateway/tests/random/options';
import { report } from '../../gateway/tests/random/report';
import { consoleProgress } from '../src/progress';
import { mutations, queries, spoiltRequests } from './campaigns';
import { inOwnWorld } from './own-world';
import type { World } from './world';

const PROGRESS_EVERY = 500;
const OPERATIONS = 'how many random queries; a tenth as many mutations and spoilt requests follow';

/** `npm run fuzz:gateway`: the real product in one process against stock @apollo/gateway over the same subgraphs. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(`${helpOn('fuzz:gateway', OPERATIONS)}\n`);
    return 0;
  }
  return (await inOwnWorld(consoleProgress(), (world) => runAll(world, options))) ? 0 : 1;
}

/** Answers whether nothing was found. */
async function runAll(world: World, { seed, from, operations }: FuzzOptions): Promise<boolean> {
  const few = Math.ceil(operations / 10);
  let unhandled = 0;
  process.on('unhandledRejection', (reason) => {
    unhandled++;
    process.stdout.write(`Unhandled rejection: ${String((reason as Error).stack ?? reason)}\n`);
  });
  const run = async (title: string, one: (world: World, options: CampaignOptions) => Promise<Tally>, count: number) => {
    const begun = Date.now();
    const onProgress = ({ tried }: Tally) => tried % PROGRESS_EVERY === 0 && process.stdout.write(`  ${title}: ${tried} tried\n`);
    const tally = await one(world, { seed, from, operations: count, onProgress });
    process.stdout.write(`${report(title, tally, (Date.now() - begun) / 1000)}\n\n`);
    return tally.findings.length === 0;
  };
  const right = [
    await run('Queries', queries, operations),
    await run('Spoilt requests', spoiltRequests, few),
    // Last: they change the world.
    await run('Mutations', mutations, few),
  ];
  process.stdout.write(`Seed ${seed}: ${right.every(Boolean) && !unhandled ? 'nothing found' : 'see above'}.\n`);
  return right.every(Boolean) && unhandled === 0;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
