/**
 * The events subgraph as a process of its own, for import-work.long.test.ts: does what imports it finds in the database (its argument),
 * until it is killed.
 */
import { createMemoryBus, createMemoryCache, parseEnv, silentLogger, systemClock } from '@marquee/platform';
import { fieldsForTest } from '@marquee/platform/testing';
import { events } from '../src';
import { importEvents } from '../src/works/import-events';

/** Taken over a second after the last sign of life. */
const quick = events.with({ works: [{ ...importEvents, leaseMs: 1_000 }] });

const main = async () => {
  const databaseUrl = process.argv[2]!;
  const bus = createMemoryBus({ logger: silentLogger });
  const settings = parseEnv(quick.settings, {});
  await quick.start({
    databaseUrl,
    bus,
    cache: createMemoryCache(),
    clock: systemClock,
    logger: silentLogger,
    fields: fieldsForTest,
    settings,
  });
  process.stdout.write('working\n');
  setInterval(() => {}, 1_000);
};

void main();
