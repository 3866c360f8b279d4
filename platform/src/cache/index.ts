export type { Cache } from './cache';
export { type CacheOptions, createCache } from './create';
export { createMemoryCache, type MemoryCacheOptions } from './memory';
export { createRedisCache, type RedisCacheOptions } from './redis';
