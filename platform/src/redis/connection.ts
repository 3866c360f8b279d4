import Redis, { type RedisOptions } from 'ioredis';
import type { Logger } from 'pino';

/** For paths a request waits for: with ioredis's defaults a frozen or killed Redis holds a command for many seconds. */
export const QUICK: RedisOptions = { commandTimeout: 500, maxRetriesPerRequest: 1, enableOfflineQueue: false, enableAutoPipelining: true };

/** A connection that comes back by itself for ever, tells the log once when it is lost and once when it is back. */
export const openRedis = (url: string, name: string, logger: Logger, options: RedisOptions): Redis => {
  const redis = new Redis(url, {
    connectionName: name,
    connectTimeout: 2_000,
    keepAlive: 10_000,
    // A command unanswered for so long means a connection nobody will close for us. Longer than any blocking read here.
    socketTimeout: 5_000,
    retryStrategy: (times) => Math.min(25 * 2 ** Math.min(times, 6), 1_000),
    // What was under way when the connection broke fails, and its caller decides: sent again unasked it could happen twice.
    autoResendUnfulfilledCommands: false,
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
  return redis;
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
