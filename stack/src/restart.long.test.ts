import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@marquee/platform';
import { afterTests, eventually } from '@marquee/platform/testing';

const ROOT = join(__dirname, '../..');

/** `npm start` on this folder and port, with nothing in its databases; what it has said so far, and how it ended. */
function starting(dataDir: string, port: number) {
  const env = { PATH: process.env.PATH, PORT: String(port), DATA_DIR: dataDir, DEMO: 'false', TEST_MODE: 'false' };
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'stack/src/start.ts')], { cwd: ROOT, env });
  const ended = once(child, 'exit');
  afterTests(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  let told = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (told += text.toString()));
  return {
    told: () => told,
    async stop() {
      child.kill('SIGTERM');
      const [code] = (await ended) as [number];
      return code;
    },
  };
}

test('a start on the data and the port of a stack that stops waits for it, says so, and is up', { timeout: 180_000 }, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'marquee-restart-'));
  afterTests(async () => rmSync(dataDir, { recursive: true, force: true }));
  // What a stack has that stops: its databases, and the port until the last request is answered.
  const before = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres') });
  afterTests(() => before.stop());
  const held = createServer().listen(0, '127.0.0.1');
  await once(held, 'listening');
  const { port } = held.address() as AddressInfo;
  await before.stopsSoon();

  const next = starting(dataDir, port);
  await eventually(
    () => expect(next.told()).toContain(`Process ${process.pid}, which has the data in ${dataDir}, is stopping: waiting for it`),
    60_000,
  );
  await new Promise((done) => held.close(done));
  await before.stop();
  await eventually(async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ __typename }"}',
    });
    expect(await answer.json()).toEqual({ data: { __typename: 'Query' } });
  }, 120_000);
  expect(await next.stop()).toBe(0);
});
