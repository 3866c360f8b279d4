export type { Cache } from './cache';
export { createMemoryCache, type MemoryCacheOptions } from './memory';
