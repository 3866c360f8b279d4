import { helpOn, readOptions, type FuzzOptions } from '../../gateway/tests/random/options';
import { consoleProgress } from '../src/progress';
import { inOwnWorld } from './own-world';
import { oddInputs } from './inputs';

const PROGRESS_EVERY = 1_000;

/** `npm run fuzz:inputs`: odd values at every place where a client writes something, to the real product in one process. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(`${helpOn('fuzz:inputs', 'how many requests; each place in turn')}\n`);
    return 0;
  }
  return (await inOwnWorld(consoleProgress(), async (world) => {
    const { seed } = options as FuzzOptions;
    const onProgress = (tried: number) => tried % PROGRESS_EVERY === 0 && process.stdout.write(`  ${tried} tried\n`);
    const { tried, answered, findings } = await oddInputs(world, {
      ...(options as FuzzOptions),
      onProgress: (count) => void onProgress(count),
    });
    for (const { shown, detail } of findings) process.stdout.write(`\n${shown}\n${detail}\n`);
    process.stdout.write(
      `\nSeed ${seed}: ${tried} odd inputs, ${answered} refused or answered, ${findings.length} kinds of faults of ours.\n`,
    );
    return findings.length === 0;
  }))
    ? 0
    : 1;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
