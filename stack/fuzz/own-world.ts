import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStackSettings } from '../src/env';
import { startInOneProcess } from '../src/one-process';
import type { Progress } from '../src/progress';
import { PausableClock } from './clock';
import { fuzzedGateway, SMALL_WORLD, worldOf, type World } from './world';

/** `PLANNER=apollo` before the command: whose plans the gateway runs. */
function planner(): { PLANNER?: string } {
  // eslint-disable-next-line no-restricted-properties -- a switch of the command, passed on as it is
  const { PLANNER } = process.env;
  return PLANNER ? { PLANNER } : {};
}

/** Starts the product in this process with a small demo world, and ends it afterwards. */
export async function inOwnWorld<T>(progress: Progress, work: (world: World) => Promise<T>): Promise<T> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'marquee-fuzz-'));
  try {
    const environment = { ...SMALL_WORLD, PORT: '0', DATA_DIR: dataDirectory, LOG_LEVEL: 'fatal', ...planner() };
    const clock = new PausableClock();
    const stack = await startInOneProcess(readStackSettings(environment), environment, progress, { clock, gateway: fuzzedGateway });
    try {
      const world = await worldOf(stack, clock);
      return await work(world).finally(() => world.stop());
    } finally {
      await stack.stop();
    }
  } finally {
    rmSync(dataDirectory, { recursive: true, force: true });
  }
}
