import { resolve } from 'node:path';
import { createLogger, explainStart } from '@marquee/platform';
import { openDatabases } from './databases';
import { environment, readStackSettings } from './env';
import { consoleProgress } from './progress';
import { readSecrets } from './secrets';
import { seedDemoWorld } from './world';

/** `npm run seed`: fills the databases of a supergraph that runs (or will run) elsewhere; its relays tell the news. */
async function main(): Promise<void> {
  const read = readStackSettings();
  const settings = { ...read, DATA_DIR: resolve(read.DATA_DIR) };
  const secrets = readSecrets(settings);
  const progress = consoleProgress();
  const databases = await openDatabases(settings, environment, progress);
  try {
    const logger = createLogger('seed', settings.LOG_LEVEL);
    await progress.step('Filling the demo world', (note) => seedDemoWorld({ urls: databases.urls, settings, secrets, logger, note }));
  } finally {
    await databases.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${explainStart(error)}\n`);
  process.exit(1);
});
