import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, MovableClock, type Bus, type SubgraphModule } from '@marquee/platform';
import Redis from 'ioredis';
import { openDatabases } from '../src/databases';
import { environment as outer, readStackSettings } from '../src/env';
import { startInOneProcess } from '../src/one-process';
import { freePort } from '../src/port';
import { silentProgress } from '../src/progress';
import { openRedis } from '../src/redis';
import { startServices } from '../src/services';
import { readSecrets } from '../src/secrets';
import { seedDemoWorld } from '../src/world';

export const DATABASES = ['users', 'events', 'curation', 'social', 'payments'] as const;
export type DatabaseName = (typeof DATABASES)[number];

/** What a break does to the product from outside; the product has no switch for it. */
export interface Sabotage {
  modules?: (modules: readonly SubgraphModule[]) => readonly SubgraphModule[];
  bus?: (bus: Bus) => Bus;
  /** Done to the databases when they are migrated. */
  sql?: Partial<Record<DatabaseName, string>>;
}

/** Where the product runs while people use it. */
export interface Ground {
  /** The ways in; people are spread over them. */
  urls: readonly string[];
  databaseUrls: Record<DatabaseName, string>;
  /** Null where time cannot be moved: between processes. */
  clock: MovableClock | null;
  /** Makes jobs that are due run now, where that can be asked for. */
  runJobs(): Promise<void>;
  /** Facts that the bus has and somebody has not taken in. */
  backlog(): Promise<number>;
  /** Kills one of the processes and starts it again; null in one process. */
  crash: ((pick: <T>(from: readonly T[]) => T) => Promise<void>) | null;
  stop(): Promise<void>;
}

/** Jobs that make what is due so, in the order of what they lead to. */
const JOBS: readonly (readonly [DatabaseName, string])[] = [
  ['payments', 'carry-on-payments'],
  ['payments', 'expire-holds'],
  ['payments', 'return-waiting-payments'],
  ['payments', 'watch-disputes'],
  ['payments', 'refund-cancelled-events'],
  ['payments', 'make-refunds'],
  ['payments', 'renew-plans'],
  ['payments', 'charge-plans'],
  ['payments', 'return-plan-money'],
  ['events', 'move-offers-on'],
  ['events', 'complete-past-events'],
  ['events', 'sync-sources'],
  ['events', 'draw-images'],
  ['events', 'forget-images'],
  ['events', 'delete-unused-files'],
  ['social', 'expire-requests'],
  ['curation', 'screen-due'],
  ['users', 'keep-goals'],
  ['users', 'send-mails'],
  ['users', 'carry-on-erasures'],
];

export interface GroundOptions {
  given?: Record<DatabaseName, string> | undefined;
  settings?: Readonly<Record<string, string>>;
}

/** Five databases on an embedded Postgres of the ground's own, unless addresses of empty ones are given. */
async function openGround({ given, settings: further = {} }: GroundOptions = {}) {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'marquee-sweep-'));
  const inside = { DEMO: 'accounts', SOURCES_INSIDE: '127.0.0.1', PLAN_TRIAL_DAYS: '0' };
  const settings = { PORT: '0', DATA_DIR: dataDirectory, LOG_LEVEL: 'fatal', ...inside, ...further };
  const databases = await openDatabases(readStackSettings(settings), { ...settings, ...(given && addressesOf(given)) }, silentProgress);
  const urls = databases.urls as Record<DatabaseName, string>;
  const close = async () => {
    await databases.stop();
    rmSync(dataDirectory, { recursive: true, force: true });
  };
  return { settings: { ...settings, ...addressesOf(urls) }, urls, close };
}

const addressesOf = (urls: Record<DatabaseName, string>) =>
  Object.fromEntries(DATABASES.map((name) => [`DATABASE_URL_${name.toUpperCase()}`, urls[name]]));

/** The whole product in this process. */
export async function oneProcess(sabotage: Sabotage, run: Runner, options: GroundOptions = {}): Promise<Ground> {
  const { settings, urls, close } = await openGround(options);
  try {
    await run(urls, sabotage.sql ?? {});
    const clock = new MovableClock();
    const stack = await startInOneProcess(readStackSettings(settings), settings, silentProgress, {
      clock,
      // A machine may be busy: that an answer takes long is no fault that a sweep looks for.
      gateway: { rates: null, maxLoopLagMs: 0, callTimeoutMs: 60_000, operationTimeoutMs: 120_000 },
      ...(sabotage.modules ? { modules: sabotage.modules } : {}),
      ...(sabotage.bus ? { bus: sabotage.bus } : {}),
    });
    const subgraphs = new Map(stack.subgraphs.map((subgraph) => [subgraph.name, subgraph]));
    return {
      urls: [stack.gateway.url],
      databaseUrls: urls,
      clock,
      async runJobs() {
        for (const [name, job] of JOBS) await subgraphs.get(name)!.runJob(job);
      },
      backlog: async () => 0,
      crash: null,
      async stop() {
        await stack.stop();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A process for each subgraph, two of social, two gateways, and Redis between them. */
export async function manyProcesses(sabotage: Sabotage, run: Runner): Promise<Ground> {
  const { settings, urls, close } = await openGround();
  const stops: (() => Promise<unknown>)[] = [close];
  const stop = async () => {
    for (const undo of stops.splice(0).reverse()) await undo();
  };
  try {
    await run(urls, sabotage.sql ?? {});
    const read = readStackSettings(settings);
    const [logger, secrets] = [createLogger('sweep', 'fatal'), readSecrets(read)];
    const redis = await openRedis(read, silentProgress);
    stops.push(() => redis.stop());
    await seedDemoWorld({ urls, settings: read, secrets, logger, note: () => undefined });
    const gatewayPorts = [await freePort(), await freePort()];
    const services = await startServices({
      databaseUrls: urls,
      redisUrl: redis.url,
      secrets,
      filesFolder: join(read.DATA_DIR, 'files'),
      mailFolder: join(read.DATA_DIR, 'mails'),
      gatewayPorts,
      host: '127.0.0.1',
      logLevel: 'fatal',
      replicas: { social: 2 },
      environment: { ...outer, RATE_LIMITS: 'false', SOURCES_INSIDE: settings.SOURCES_INSIDE },
      logger,
    });
    stops.push(() => services.stop());
    return {
      urls: gatewayPorts.map((port) => `http://127.0.0.1:${port}/graphql`),
      databaseUrls: urls,
      clock: null,
      runJobs: async () => undefined,
      backlog: () => backlogOf(redis.url),
      crash: (pick) => services.crash(pick([...services.processes.keys()])),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Runs statements in the databases before the product starts. */
export type Runner = (urls: Record<DatabaseName, string>, sql: Partial<Record<DatabaseName, string>>) => Promise<void>;

/** Facts of all streams that the slowest group of each has before it. */
async function backlogOf(url: string): Promise<number> {
  const redis = new Redis(url);
  try {
    let waiting = 0;
    for (const stream of await redis.keys('facts:*')) {
      const groups = (await redis.xinfo('GROUPS', stream)) as unknown[][];
      for (const group of groups) waiting += Number(group[group.indexOf('pending') + 1]) + Number(group[group.indexOf('lag') + 1] ?? 0);
    }
    return waiting;
  } finally {
    redis.disconnect();
  }
}
