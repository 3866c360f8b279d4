import { describeCache } from './cache.contract';
import { createMemoryCache } from './memory';

describe('the cache in memory', () => {
  describeCache(async () => {
    const cache = createMemoryCache();
    return { cache, elsewhere: async () => cache, close: () => cache.close() };
  });

  test('beyond its limit the least recently used goes', async () => {
    const cache = createMemoryCache({ limit: 3 });
    for (const key of ['a', 'b', 'c']) await cache.set(key, key, 60);
    await cache.get('a');
    await cache.set('d', 'd', 60);
    expect(await Promise.all(['a', 'b', 'c', 'd'].map((key) => cache.get(key)))).toEqual(['a', undefined, 'c', 'd']);
  });
});
