import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGateway, readPublicOptions, type Gateway, type GatewaySettingsInput } from '@marquee/gateway';
import { PassportOffice, scalars, type ErrorTracking, type Logger, type Subgraph } from '@marquee/platform';
import type { Environment, StackSettings } from './env';
import { documentation } from './documentation';
import { explorer } from './explorer';
import type { Progress } from './progress';
import { publicRoutesOf } from './public-routes';
import { startSubgraphs, type SubgraphVariation } from './subgraphs';
import { TestWorlds } from './test-mode/worlds';
import { webApp, webUrlOf } from './web-app';

export const SUPERGRAPH_FILE = join(__dirname, '../../schema/supergraph.graphql');

export interface Stack {
  gateway: Gateway;
  subgraphs: readonly Subgraph[];
  /** The worlds of test mode, where there is one. */
  testMode: TestWorlds | undefined;
  logger: Logger;
  tracking: ErrorTracking;
  stop(): Promise<void>;
}

/** What a test of the stack may want otherwise. */
export interface Variation extends SubgraphVariation {
  gateway?: GatewaySettingsInput;
}

/**
 * The whole supergraph in one process: five databases, an in-process bus (or Redis where REDIS_URL is set), five subgraphs that the
 * gateway calls directly, and the gateway. What was started is stopped again when a later step fails.
 */
export async function startInOneProcess(
  settings: StackSettings,
  environment: Environment,
  progress: Progress,
  { gateway: gatewayOverrides, ...variation }: Variation = {},
): Promise<Stack> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const undo of stops.splice(0).reverse()) await undo();
  };
  try {
    const started = await startSubgraphs(settings, environment, progress, stops, variation);
    const { subgraphs, bus, files, secrets, logger, tracking } = started;

    const users = subgraphs.find((subgraph) => subgraph.name === 'users')!;
    const { issuer, audience, settings: gatewaySettings } = readPublicOptions(environment);
    const supergraphSdl = readFileSync(SUPERGRAPH_FILE, 'utf8');
    const testMode = hasTestMode(settings)
      ? new TestWorlds({
          ...{ folder: join(settings.DATA_DIR, 'test'), liveUrls: started.databases.urls, server: settings.TEST_DATABASE_URL },
          environment: { ...environment, WEB_URL: environment['WEB_URL'] || webUrlOf(settings) },
          gateway: gatewayOverrides,
          ...{ supergraphSdl, most: settings.TEST_WORLDS, logger: logger.child({ mode: 'test' }) },
        })
      : undefined;
    if (testMode) stops.push(() => testMode.stop());
    const gateway = await progress.step('Starting the gateway', () =>
      createGateway({
        supergraphSdl,
        scalars,
        subgraphs,
        passports: new PassportOffice(secrets.PASSPORT_SECRET),
        tokens: { keys: users.resources!['/.well-known/jwks.json']!, issuer, audience },
        testMode,
        publicRoutes: publicRoutesOf(subgraphs, settings.NODE_ENV),
        explorer,
        sites: { '/docs': documentation },
        webApp,
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
    started.reachedAt(gateway);
    stops.push(() => gateway.stop());
    stops.push(() => started.databases.stopsSoon());
    return { gateway, subgraphs, testMode, logger, tracking, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const hasTestMode = ({ TEST_MODE, NODE_ENV }: StackSettings): boolean => (TEST_MODE ? TEST_MODE === 'true' : NODE_ENV !== 'production');
