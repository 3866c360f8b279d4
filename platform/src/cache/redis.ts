import { randomUUID } from 'node:crypto';
import type Redis from 'ioredis';
import type { Logger } from 'pino';
import type { Bus } from '../bus';
import { openRedis, QUICK } from '../redis';
import type { Cache } from './cache';
import { Flights } from './flights';
import { Lru } from './lru';
import { RedisStore } from './redis.store';

export interface RedisCacheOptions {
  url: string;
  /** Carries deletions to the other processes. */
  bus: Pick<Bus, 'push' | 'listen'>;
  logger: Logger;
  /** Keeps services that share a Redis apart. */
  namespace: string;
  /** Entries kept in this process. */
  limit?: number;
}

/** Longest life in a process's own memory: bounds what a lost deletion can do. */
const NEAR_MS = 30_000;

type Deletion = { from: string } & ({ keys: string[] } | { prefix: string });

/**
 * Two levels: the process's memory before Redis. A deletion is pushed to every process. Values carry their own end of
 * life, so that a copy in memory does not outlive the one in Redis.
 */
export const createRedisCache = async (options: RedisCacheOptions): Promise<Cache> => {
  const redis = openRedis(options.url, `cache ${options.namespace}`, options.logger, QUICK);
  const cache = new RedisCache(redis, options);
  await cache.listen();
  return cache;
};

class RedisCache implements Cache {
  private readonly near: Lru;
  private readonly far: RedisStore;
  private readonly flights = new Flights();
  private readonly channel: string;
  private readonly me = randomUUID();
  /** Counts deletions: what was read from Redis across one may be old and is not kept near. */
  private deletions = 0;
  private stopListening?: () => Promise<void>;
  private closed = false;

  constructor(
    private readonly redis: Redis,
    private readonly options: RedisCacheOptions,
  ) {
    this.near = new Lru(options.limit ?? 10_000);
    this.far = new RedisStore(redis, `cache:${options.namespace}:`, options.logger);
    this.channel = `cache:${options.namespace}`;
  }

  /** Without Redis there is nothing to be kept in step with: it is tried again until it is there. */
  async listen(): Promise<void> {
    try {
      const stop = await this.options.bus.listen(this.channel, (deletion: Deletion) => this.hear(deletion), {
        onGap: () => this.forgetAll(),
      });
      if (this.closed) await stop();
      else this.stopListening = stop;
      this.forgetAll();
    } catch (error) {
      if (this.closed) return;
      this.options.logger.warn({ err: error }, 'the cache does not hear of deletions yet');
      setTimeout(() => void this.listen(), 1_000).unref();
    }
  }

  async get<T>(key: string): Promise<T | undefined> {
    const json = this.near.get(key);
    if (json !== undefined) return JSON.parse(json) as T;
    const before = this.deletions;
    const found = await this.far.get(key);
    if (!found) return undefined;
    if (before === this.deletions) this.keepNear(key, found.json, found.ttlMs);
    return JSON.parse(found.json) as T;
  }

  async set(key: string, value: unknown, ttlSeconds: number): Promise<void> {
    if (value === undefined) return;
    const json = JSON.stringify(value);
    this.keepNear(key, json, ttlSeconds * 1_000);
    await this.far.set(key, json, ttlSeconds * 1_000);
  }

  async wrap<T>(key: string, ttlSeconds: number, load: () => Promise<T>): Promise<T> {
    const known = await this.get<T>(key);
    if (known !== undefined) return known;
    return this.flights.load(key, load, (value) => this.set(key, value, ttlSeconds));
  }

  async delete(...keys: string[]): Promise<void> {
    if (keys.length === 0) return;
    const deletion: Deletion = { from: this.me, keys };
    this.forget(deletion);
    await this.far.delete(keys);
    await this.options.bus.push(this.channel, deletion);
  }

  async deleteByPrefix(prefix: string): Promise<void> {
    const deletion: Deletion = { from: this.me, prefix };
    this.forget(deletion);
    await this.far.deleteByPrefix(prefix);
    await this.options.bus.push(this.channel, deletion);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.stopListening?.();
    this.near.clear();
    this.redis.disconnect();
  }

  private keepNear(key: string, json: string, ttlMs: number): void {
    // Deaf to deletions, this process must not trust its own memory.
    if (this.stopListening) this.near.set(key, json, Math.min(ttlMs, NEAR_MS));
  }

  /** A deletion made by another process. */
  private hear(deletion: Deletion): void {
    if (deletion.from === this.me) return;
    const held = this.forget(deletion);
    // What this process held it may have stored a moment after the other one deleted it from Redis.
    if (held.length > 0) void this.far.delete(held);
  }

  /** Returns the keys that were held near. */
  private forget(deletion: Deletion): string[] {
    this.deletions++;
    if ('prefix' in deletion) {
      this.flights.outdate((key) => key.startsWith(deletion.prefix));
      return this.near.deleteByPrefix(deletion.prefix);
    }
    this.flights.outdate((key) => deletion.keys.includes(key));
    return deletion.keys.filter((key) => this.near.delete(key));
  }

  private forgetAll(): void {
    this.deletions++;
    this.flights.outdate(() => true);
    this.near.clear();
  }
}
