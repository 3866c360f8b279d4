import { setTimeout as pause } from 'node:timers/promises';
import { MetricsPage } from '@marquee/platform/testing';
import { stopsAfterEach } from './faults/stops';
import { aWorld, type World, type WorldOptions } from './kit';
import { library } from './library';

/** Called once a test file: makes libraries behind gateways whose metrics can be read, each stopped after its test. */
export function watchedWorlds(): (options?: WorldOptions) => Promise<World> {
  const stopped = stopsAfterEach();
  return async ({ settings, ...options } = {}) => stopped(await aWorld(library, { ...options, settings: { metricsPort: 0, ...settings } }));
}

export const measure = async (world: World, series: string) => (await MetricsPage.read(world.gateway.metricsUrl)).of(series) ?? 0;

/** How many operations it has planned, with either planner. */
export async function planned(world: World): Promise<number> {
  const counts = ['main', 'native'].map((where) => measure(world, `gateway_planning_duration_seconds_count{where="${where}"}`));
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

export async function eventually(what: () => Promise<boolean>, withinMs = 20_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await what())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain: ${what.toString()}`);
    await pause(5);
  }
}
