import type { Cache } from './cache';
import { Flights } from './flights';
import { Lru } from './lru';

export interface MemoryCacheOptions {
  /** Entries kept; beyond it the least recently used goes. */
  limit?: number;
  now?: () => number;
}

/** The cache of a single process. Values are kept as JSON texts, so that no two callers share an object. */
export const createMemoryCache = ({ limit = 10_000, now }: MemoryCacheOptions = {}): Cache => {
  const entries = new Lru(limit, now);
  const flights = new Flights();

  const get = async <T>(key: string): Promise<T | undefined> => {
    const json = entries.get(key);
    return json === undefined ? undefined : (JSON.parse(json) as T);
  };
  const set = async (key: string, value: unknown, ttlSeconds: number): Promise<void> => {
    if (value !== undefined) entries.set(key, JSON.stringify(value), ttlSeconds * 1000);
  };

  return {
    get,
    set,
    async delete(...keys) {
      const gone = new Set(keys);
      flights.outdate((key) => gone.has(key));
      for (const key of gone) entries.delete(key);
    },
    async deleteByPrefix(prefix) {
      flights.outdate((key) => key.startsWith(prefix));
      entries.deleteByPrefix(prefix);
    },
    async wrap<T>(key: string, ttlSeconds: number, load: () => Promise<T>): Promise<T> {
      const known = await get<T>(key);
      if (known !== undefined) return known;
      return flights.load(key, load, (value) => set(key, value, ttlSeconds));
    },
    async close() {
      entries.clear();
    },
  };
};
