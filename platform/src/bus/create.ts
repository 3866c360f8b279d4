import type { Logger } from 'pino';
import type { Bus } from './bus';
import { createMemoryBus } from './memory';
import { createRedisBus } from './redis';

/** Redis where there is one, otherwise within this process. */
export const createBus = async ({
  redisUrl,
  logger,
  groups,
}: {
  redisUrl?: string;
  logger: Logger;
  groups?: readonly string[];
}): Promise<Bus> => (redisUrl ? createRedisBus({ url: redisUrl, logger }) : createMemoryBus({ logger, groups }));
