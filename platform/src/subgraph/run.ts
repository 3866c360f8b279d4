import { join } from 'node:path';
import { createBus } from '../bus';
import { createCache } from '../cache';
import { systemClock } from '../clock';
import { migrate } from '../db';
import { fieldSettings, openFieldCipher } from '../encryption';
import { parseEnv, parseTogether, readTogether, setting, z } from '../env';
import { errorTrackingShape, openErrorTracking, watchCrashes, type ErrorTrackingSettings } from '../error-tracking';
import { fileSettings, openFiles, placeOfFiles, requirePlaceOfFiles, type FilePlace, type FileSettings } from '../files';
import { createLogger } from '../logger';
import { explainStart, refuseAwayPostgres, tellAwayRedis } from '../start';
import { onStopSignal } from '../stop';
import { PassportOffice } from '../viewer';
import { replicaOf, replicaShape } from '../replica';
import { startTracing, tracingOf, tracingShape } from '../tracing';
import { serveMetrics } from '../watching';
import { serveSubgraph } from './server';
import type { SubgraphModule } from './subgraph';

/** A Redis that is started at the same moment may take so long. */
const REDIS_WITHIN_MS = 5_000;

/**
 * Runs one subgraph as a process of its own: settings, migration, bus, HTTP server, graceful stop. Each package's main.ts is one call
 * of this, with the process's environment.
 */
export async function runSubgraph<Shape extends z.ZodRawShape>(
  module: SubgraphModule<Shape>,
  environment: Record<string, string | undefined>,
): Promise<void> {
  try {
    await start(module, environment);
  } catch (error) {
    process.stderr.write(`${module.name}: ${explainStart(error)}\n`);
    process.exit(1);
  }
}

async function start<Shape extends z.ZodRawShape>(
  module: SubgraphModule<Shape>,
  environment: Record<string, string | undefined>,
): Promise<void> {
  const databaseVariable = `DATABASE_URL_${module.name.toUpperCase()}`;
  const { settings, filePlace, fields } = readTogether({
    settings: () => readSettings(module, environment, databaseVariable),
    filePlace: () => placeOfOwnFiles(parseEnv({ ...fileSettings, NODE_ENV: z.string().optional() }, environment)),
    fields: () => openFieldCipher(parseEnv(ofFields, environment), environment.PASSPORT_SECRET ?? ''),
  });
  const tracking = await openErrorTracking(settings.common);
  const logger = createLogger(module.name, settings.common.LOG_LEVEL, undefined, tracking);
  watchCrashes(logger, tracking);
  const databaseUrl = settings.common.databaseUrl;
  await refuseAwayPostgres(databaseUrl, { setting: databaseVariable });
  void tellAwayRedis(settings.common.REDIS_URL, logger, { withinMs: REDIS_WITHIN_MS });
  if (settings.common.MIGRATE_ON_START) {
    await migrate({
      url: databaseUrl,
      migrationsDir: join(module.directory, 'prisma/migrations'),
      schemaFile: join(module.directory, 'prisma/schema.prisma'),
    });
  }
  // Where a job of the cluster migrates before new processes start, and nothing else.
  if (settings.common.MIGRATE_ON_START === 'only') {
    logger.info('migrated');
    process.exit(0);
  }
  const bus = await createBus({ redisUrl: settings.common.REDIS_URL, logger });
  const cache = await createCache({ redisUrl: settings.common.REDIS_URL, bus, logger, namespace: module.name });
  const files = filePlace && (await openFiles(filePlace, { secret: settings.common.PASSPORT_SECRET, logger }));
  const tracer = await startTracing(settings.common.tracing, logger);
  const subgraph = await module.start({
    databaseUrl,
    replica: settings.common.replica,
    bus,
    cache,
    clock: systemClock,
    logger,
    settings: settings.own,
    fields,
    files,
    tracer,
  });
  const { METRICS_PORT: metricsPort, HOST: host } = settings.common;
  const metrics = metricsPort === null ? null : await serveMetrics([subgraph.meter], metricsPort, host);
  const server = await serveSubgraph(subgraph, {
    port: settings.common.PORT,
    host: settings.common.HOST,
    passports: new PassportOffice(settings.common.PASSPORT_SECRET),
    logger,
  });
  logger.info({ url: server.url, metricsUrl: metrics?.url ?? null }, 'serving');
  onStopSignal(logger, async () => {
    await server.stop();
    await subgraph.stop();
    await metrics?.stop();
    await cache.close();
    await bus.close();
    await tracer.stop();
    await tracking.close();
  });
}

/** Beside the data of `npm start`, where nothing is said; in production somebody must say it, and who has no files needs none. */
function placeOfOwnFiles(settings: FileSettings & { NODE_ENV?: string }): FilePlace | undefined {
  const place = placeOfFiles(settings);
  if (settings.NODE_ENV !== 'production') return place ?? USUAL_FILES;
  return place ? requirePlaceOfFiles(settings) : undefined;
}

const ofFields = { ...fieldSettings, NODE_ENV: z.string().optional() };

const USUAL_FILES: FilePlace = { kind: 'disk', folder: '.data/files', url: null };

function readSettings<Shape extends z.ZodRawShape>(
  module: SubgraphModule<Shape>,
  environment: Record<string, string | undefined>,
  databaseVariable: string,
) {
  const common = parseTogether(
    {
      PORT: setting.port(0),
      HOST: z.string().default('127.0.0.1'),
      LOG_LEVEL: setting.logLevel(),
      REDIS_URL: setting.url('redis', 'rediss'),
      PASSPORT_SECRET: setting.secret(),
      MIGRATE_ON_START: z.union([z.literal('only'), setting.flag(true)]),
      METRICS_PORT: setting.portOrOff(),
      ...tracingShape,
      ...errorTrackingShape,
      NODE_ENV: z.string().optional(),
      ...fileSettings,
      [databaseVariable]: setting.url('postgres', 'postgresql'),
      ...replicaShape(module.name),
      ...module.settings,
    },
    environment,
    module.faultsOf as ((settings: object) => readonly string[]) | undefined,
  ) as Record<string, unknown>;
  return {
    common: {
      ...(common as unknown as FileSettings &
        ErrorTrackingSettings & {
          PORT: number;
          HOST: string;
          LOG_LEVEL: 'info';
          REDIS_URL: string;
          PASSPORT_SECRET: string;
          MIGRATE_ON_START: boolean | 'only';
          METRICS_PORT: number | null;
          NODE_ENV?: string;
        }),
      databaseUrl: common[databaseVariable] as string,
      replica: replicaOf(common, module.name),
      tracing: tracingOf(common as never, module.name),
    },
    own: Object.fromEntries(Object.keys(module.settings).map((name) => [name, common[name]])) as z.infer<z.ZodObject<Shape>>,
  };
}
