import { openRedis, QUICK, whenReady, type Logger } from '@marquee/platform';
import type { RateSettings } from './allowance';
import { MemoryBudgets, RedisBudgets, type Budgets } from './budgets';
import { Insurance } from './insurance';
import { memoryWindows, redisWindows, type Windows } from './windows';

/** Where operations and points are counted. */
export interface RateStore {
  readonly windows: Windows;
  readonly budgets: Budgets;
  close(): Promise<void>;
}

/** An operation may ask twice before Redis is left alone: together that delays it by half a second at most. */
const ANSWER_WITHIN_MS = 250;

/** How long a start waits for Redis; a Redis that comes later is used as soon as it is ready. */
const READY_WITHIN_MS = 2_000;

export function memoryStore(settings: RateSettings): RateStore {
  return { windows: memoryWindows(settings), budgets: new MemoryBudgets(), close: async () => {} };
}

/** One count for all gateways on this Redis, insured by memory. */
export async function redisStore(settings: RateSettings, redisUrl: string, logger: Logger): Promise<RateStore> {
  const redis = openRedis(redisUrl, 'limits', logger, { ...QUICK, commandTimeout: ANSWER_WITHIN_MS });
  const insurance = new Insurance(redis, logger);
  const shared = { windows: redisWindows(settings, redis), budgets: new RedisBudgets(redis) };
  const own = memoryStore(settings);
  await whenReady(redis, READY_WITHIN_MS).catch(() => undefined);
  return {
    windows: {
      count: (kind, key) =>
        insurance.run(
          () => shared.windows.count(kind, key),
          () => own.windows.count(kind, key),
        ),
    },
    budgets: {
      draw: (key, size, points) =>
        insurance.run(
          () => shared.budgets.draw(key, size, points),
          () => own.budgets.draw(key, size, points),
        ),
    },
    async close() {
      redis.disconnect();
    },
  };
}
