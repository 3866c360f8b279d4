import {
  createLogger,
  createMemoryBus,
  createMemoryCache,
  HeavyThread,
  openFieldCipher,
  parseEnv,
  SubgraphMeter,
  type Clock,
} from '@marquee/platform';
import type { Database } from '../src/db';
import { settings } from '../src/env';
import { keep, type Kept } from '../src/kept';

/**
 * What a step of a seed is taken with. Nobody listens yet: facts wait in the outbox, and a push on this bus reaches nobody.
 */
export function keepForSeed(db: Database, clock: Clock): Promise<Kept> {
  const logger = createLogger('seed', 'warn');
  const [bus, cache] = [createMemoryBus({ logger }), createMemoryCache()];
  return keep({
    databaseUrl: '',
    db,
    bus,
    cache,
    clock,
    logger,
    heavy: new HeavyThread(),
    meter: new SubgraphMeter('events'),
    // Nothing that is put in is encrypted.
    fields: openFieldCipher({}, ''),
    settings: parseEnv(settings, {}),
  });
}
