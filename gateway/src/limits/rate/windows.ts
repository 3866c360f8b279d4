import type Redis from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterAbstract, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Allowance, RateSettings } from './allowance';

export interface WindowCount {
  /** Operations of this window, this one included. */
  readonly count: number;
  readonly windowEndsInMs: number;
}

/** Counts operations by payer, in windows that begin with a payer's first operation. */
export interface Windows {
  count(kind: keyof RateSettings, key: string): Promise<WindowCount>;
}

/** Counts with rate-limiter-flexible, in either store. */
class LibraryWindows implements Windows {
  private readonly limiters: Readonly<Record<keyof RateSettings, RateLimiterAbstract>>;

  constructor(settings: RateSettings, limiter: (allowance: Allowance) => RateLimiterAbstract) {
    const { signedIn, keys, anonymous, signIn } = settings;
    this.limiters = { signedIn: limiter(signedIn), keys: limiter(keys), anonymous: limiter(anonymous), signIn: limiter(signIn) };
  }

  async count(kind: keyof RateSettings, key: string): Promise<WindowCount> {
    // `penalty` counts as `consume` does, and does not reject.
    const { consumedPoints, msBeforeNext }: RateLimiterRes = await this.limiters[kind].penalty(key);
    return { count: consumedPoints, windowEndsInMs: Math.max(msBeforeNext, 0) };
  }
}

const KEY_PREFIX = 'limits:operations';

export const memoryWindows = (settings: RateSettings): Windows =>
  new LibraryWindows(
    settings,
    ({ operations, windowSeconds }) => new RateLimiterMemory({ points: operations, duration: windowSeconds, keyPrefix: KEY_PREFIX }),
  );

/** Shared by all gateways on one Redis. Rejects when Redis does not answer. */
export const redisWindows = (settings: RateSettings, redis: Redis): Windows =>
  new LibraryWindows(
    settings,
    ({ operations, windowSeconds }) =>
      new RateLimiterRedis({ storeClient: redis, points: operations, duration: windowSeconds, keyPrefix: KEY_PREFIX }),
  );
