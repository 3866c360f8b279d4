import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGateway, readPublicOptions, type Gateway, type GatewaySettingsInput } from '@marquee/gateway';
import {
  type Bus,
  type Cache,
  type Clock,
  createBus,
  createCache,
  createLogger,
  type ErrorTracking,
  errorTrackingShape,
  openErrorTracking,
  type Logger,
  parseEnv,
  PassportOffice,
  scalars,
  startTracing,
  type Subgraph,
  type SubgraphModule,
  systemClock,
  tracingOf,
  tracingShape,
} from '@marquee/platform';
import { openDatabases } from './databases';
import type { Environment, StackSettings } from './env';
import { openStackFiles } from './files';
import { modules } from './modules';
import type { Progress } from './progress';
import { publicRoutesOf } from './public-routes';
import { readSecrets } from './secrets';
import { seedDemoWorld } from './world';

export const SUPERGRAPH_FILE = join(__dirname, '../../schema/supergraph.graphql');

export interface Stack {
  gateway: Gateway;
  subgraphs: readonly Subgraph[];
  logger: Logger;
  tracking: ErrorTracking;
  stop(): Promise<void>;
}

/** What a test of the stack may want otherwise. */
export interface Variation {
  clock?: Clock;
  gateway?: GatewaySettingsInput;
  /** Other modules in the place of the product's, a bus that behaves otherwise: what a sweep breaks on purpose. */
  modules?: (modules: readonly SubgraphModule[]) => readonly SubgraphModule[];
  bus?: (bus: Bus) => Bus;
}

/**
 * The whole supergraph in one process: five databases, an in-process bus (or Redis where REDIS_URL is set), five subgraphs that the
 * gateway calls directly, and the gateway. What was started is stopped again when a later step fails.
 */
export async function startInOneProcess(
  settings: StackSettings,
  environment: Environment,
  progress: Progress,
  { clock = systemClock, gateway: gatewayOverrides, modules: otherModules, bus: otherBus }: Variation = {},
): Promise<Stack> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const undo of stops.splice(0).reverse()) await undo();
  };
  try {
    const tracking = await openErrorTracking({ ...parseEnv(errorTrackingShape, environment), NODE_ENV: settings.NODE_ENV });
    stops.push(() => tracking.close());
    const logger = createLogger('marquee', settings.LOG_LEVEL, undefined, tracking);
    const secrets = readSecrets(settings);
    const files = await openStackFiles(settings, { secret: secrets.PASSPORT_SECRET, clock, logger });
    const databases = await openDatabases(settings, environment, progress);
    stops.push(() => databases.stop());
    const ownBus = await createBus({ redisUrl: settings.REDIS_URL, logger, groups: modules.map((module) => module.name) });
    stops.push(() => ownBus.close());
    const bus = otherBus?.(ownBus) ?? ownBus;

    if (settings.DEMO !== 'false')
      await progress.step('Filling the demo world', (note) => seedDemoWorld({ urls: databases.urls, settings, secrets, logger, note }));

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
        const own = parseEnv(module.settings, { MAIL_FOLDER: join(settings.DATA_DIR, 'mails'), ...environment, ...secrets });
        const subgraph = await module.start({
          databaseUrl: databases.urls[module.name]!,
          bus,
          cache,
          clock,
          logger: logger.child({ subgraph: module.name }),
          settings: own,
          files: files.store,
          tracer,
        });
        subgraphs.push(subgraph);
      }
    });

    const users = subgraphs.find((subgraph) => subgraph.name === 'users')!;
    const { issuer, audience, settings: gatewaySettings } = readPublicOptions(environment);
    const gateway = await progress.step('Starting the gateway', () =>
      createGateway({
        supergraphSdl: readFileSync(SUPERGRAPH_FILE, 'utf8'),
        scalars,
        subgraphs,
        passports: new PassportOffice(secrets.PASSPORT_SECRET),
        tokens: { keys: users.resources!['/.well-known/jwks.json']!, issuer, audience },
        publicRoutes: publicRoutesOf(subgraphs, settings.NODE_ENV),
        files: files.disk,
        bus,
        redisUrl: settings.REDIS_URL,
        logger: logger.child({ subgraph: 'gateway' }),
        port: settings.PORT,
        host: settings.HOST,
        settings: { ...gatewaySettings, ...gatewayOverrides, limits: { ...gatewaySettings.limits, ...gatewayOverrides?.limits } },
      }),
    );
    files.servedAt(gateway);
    stops.push(() => gateway.stop());
    return { gateway, subgraphs, logger, tracking, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
