import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { eventually } from '../testing';
import { startEmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded';
import { embeddedPostgresLeft, runningEmbeddedPostgres } from './embedded-running';

const endings: Array<() => Promise<unknown>> = [];
afterEach(async () => {
  for (let end = endings.pop(); end; end = endings.pop()) await end();
});

test('keeps data and password between starts', async () => {
  const dataDir = await folder();
  const first = await start({ dataDir });
  await ask(first.url('postgres'), 'CREATE TABLE kept AS SELECT 42 AS answer');
  const { password } = new URL(first.url('postgres'));
  await first.stop();

  const second = await start({ dataDir });
  expect(new URL(second.url('postgres')).password).toBe(password);
  expect(await ask(second.url('postgres'), 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
});

test('answers on the loopback interface only, in UTF-8, with the settings asked for and the password kept private', async () => {
  const dataDir = await folder();
  const { url } = await start({ dataDir, settings: { work_mem: '7MB' } });
  const [facts] = await ask(
    url('postgres'),
    `SELECT current_setting('listen_addresses') AS listens, current_setting('server_encoding') AS encoding,
       current_setting('work_mem') AS work_mem, current_setting('max_connections') AS connections, lower('ÉCOLE') AS lower`,
  );
  expect(facts).toEqual({ listens: '127.0.0.1', encoding: 'UTF8', work_mem: '7MB', connections: '200', lower: 'école' });
  expect((await stat(path.join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
  const guess = new URL(url('postgres'));
  guess.password = 'postgres';
  await expect(ask(guess.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
});

test('has the extensions that the migrations want', async () => {
  const { url } = await start({ dataDir: await folder() });
  for (const name of ['pg_trgm', 'cube', 'earthdistance', 'btree_gist', 'citext', 'unaccent']) {
    await ask(url('postgres'), `CREATE EXTENSION ${name}`);
  }
});

test('refuses a folder that a live process uses, and says which', async () => {
  const dataDir = await folder();
  await start({ dataDir });
  await expect(start({ dataDir })).rejects.toThrow(`The data in ${dataDir} is in use by process ${process.pid}`);
});

describe('a start after one that stops', () => {
  const wait = (dataDir: string, withinMs: number) => {
    const told: number[] = [];
    return { told, left: embeddedPostgresLeft(dataDir, { withinMs, tell: ({ pid }) => told.push(pid) }) };
  };

  test('waits until it is gone, says once for whom, and then has the folder', async () => {
    const dataDir = await folder();
    const first = await start({ dataDir });
    await first.stopsSoon();
    const second = wait(dataDir, 60_000);
    await eventually(() => expect(second.told).toEqual([process.pid]));
    // It is still there: who does not wait is refused.
    await expect(start({ dataDir })).rejects.toThrow('is in use by process');
    await first.stop();
    await second.left;
    expect(second.told).toEqual([process.pid]);
    await start({ dataDir });
  });

  test('waits no longer than it is told to', async () => {
    const dataDir = await folder();
    await (await start({ dataDir })).stopsSoon();
    const { told, left } = wait(dataDir, 0);
    await left;
    expect(told).toEqual([process.pid]);
    await expect(start({ dataDir })).rejects.toThrow('is in use by process');
  });

  test('does not wait where nobody is, nor for a process that goes on', async () => {
    const dataDir = await folder();
    for (const begin of [() => undefined, () => start({ dataDir })]) {
      await begin();
      const { told, left } = wait(dataDir, 60_000);
      await left;
      expect(told).toEqual([]);
    }
  });
});

test('another command reaches the server that runs, and finds none where none does', async () => {
  const dataDir = await folder();
  expect(await runningEmbeddedPostgres(dataDir)).toBeNull();
  const server = await start({ dataDir });
  const reached = await runningEmbeddedPostgres(dataDir);
  expect(await ask(reached!.url('postgres'), 'SELECT 42 AS answer')).toEqual([{ answer: 42 }]);
  await server.stop();
  expect(await runningEmbeddedPostgres(dataDir)).toBeNull();
});

test('says that a port is taken, and leaves no folder that was for once only', async () => {
  const squatter = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  endings.push(() => new Promise((done) => squatter.close(done)));
  const { port } = squatter.address() as AddressInfo;
  const dataDir = await folder();
  const attempt = start({ dataDir, port, ephemeral: true });
  await expect(attempt).rejects.toThrow(`Postgres cannot start: port ${port} is taken`);
  await expect(stat(dataDir)).rejects.toThrow('ENOENT');
});

test('ends with a process that is killed, and starts again with what was committed', async () => {
  const dataDir = await folder();
  const owner = await startOwner(dataDir);
  await ask(owner.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  owner.kill();
  await gone(owner.url);
  const { url } = await start({ dataDir });
  expect(await ask(url('postgres'), 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
});

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('stops a server whose owner and watchdog were both killed, and takes its place', async () => {
  const dataDir = await folder();
  const owner = await startOwner(dataDir);
  await ask(owner.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  const pid = Number((await readFile(path.join(dataDir, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0]);
  for (const watchdog of await processes((line) => line.includes(`watchdog\0${pid}\0`))) process.kill(watchdog, 'SIGKILL');
  owner.kill();
  expect(await ask(owner.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);

  const { url } = await start({ dataDir });
  expect(await ask(url('postgres'), 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  expect(await processes((line) => line.includes(`watchdog\0${pid}\0`))).toEqual([]);
});

onLinux('is not misled by a trace of a dead server whose process id somebody else has now', async () => {
  const dataDir = await folder();
  const first = await start({ dataDir });
  const trace = path.join(dataDir, 'cluster', 'postmaster.pid');
  const lines = (await readFile(trace, 'utf8')).split('\n');
  await first.stop();
  await writeFile(trace, [String(process.ppid), ...lines.slice(1)].join('\n'));
  const second = await start({ dataDir });
  expect(await ask(second.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('works below a folder that only its owner may enter, also for root', async () => {
  const closed = await folder();
  await mkdir(path.join(closed, 'home'), { mode: 0o700 });
  const { url } = await start({ dataDir: path.join(closed, 'home', 'data') });
  expect(await ask(url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('says what is wrong with a setting', async () => {
  const attempt = start({ dataDir: await folder(), settings: { shared_buffers: 'plenty' } });
  await expect(attempt).rejects.toThrow('invalid value for parameter "shared_buffers": "plenty"');
});

test('leaves nothing behind when it was for once only', async () => {
  const dataDir = await folder();
  const postgres = await start({ dataDir, ephemeral: true });
  await postgres.stop();
  await expect(stat(dataDir)).rejects.toThrow('ENOENT');
});

test('reports a server that ended by itself', async () => {
  const dataDir = await folder();
  let report: (error: Error) => void = () => undefined;
  const lost = new Promise<Error>((resolve) => (report = resolve));
  await start({ dataDir, onLost: report });
  const pid = Number((await readFile(path.join(dataDir, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0]);
  process.kill(pid, 'SIGINT');
  expect((await lost).message).toContain('Postgres ended unexpectedly');
});

async function start(options: EmbeddedPostgresOptions) {
  const postgres = await startEmbeddedPostgres(options);
  endings.push(() => postgres.stop());
  return postgres;
}

async function folder(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'marquee-embedded-'));
  endings.push(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Another process with a server in this folder. */
async function startOwner(dataDir: string): Promise<{ url: string; kill(): void }> {
  const script = path.join(__dirname, 'fixtures', 'embedded-owner.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  endings.push(async () => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: line.toString().trim(), kill: () => void child.kill('SIGKILL') };
}

async function gone(url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const answered = await ask(url, 'SELECT 1').then(
      () => true,
      // At its port, or at the file of its socket.
      (error: { code?: string }) => !['ECONNREFUSED', 'ENOENT'].includes(error.code!),
    );
    if (!answered) return;
    await sleep(100);
  }
  throw new Error('the server still answers');
}

/** Ids of the processes whose command line (with its arguments separated by NUL) passes. */
async function processes(matches: (commandLine: string) => boolean): Promise<number[]> {
  const found: number[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const line = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '');
    if (matches(line)) found.push(Number(entry));
  }
  return found;
}

async function ask(url: string, text: string): Promise<Array<Record<string, unknown>>> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
