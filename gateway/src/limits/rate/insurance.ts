import type Redis from 'ioredis';
import type { Logger } from '@marquee/platform';

/** After a failure Redis is left alone for so long: one request in a second waits for its timeout, not every one. */
const REST_MS = 1_000;

/**
 * Counts in Redis as long as it answers, and in this process's memory otherwise: without Redis limits are looser (each gateway counts
 * for itself, from nothing), but every request goes on.
 */
export class Insurance {
  private restUntil = 0;

  constructor(
    private readonly redis: Redis,
    private readonly logger: Logger,
    private readonly now: () => number = Date.now,
  ) {}

  async run<T>(inRedis: () => Promise<T>, inMemory: () => Promise<T>): Promise<T> {
    if (this.redis.status !== 'ready' || this.now() < this.restUntil) return inMemory();
    try {
      return await inRedis();
    } catch (error) {
      if (this.now() >= this.restUntil) this.logger.warn({ err: error }, 'Redis does not count: limits hold for this process alone');
      this.restUntil = this.now() + REST_MS;
      return inMemory();
    }
  }
}
