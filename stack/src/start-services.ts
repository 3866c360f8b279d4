import { join } from 'node:path';
import { createLogger, explainStart, onStopSignal } from '@marquee/platform';
import { openDatabases } from './databases';
import { environment } from './env';
import { preflight } from './preflight';
import { consoleProgress } from './progress';
import { openRedis } from './redis';
import { readSecrets } from './secrets';
import { startServices } from './services';
import { webApp, webUrlOf } from './web-app';
import { welcome } from './welcome';
import { seedDemoWorld } from './world';

/** `npm run start:services`: the supergraph as separate processes over Postgres and Redis, as docker-compose runs it. */
async function main(): Promise<void> {
  const started = Date.now();
  const settings = await preflight(environment, (line) => process.stdout.write(`${line}\n`));
  const logger = createLogger('stack', settings.LOG_LEVEL);
  const progress = consoleProgress();
  process.stdout.write('Marquee is starting as separate processes\n');
  const secrets = readSecrets(settings);
  const redis = await openRedis(settings, progress);
  const databases = await openDatabases(settings, environment, progress);
  if (settings.DEMO !== 'false')
    await progress.step('Filling the demo world', (note) => seedDemoWorld({ urls: databases.urls, settings, secrets, logger, note }));
  const app = await progress.step('Building the web app', () => webApp());
  const services = await progress.step('Starting five subgraphs and the gateway', () =>
    startServices({
      databaseUrls: databases.urls,
      redisUrl: redis.url,
      secrets,
      filesFolder: join(settings.DATA_DIR, 'files'),
      mailFolder: join(settings.DATA_DIR, 'mails'),
      gatewayPorts: [settings.PORT],
      host: settings.HOST,
      usualPorts: true,
      logLevel: settings.LOG_LEVEL,
      environment: {
        ...environment,
        WEB_URL: environment['WEB_URL'] || webUrlOf(settings),
        WEB_APP: environment['WEB_APP'] || app,
      },
      logger,
    }),
  );
  const stop = async () => {
    await databases.stopsSoon();
    await services.stop();
    await databases.stop();
    await redis.stop();
  };
  onStopSignal(logger, stop);
  // A terminal that is closed says so to every process in it; gateways would only look for another supergraph.
  process.on('SIGHUP', () => process.kill(process.pid, 'SIGTERM'));
  process.stdout.write(welcome({ url: `http://${settings.HOST}:${settings.PORT}/graphql` }, settings, Date.now() - started));
}

main().catch((error: unknown) => {
  process.stderr.write(`${explainStart(error)}\n`);
  process.exit(1);
});
