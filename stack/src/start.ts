import { explainStart, onStopSignal, watchCrashes } from '@marquee/platform';
import { environment } from './env';
import { startInOneProcess } from './one-process';
import { preflight } from './preflight';
import { consoleProgress } from './progress';
import { webApp } from './web-app';
import { welcome } from './welcome';

/** `npm start`: the whole supergraph in one process. Every expected failure is one clear line and exit code 1. */
async function main(): Promise<void> {
  const started = Date.now();
  const settings = await preflight(environment, (line) => process.stdout.write(`${line}\n`));
  process.stdout.write('Marquee is starting\n');
  const stack = await startInOneProcess(settings, environment, consoleProgress());
  watchCrashes(stack.logger, stack.tracking);
  onStopSignal(stack.logger, () => stack.stop());
  process.stdout.write(welcome(stack.gateway, settings, Date.now() - started));
  webApp().catch((error: unknown) => stack.logger.error({ err: error }, 'the web app could not be built'));
}

main().catch((error: unknown) => {
  process.stderr.write(`${explainStart(error)}\n`);
  process.exit(1);
});
