import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runningEmbeddedPostgres } from '@marquee/platform';
import { afterTests, eventually } from '@marquee/platform/testing';
import { freePort } from './port';

const ROOT = join(__dirname, '../..');

const isAnswering = (port: number) =>
  fetch(`http://127.0.0.1:${port}/livez`).then(
    () => true,
    () => false,
  );

test('SIGTERM to npm alone stops the product, its databases too', { timeout: 240_000 }, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'marquee-npm-start-'));
  const port = await freePort();
  const env = { PATH: process.env.PATH, HOME: dataDir, PORT: String(port), DATA_DIR: dataDir, DEMO: 'false', TEST_MODE: 'false' };
  // In a group of its own: what is left of it can be ended, and nothing but npm gets the signal.
  const npm = spawn('npm', ['start'], { cwd: ROOT, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(npm, 'exit');
  let told = '';
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (text: Buffer) => (told += text.toString()));
  afterTests(async () => {
    try {
      process.kill(-npm.pid!, 'SIGKILL');
    } catch {
      // It is gone already.
    }
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  });
  await eventually(() => {
    if (npm.exitCode !== null) throw new Error(told);
    expect(told).toContain('is up');
  }, 180_000);
  expect(await isAnswering(port)).toBe(true);

  npm.kill('SIGTERM');
  await ended;
  await eventually(async () => expect(await isAnswering(port)).toBe(false), 30_000);
  await eventually(async () => expect(await runningEmbeddedPostgres(join(dataDir, 'postgres'))).toBeNull(), 30_000);
});
