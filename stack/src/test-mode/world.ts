import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGateway, readPublicOptions, type GatewaySettingsInput } from '@marquee/gateway';
import { PassportOffice, scalars, type Logger, type TestMode } from '@marquee/platform';
import { bringDeveloperAt, bringTestKeyAt, type TestKey } from '@marquee/users/test-key';
import { readStackSettings, type Environment } from '../env';
import { silentProgress } from '../progress';
import { publicRoutesOf } from '../public-routes';
import { startSubgraphs } from '../subgraphs';
import { DEMO_PASSWORD } from '../welcome';
import { TestClock } from './clock';
import { databasesOf, dropDatabases } from './databases';

export interface WorldOptions {
  readonly developerId: string;
  /** Of all worlds. */
  readonly folder: string;
  readonly liveUrls: Readonly<Record<string, string>>;
  readonly server: string | undefined;
  /** Of the product: what it says of providers is nothing to a world. */
  readonly environment: Environment;
  readonly supergraphSdl: string;
  readonly logger: Logger;
  /** What tests want otherwise of its gateway. */
  readonly gateway?: GatewaySettingsInput | undefined;
  /** Its developer wants it anew. */
  readonly onReset: () => void;
}

/** A running world of test mode. */
export interface World {
  readonly url: URL;
  bring(key: TestKey): Promise<void>;
  stop(): Promise<void>;
}

/** Small, so that it is there in seconds. */
const DATA = { DEMO: 'true', DEMO_PEOPLE: '20', DEMO_EVENTS: '40' };
/** What the subgraphs of a world are told of the product's settings. No account of any provider and no server of anybody: nothing leads to people. */
const SHARED = ['TOKEN_ISSUER', 'TOKEN_AUDIENCE', 'WEBHOOKS_INSIDE', 'WEB_URL'];

export const folderOf = ({ folder, developerId }: Pick<WorldOptions, 'folder' | 'developerId'>): string => join(folder, developerId);

/** Five databases, a bus in the process, five subgraphs and a gateway, of one developer: the product's code, with another clock and the built-in providers. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { developerId, environment, logger } = options;
  const folder = folderOf(options);
  if (existsSync(join(folder, RESET))) await forgetWorld(options);
  mkdirSync(folder, { recursive: true });
  const urls = databasesOf(developerId, options.liveUrls, options.server);
  const own: Environment = {
    ...Object.fromEntries(SHARED.map((name) => [name, environment[name]])),
    ...Object.fromEntries(Object.entries(urls).map(([name, url]) => [`DATABASE_URL_${name.toUpperCase()}`, url])),
    ...DATA,
    DATA_DIR: folder,
    PORT: '0',
  };
  const settings = readStackSettings(own);
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const undo of stops.splice(0).reverse()) await undo();
  };
  try {
    let subgraphs: Awaited<ReturnType<typeof startSubgraphs>>['subgraphs'] = [];
    const clock = new TestClock(join(folder, 'clock.json'), () => subgraphs, logger);
    const testMode: TestMode = {
      get advancingTo() {
        return clock.advancingTo;
      },
      advance: (to) => clock.advance(to),
      reset: () => {
        // Also where the process ends before it is done.
        writeFileSync(join(folder, RESET), '');
        options.onReset();
      },
    };
    const started = await startSubgraphs(settings, own, silentProgress, stops, {
      clock: clock.clock,
      logger,
      testMode,
      beforeDemo: ({ databases, fields }) =>
        bringDeveloperAt(databases.urls['users']!, { developerId, demoPassword: DEMO_PASSWORD, fields, now: clock.clock.now() }),
    });
    ({ subgraphs } = started);
    stops.push(() => clock.stop());
    const users = subgraphs.find(({ name }) => name === 'users')!;
    const { issuer, audience, settings: gatewaySettings } = readPublicOptions(environment);
    const gateway = await createGateway({
      supergraphSdl: options.supergraphSdl,
      scalars,
      subgraphs,
      passports: new PassportOffice(started.secrets.PASSPORT_SECRET),
      tokens: { keys: users.resources!['/.well-known/jwks.json']!, issuer, audience, aheadMs: () => clock.clock.aheadMs },
      testMode: 'here',
      publicRoutes: publicRoutesOf(subgraphs, 'test'),
      files: started.files.disk,
      bus: started.bus,
      logger,
      port: 0,
      host: '127.0.0.1',
      settings: {
        ...gatewaySettings,
        ...PATIENT,
        ...options.gateway,
        ...{ allowedHosts: [], warnsOfAnyHost: false, explorer: false, metricsPort: null, tracing: null, trustedProxies: 1 },
        engine: 'own',
        planning: { ...gatewaySettings.planning, ...APART, ...options.gateway?.planning },
      },
    });
    stops.push(() => gateway.stop());
    started.files.servedAt(gateway);
    started.reachedAt(gateway);
    const sessionSecret = started.secrets.SESSION_SECRET;
    return {
      url: new URL(gateway.url),
      async bring(key) {
        await bringTestKeyAt(urls['users']!, key, { sessionSecret, now: clock.clock.now() });
        await warm(gateway.url, key.secret);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The first question to everything that has just been started takes longest: its developer's first request is not to be the one that waits in vain. */
async function warm(url: string, secret: string): Promise<void> {
  const headers = { authorization: `Bearer ${secret}`, accept: 'application/json' };
  for (let tries = 0; tries < WARMING_TRIES; tries++) {
    const status = await fetch(`${url}?query={__typename}`, { headers }).then(
      (answer) => answer.status,
      () => null,
    );
    if (status !== null && status < 500) return;
  }
}

/** Five subgraphs and their jobs share a processor with the product's: what takes long is not lost, and a developer is turned away (OVERLOADED) only when it takes too long for anybody. */
const PATIENT: GatewaySettingsInput = { callTimeoutMs: 20_000, maxLoopLagMs: 5_000, sessions: { lastsWithinMs: 20_000 } };

/** No document of a developer's holds up the product: Apollo's planner works in one process of the world's own, and nowhere else. */
const APART: GatewaySettingsInput['planning'] = { where: 'process', maxProcesses: 1, mainInstead: false, idleMs: 10_000 };

const WARMING_TRIES = 5;

/** That the world is to be begun anew; it goes with the folder. */
const RESET = 'reset';

/** Its databases, mails, files and clock. */
export async function forgetWorld(options: Pick<WorldOptions, 'developerId' | 'folder' | 'liveUrls' | 'server'>): Promise<void> {
  await dropDatabases(databasesOf(options.developerId, options.liveUrls, options.server));
  rmSync(folderOf(options), { recursive: true, force: true });
}
