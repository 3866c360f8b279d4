import Redis, { Cluster, type RedisOptions } from 'ioredis';
import type { Logger } from 'pino';
import { placeOfRedis, type RedisPlace } from './place';

/** For paths a request waits for: with ioredis's defaults a frozen or killed Redis holds a command for many seconds. */
export const QUICK: RedisOptions = { commandTimeout: 500, enableAutoPipelining: true };

/** Longer than the longest blocking read, so that a healthy silent stream is not taken for a dead connection. */
const DEAD_AFTER_MS = 5_000;
const ASK_EVERY_MS = 1_000;

const waitBefore = (times: number) => Math.min(25 * 2 ** Math.min(times, 6), 1_000);

const COMMON = {
  connectTimeout: 2_000,
  // How long a polite goodbye may take before the socket is destroyed.
  disconnectTimeout: 250,
  keepAlive: 10_000,
} satisfies RedisOptions;

/** Of a cluster: a command may be sent on so often, to the node that has the key by now. */
const REDIRECTIONS = 4;
/** How soon it is known that another node has taken over. */
const SLOTS_EVERY_MS = 2_000;

/**
 * A connection that comes back by itself for ever, tells the log once when it is lost and once when it is back. To a cluster it is several,
 * behind the same commands: those with a key go to the node that has it.
 */
export const openRedis = (url: string, name: string, logger: Logger, options: RedisOptions = {}): Redis => {
  const place = placeOfRedis(url);
  // What differs (nodes, whether pipelines may be mixed) is asked by `isCluster`.
  return place.isCluster
    ? watched(openCluster(place, name, options) as unknown as Redis, name, logger)
    : openNode(url, name, logger, options);
};

/** A connection to one server; of a cluster, to any node: each passes on what is published at any of them. */
export const openNode = (url: string, name: string, logger: Logger, options: RedisOptions = {}): Redis => {
  const { nodes, account } = placeOfRedis(url);
  let tried = 0;
  const redis = new Redis({
    ...COMMON,
    ...account,
    ...nodes[0],
    connectionName: name,
    retryStrategy: (times) => {
      Object.assign(redis.options, nodes[++tried % nodes.length]);
      return waitBefore(times);
    },
    // What is under way when the connection breaks, or is asked for while there is none, fails at once and its caller decides.
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    ...options,
  });
  return watched(redis, name, logger);
};

function openCluster({ nodes, account }: RedisPlace, name: string, options: RedisOptions): Cluster {
  const { commandTimeout, enableAutoPipelining = false, enableOfflineQueue = false } = options;
  return new Cluster([...nodes], {
    redisOptions: { ...COMMON, ...account, connectionName: name, ...(commandTimeout === undefined ? {} : { commandTimeout }) },
    clusterRetryStrategy: waitBefore,
    slotsRefreshTimeout: 2_000,
    slotsRefreshInterval: SLOTS_EVERY_MS,
    maxRedirections: REDIRECTIONS,
    ...{ enableOfflineQueue, enableAutoPipelining },
  });
}

function watched(redis: Redis, name: string, logger: Logger): Redis {
  let lost = false;
  // Without a listener ioredis prints every failed reconnect to the console.
  redis.on('error', (error: Error) => {
    if (!lost) logger.warn({ err: error, connection: name }, 'Redis is away');
    lost = true;
  });
  redis.on('ready', () => {
    if (lost) logger.info({ connection: name }, 'Redis is back');
    lost = false;
  });
  watch(redis);
  return redis;
}

/**
 * A frozen or vanished Redis closes no connection: without a question that goes unanswered, readers and listeners would
 * stay deaf and not know it. ioredis's own socketTimeout is no help: its timer outlives a connection and destroys the next.
 */
const watch = (redis: Redis): void => {
  let silentSince: number | undefined;
  let asking = false;
  const timer = setInterval(() => {
    if (redis.status !== 'ready') {
      silentSince = undefined;
    } else if (silentSince !== undefined && Date.now() - silentSince > DEAD_AFTER_MS) {
      silentSince = undefined;
      redis.disconnect(true);
    } else if (!asking) {
      asking = true;
      silentSince ??= Date.now();
      redis
        .ping()
        .then(
          () => (silentSince = undefined),
          () => undefined,
        )
        .finally(() => (asking = false));
    }
  }, ASK_EVERY_MS).unref();
  redis.once('end', () => clearInterval(timer));
};

/** Resolves once commands can be sent; rejects after `ms` milliseconds or when the connection was closed for good. */
export const whenReady = (redis: Redis, ms: number): Promise<void> =>
  new Promise((resolve, reject) => {
    if (redis.status === 'ready') return resolve();
    const done = (error?: Error) => {
      clearTimeout(timer);
      redis.off('ready', ready);
      redis.off('end', ended);
      if (error) reject(error);
      else resolve();
    };
    const ready = () => done();
    const ended = () => done(new Error('The connection to Redis is closed.'));
    const timer = setTimeout(() => done(new Error(`Redis was not there within ${ms} ms.`)), ms);
    redis.once('ready', ready);
    redis.once('end', ended);
    if (redis.status === 'end') ended();
  });
