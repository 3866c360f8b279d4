import Redis, { type RedisOptions } from 'ioredis';
import type { Logger } from 'pino';

/** For paths a request waits for: with ioredis's defaults a frozen or killed Redis holds a command for many seconds. */
export const QUICK: RedisOptions = { commandTimeout: 500, enableAutoPipelining: true };

/** Longer than the longest blocking read, so that a healthy silent stream is not taken for a dead connection. */
const DEAD_AFTER_MS = 5_000;
const ASK_EVERY_MS = 1_000;

/** A connection that comes back by itself for ever, tells the log once when it is lost and once when it is back. */
export const openRedis = (url: string, name: string, logger: Logger, options: RedisOptions = {}): Redis => {
  const redis = new Redis(url, {
    connectionName: name,
    connectTimeout: 2_000,
    // How long a polite goodbye may take before the socket is destroyed.
    disconnectTimeout: 250,
    keepAlive: 10_000,
    retryStrategy: (times) => Math.min(25 * 2 ** Math.min(times, 6), 1_000),
    // What is under way when the connection breaks, or is asked for while there is none, fails at once and its caller decides.
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    ...options,
  });
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
};

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
