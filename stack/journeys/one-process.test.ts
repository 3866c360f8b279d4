import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterTests, freshDatabase } from '@marquee/platform/testing';
import { readStackSettings } from '../src/env';
import { modules } from '../src/modules';
import { startInOneProcess, type Stack } from '../src/one-process';
import { silentProgress } from '../src/progress';
import { DEMO_PASSWORD } from '../src/welcome';
import { tellStory } from './story.contract';

describe('the story in one process', () => {
  let stack: Stack;

  beforeAll(async () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'marquee-story-'));
    const databases = await Promise.all(
      modules.map(async ({ name }) => [`DATABASE_URL_${name.toUpperCase()}`, (await freshDatabase(name)).url] as const),
    );
    const environment = { ...Object.fromEntries(databases), PORT: '0', DATA_DIR: dataDirectory, LOG_LEVEL: 'error', DEMO: 'accounts' };
    stack = await startInOneProcess(readStackSettings(environment), environment, silentProgress);
    afterTests(async () => {
      await stack.stop();
      rmSync(dataDirectory, { recursive: true, force: true });
    });
  }, 60_000);

  tellStory(() => ({
    endpoints: [stack.gateway.url, stack.gateway.url],
    signIns: { curator: { emailOrUsername: 'curator@demo.test', password: DEMO_PASSWORD } },
  }));
});
