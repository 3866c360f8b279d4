import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterTests, freshDatabase } from '@marquee/platform/testing';
import { readStackSettings } from '../src/env';
import { modules } from '../src/modules';
import { startInOneProcess, type Stack, type Variation } from '../src/one-process';
import { silentProgress } from '../src/progress';
import { DEMO_PASSWORD } from '../src/welcome';
import type { World } from './story';

export const CURATOR_SIGN_IN = { emailOrUsername: 'curator@demo.test', password: DEMO_PASSWORD };

/** The whole supergraph in this process, on fresh databases with the demo sign-ins in them; stopped after the test file. */
export async function runningStack(
  settings: Record<string, string> = {},
  variation: Variation = {},
): Promise<{ stack: Stack; world: World; databaseUrls: Record<string, string>; dataDirectory: string; restart: () => Promise<Stack> }> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'marquee-stack-'));
  const databases = await Promise.all(modules.map(async ({ name }) => [name, (await freshDatabase(name)).url] as const));
  const environment = {
    ...Object.fromEntries(databases.map(([name, url]) => [`DATABASE_URL_${name.toUpperCase()}`, url])),
    PORT: '0',
    DATA_DIR: dataDirectory,
    LOG_LEVEL: 'error',
    DEMO: 'accounts',
    ...settings,
  };
  const start = () => startInOneProcess(readStackSettings(environment), environment, silentProgress, variation);
  let stack = await start();
  const restart = async () => {
    await stack.stop();
    return (stack = await start());
  };
  afterTests(async () => {
    await stack.stop();
    rmSync(dataDirectory, { recursive: true, force: true });
  });
  return {
    stack,
    databaseUrls: Object.fromEntries(databases),
    dataDirectory,
    world: { endpoints: [stack.gateway.url, stack.gateway.url], signIns: { curator: CURATOR_SIGN_IN } },
    restart,
  };
}
