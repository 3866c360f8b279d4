import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  createBus,
  createLogger,
  explainStart,
  onStopSignal,
  openErrorTracking,
  openDisk,
  PassportOffice,
  scalars,
  SettingsError,
  type Bus,
  type DiskFiles,
  type Logger,
  watchCrashes,
  tellAwayRedis,
} from '@marquee/platform';
import { publicOptions, readEnv } from './env';
import { createGateway } from './gateway';
import type { GatewayOptions } from './gateway-options';
import { SupergraphFile } from './supergraph/sources/file';
import { IntrospectedSupergraph } from './supergraph/sources/introspection';
import type { SupergraphSource } from './supergraph/sources/source';
import { SupergraphUnavailable, SupergraphUrl } from './supergraph/sources/url';
import { SupergraphError } from './supergraph/supergraph';
import { UnreachableServices } from './transport';

/** How long stopping may take after all clients were told. */
const REST_OF_STOP_MS = 10_000;

/** One that is started at the same moment may take so long. */
const REDIS_WITHIN_MS = 5_000;

const INTROSPECTION = 'introspection';
/** Looking at a file costs next to nothing. */
const FILE_EVERY_MS = 1_000;

main().catch((error: unknown) => {
  process.stderr.write(`gateway: ${explain(error)}\n`);
  process.exit(1);
});

async function main(): Promise<void> {
  const env = readEnv();
  const { issuer, audience, settings } = publicOptions(env);
  const tracking = await openErrorTracking(env);
  const logger = createLogger('gateway', env.LOG_LEVEL, undefined, tracking);
  watchCrashes(logger, tracking);
  if (env.REDIS_URL) void tellAwayRedis(env.REDIS_URL, logger, { withinMs: REDIS_WITHIN_MS });
  const bus: Bus | undefined = env.REDIS_URL ? await createBus({ redisUrl: env.REDIS_URL, logger }) : undefined;
  const supergraph = supergraphSource(env, logger);
  const gateway = await createGateway({
    supergraphSdl: supergraph,
    scalars,
    serviceUrls: env.serviceUrls,
    passports: env.PASSPORT_SECRET ? new PassportOffice(env.PASSPORT_SECRET) : undefined,
    tokens: env.JWKS_URL ? { keys: new URL(env.JWKS_URL), issuer, audience } : undefined,
    publicRoutes: publicRoutes(env),
    files: openOwnFiles(env, logger),
    webApp: webAppIn(env),
    bus,
    redisUrl: env.REDIS_URL,
    logger,
    port: env.PORT,
    host: env.HOST,
    settings,
  });
  const stop = async () => {
    await gateway.stop();
    await bus?.close();
    await tracking.close();
  };
  // A terminal that is closed sends the same signal: what runs in one ends with it.
  if (!process.stdout.isTTY)
    process.on('SIGHUP', () => {
      logger.info('told to look for another supergraph');
      void supergraph.reload();
    });
  // Before the line that says it serves: a process that waits for that line may stop it the moment after.
  onStopSignal(logger, stop, settings.drain.noticeMs + settings.drain.withinMs + REST_OF_STOP_MS);
  logger.info(
    { url: gateway.url, socketUrl: gateway.socketUrl, explorerUrl: gateway.explorerUrl, metricsUrl: gateway.metricsUrl },
    'serving',
  );
}

function supergraphSource(env: ReturnType<typeof readEnv>, logger: Logger): SupergraphSource {
  const { SUPERGRAPH: where, SUPERGRAPH_POLL_MS: everyMs, serviceUrls } = env;
  if (/^https?:\/\//.test(where)) return new SupergraphUrl({ url: where, everyMs, logger });
  if (where !== INTROSPECTION) return new SupergraphFile({ path: where, everyMs: Math.min(everyMs, FILE_EVERY_MS), logger });
  if (Object.keys(serviceUrls).length === 0)
    throw SettingsError.of(['SUPERGRAPH: with introspection each subgraph needs its address: SERVICE_URL_<NAME>']);
  return new IntrospectedSupergraph({ subgraphs: serviceUrls, everyMs, logger });
}

/** Only files on a disk need a gateway: those elsewhere have addresses there. */
function openOwnFiles(env: ReturnType<typeof readEnv>, logger: Logger): DiskFiles | undefined {
  if (!env.FILES?.startsWith('disk:')) return undefined;
  if (!env.PASSPORT_SECRET) throw SettingsError.of(['PASSPORT_SECRET: must be set where FILES is a folder: it signs the addresses']);
  return openDisk({ kind: 'disk', folder: env.FILES.slice('disk:'.length), url: null }, { secret: env.PASSPORT_SECRET, logger });
}

function webAppIn({ WEB_APP: folder }: ReturnType<typeof readEnv>): GatewayOptions['webApp'] {
  if (folder === undefined) return undefined;
  if (!existsSync(join(folder, 'index.html')))
    throw SettingsError.of(['WEB_APP: must be the folder of the built web app (node clients/web/build.mjs)']);
  return () => Promise.resolve(folder);
}

/** Each is at the address of its subgraph, under the same path. */
function publicRoutes({ PUBLIC_ROUTES: routes, serviceUrls }: ReturnType<typeof readEnv>): NonNullable<GatewayOptions['publicRoutes']> {
  return Object.fromEntries(
    Object.entries(routes).map(([path, route]) => {
      const subgraph = typeof route === 'string' ? route : route.subgraph;
      const address = serviceUrls[subgraph];
      if (address === undefined)
        throw new SettingsError(`PUBLIC_ROUTES: "${subgraph}" of "${path}" must be a subgraph that has a SERVICE_URL.`);
      return [path, typeof route === 'string' ? new URL(path, address) : { ...route, to: new URL(address) }];
    }),
  );
}

/** One clear line for a fault that the operator can correct; the whole stack for any other. */
function explain(error: unknown): string {
  if (error instanceof SupergraphError || error instanceof UnreachableServices) return error.message;
  if (error instanceof SupergraphUnavailable) return `${error.message} Set SUPERGRAPH to an address that gives one.`;
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' && path) return `there is no supergraph file ${path}. Set SUPERGRAPH to one that exists.`;
  if (code === 'EISDIR' || code === 'EACCES') return `the supergraph file cannot be read (${code}).`;
  return explainStart(error);
}
