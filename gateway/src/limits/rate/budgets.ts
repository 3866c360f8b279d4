import type Redis from 'ioredis';
import { BoundedMap } from '../../bounded-map';
import { draw, DRAW_IN_REDIS, type Bucket, type BucketSize, type Draw } from './bucket';

/** Points of cost by payer. */
export interface Budgets {
  draw(key: string, size: BucketSize, points: number): Promise<Draw>;
}

/** Payers who were away longest are forgotten first: by then their points have come back. */
const MAX_PAYERS = 100_000;

export class MemoryBudgets implements Budgets {
  private readonly buckets = new BoundedMap<string, Bucket>(MAX_PAYERS);

  constructor(private readonly now: () => number = Date.now) {}

  draw(key: string, size: BucketSize, points: number): Promise<Draw> {
    const next = draw(this.buckets.get(key), size, points, this.now());
    this.buckets.set(key, next.bucket);
    return Promise.resolve(next.draw);
  }
}

/** Shared by all gateways on one Redis. Rejects when Redis does not answer. */
export class RedisBudgets implements Budgets {
  constructor(private readonly redis: Redis) {
    redis.defineCommand('drawPoints', { numberOfKeys: 1, lua: DRAW_IN_REDIS });
  }

  async draw(key: string, { capacity, perSecond }: BucketSize, points: number): Promise<Draw> {
    const redis = this.redis as Redis & { drawPoints(...given: (string | number)[]): Promise<[number, string]> };
    const [granted, left] = await redis.drawPoints(`limits:cost:${key}`, capacity, perSecond, points);
    return { granted: granted === 1, left: Number(left) };
  }
}
