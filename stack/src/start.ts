import { resolve } from 'node:path';
import { onStopSignal, SettingsError } from '@marquee/platform';
import { environment, readStackSettings, type StackSettings } from './env';
import { startInOneProcess } from './one-process';
import { consoleProgress } from './progress';
import { refuseTakenPort } from './port';
import { welcome } from './welcome';

/** `npm start`: the whole supergraph in one process. Every expected failure is one clear line and exit code 1. */
async function main(): Promise<void> {
  const started = Date.now();
  const read = readStackSettings();
  const settings: StackSettings = { ...read, DATA_DIR: resolve(read.DATA_DIR) };
  await refuseTakenPort(settings.PORT, settings.HOST);
  process.stdout.write('Marquee is starting\n');
  const stack = await startInOneProcess(settings, environment, consoleProgress());
  onStopSignal(stack.logger, () => stack.stop());
  process.stdout.write(welcome(stack.gateway, settings, Date.now() - started));
}

main().catch((error: unknown) => {
  const known = error instanceof SettingsError || (error as { expected?: boolean }).expected === true;
  process.stderr.write(known ? `${(error as Error).message}\n` : `Marquee could not start: ${(error as Error).stack ?? String(error)}\n`);
  process.exit(1);
});
