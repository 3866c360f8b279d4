import type { Logger } from 'pino';
import type { Bus } from '../bus';
import type { Cache } from './cache';
import { createMemoryCache } from './memory';
import { createRedisCache } from './redis';

export interface CacheOptions {
  redisUrl?: string;
  bus: Pick<Bus, 'push' | 'listen'>;
  logger: Logger;
  /** The service's name. */
  namespace: string;
}

/** Redis where there is one, otherwise within this process. */
export const createCache = async ({ redisUrl, ...options }: CacheOptions): Promise<Cache> =>
  redisUrl ? createRedisCache({ url: redisUrl, ...options }) : createMemoryCache();
