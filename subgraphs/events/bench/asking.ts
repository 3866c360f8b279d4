import { createMemoryBus, createMemoryCache, FixedClock, parseEnv, silentLogger, type Subgraph } from '@marquee/platform';
import { callerFor, fieldsForTest } from '@marquee/platform/testing';
import { events } from '../src';
import { LARGE_WORLD_NOW } from './large-world';
import type { BenchQuery } from './queries';

/** The subgraph as it runs in earnest, over a large world and at that world's moment. */
export interface Asking {
  subgraph: Subgraph;
  /** Asks for the nth time; nothing is remembered from the time before. Fails on any error. */
  ask(query: BenchQuery, n: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startAsking(databaseUrl: string, settings: Record<string, string> = {}): Promise<Asking> {
  const bus = createMemoryBus({ logger: silentLogger });
  const cache = createMemoryCache();
  const clock = new FixedClock(LARGE_WORLD_NOW);
  const subgraph = await events.start({
    databaseUrl,
    bus,
    cache,
    clock,
    logger: silentLogger,
    fields: fieldsForTest,
    settings: parseEnv(events.settings, settings),
  });
  return {
    subgraph,
    async ask({ name, query, variables, viewer }, n) {
      await cache.deleteByPrefix('');
      const { errors } = await subgraph.execute({ query, variables: variables(n), caller: callerFor(viewer?.(n) ?? null) });
      if (errors) throw new Error(`${name}: ${JSON.stringify(errors)}`);
    },
    async stop() {
      await subgraph.stop();
      await cache.close();
      await bus.close();
    },
  };
}
