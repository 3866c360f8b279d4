import { join } from 'node:path';
import {
  type Bus,
  type Cache,
  type Clock,
  createBus,
  createCache,
  createLogger,
  type ErrorTracking,
  type FieldCipher,
  errorTrackingShape,
  type Logger,
  openErrorTracking,
  openFieldCipher,
  parseEnv,
  replicaOf,
  replicaShape,
  startTracing,
  type Subgraph,
  type SubgraphModule,
  systemClock,
  type TestMode,
  tracingOf,
  tracingShape,
} from '@marquee/platform';
import { openDatabases, type Databases } from './databases';
import type { Environment, StackSettings } from './env';
import { openStackFiles } from './files';
import { modules } from './modules';
import type { Progress } from './progress';
import { readSecrets, type Secrets } from './secrets';
import { webUrlOf } from './web-app';
import { seedDemoWorld } from './world';

export interface RunningSubgraphs {
  readonly subgraphs: readonly Subgraph[];
  readonly databases: Databases;
  readonly bus: Bus;
  readonly files: Awaited<ReturnType<typeof openStackFiles>>;
  readonly secrets: Secrets;
  readonly logger: Logger;
  readonly tracking: ErrorTracking;
  readonly fields: FieldCipher;
  /** Where the gateway takes operations is known when it listens. */
  reachedAt(gateway: { url: string }): void;
}

/** What a test of the stack may want otherwise. */
export interface SubgraphVariation {
  clock?: Clock;
  /** Other modules in the place of the product's, a bus that behaves otherwise: what a sweep breaks on purpose. */
  modules?: (modules: readonly SubgraphModule[]) => readonly SubgraphModule[];
  bus?: (bus: Bus) => Bus;
  /** Where log lines go in the place of stdout. */
  logTo?: { write(line: string): void };
  /** In a world of test mode: whose log it writes to, its clock, and who is there before anybody else. */
  logger?: Logger;
  testMode?: TestMode;
  beforeDemo?: (made: { databases: Databases; fields: FieldCipher }) => Promise<void>;
}

/**
 * Five databases, a bus in the process (or Redis where REDIS_URL is set) and five subgraphs, with the demo world in them. How each step
 * is undone is added to `stops`, also when a later one fails.
 */
export async function startSubgraphs(
  settings: StackSettings,
  environment: Environment,
  progress: Progress,
  stops: (() => Promise<unknown>)[],
  { clock = systemClock, modules: otherModules, bus: otherBus, logTo, logger: givenLogger, testMode, beforeDemo }: SubgraphVariation = {},
): Promise<RunningSubgraphs> {
  const tracking = await openErrorTracking({ ...parseEnv(errorTrackingShape, environment), NODE_ENV: settings.NODE_ENV });
  stops.push(() => tracking.close());
  const logger = givenLogger ?? createLogger('marquee', settings.LOG_LEVEL, logTo, tracking);
  const secrets = readSecrets(settings);
  const fields = openFieldCipher(secrets, secrets.PASSPORT_SECRET);
  const files = await openStackFiles(settings, { secret: secrets.PASSPORT_SECRET, clock, logger });
  const databases = await openDatabases(settings, environment, progress);
  stops.push(() => databases.stop());
  const ownBus = await createBus({ redisUrl: settings.REDIS_URL, logger, groups: modules.map((module) => module.name) });
  stops.push(() => ownBus.close());
  const bus = otherBus?.(ownBus) ?? ownBus;

  await beforeDemo?.({ databases, fields });
  if (settings.DEMO !== 'false')
    await progress.step('Filling the demo world', (note) => seedDemoWorld({ urls: databases.urls, settings, secrets, logger, note }));

  let gatewayUrl: string | null = null;
  const caches: Cache[] = [];
  stops.push(() => Promise.all(caches.map((cache) => cache.close())));
  const tracing = parseEnv(tracingShape, environment);
  const subgraphs: Subgraph[] = [];
  // All at once, so that none sends facts to one that is gone already.
  stops.push(() => Promise.all(subgraphs.map((subgraph) => subgraph.stop())));
  await progress.step('Starting five subgraphs', async () => {
    for (const module of otherModules?.(modules) ?? modules) {
      const cache = await createCache({ redisUrl: settings.REDIS_URL, bus, logger, namespace: module.name });
      caches.push(cache);
      const tracer = await startTracing(tracingOf(tracing, module.name), logger);
      stops.push(() => tracer.stop());
      const folders = {
        MAIL_FOLDER: join(settings.DATA_DIR, 'mails'),
        SMS_FOLDER: join(settings.DATA_DIR, 'messages'),
        PUSH_FOLDER: join(settings.DATA_DIR, 'pushes'),
      };
      const own = parseEnv(module.settings, {
        ...folders,
        ...environment,
        WEB_URL: environment['WEB_URL'] || webUrlOf(settings),
        ...secrets,
      });
      const subgraph = await module.start({
        databaseUrl: databases.urls[module.name]!,
        replica: replicaOf(parseEnv(replicaShape(module.name), environment), module.name),
        bus,
        cache,
        clock,
        logger: logger.child({ subgraph: module.name }),
        settings: own,
        fields,
        files: files.store,
        gatewayUrl: () => gatewayUrl,
        tracer,
        testMode,
      });
      subgraphs.push(subgraph);
    }
  });
  const reachedAt = ({ url }: { url: string }) => void (gatewayUrl = url.replace(/\/\/(0\.0\.0\.0|\[::\]):/, '//localhost:'));
  return { subgraphs, databases, bus, files, fields, secrets, logger, tracking, reachedAt };
}
