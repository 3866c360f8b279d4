import type { Cache } from '../cache';
import { BoundedNames } from './bounded-names';
import type { SubgraphMeter } from './subgraph-meter';

const MAX_CACHES = 20;

/** The same cache, with its hits and misses counted by the first two parts of the key (`events:feed:…`). Who shares a load has a hit. */
export function countedCache(cache: Cache, { cacheLookups }: Pick<SubgraphMeter, 'cacheLookups'>): Cache {
  const names = new BoundedNames(MAX_CACHES);
  const count = (key: string, outcome: 'hit' | 'miss') => cacheLookups.with(names.of(key.split(':', 2).join(':')), outcome).add();
  return {
    async get<T>(key: string) {
      const value = await cache.get<T>(key);
      count(key, value === undefined ? 'miss' : 'hit');
      return value;
    },
    async wrap(key, ttlSeconds, load) {
      let loaded = false;
      try {
        return await cache.wrap(key, ttlSeconds, () => {
          loaded = true;
          return load();
        });
      } finally {
        count(key, loaded ? 'miss' : 'hit');
      }
    },
    set: (key, value, ttlSeconds) => cache.set(key, value, ttlSeconds),
    delete: (...keys) => cache.delete(...keys),
    deleteByPrefix: (prefix) => cache.deleteByPrefix(prefix),
    close: () => cache.close(),
  };
}
