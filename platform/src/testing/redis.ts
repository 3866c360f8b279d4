import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Redis from 'ioredis';
import { eventually } from './eventually';

export interface TestRedis {
  url: string;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
  /** Freezes it: connections stay open, nothing is answered. */
  pause(): void;
  resume(): void;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same port, with what was on disk. */
  restart(): Promise<void>;
}

export interface TestRedisOptions {
  /** Writes every command to disk, so that what was acknowledged survives `kill`. */
  durable?: boolean;
}

const NEITHER = 'These tests need Redis: install redis-server (looked for on the PATH) or set REDIS_URL.';
const NOT_OWN = 'These tests freeze and kill Redis: install redis-server (looked for on the PATH); that of REDIS_URL is not theirs.';
const serverBinary = (process.env.PATH ?? '')
  .split(path.delimiter)
  .map((folder) => path.join(folder, 'redis-server'))
  .find((file) => existsSync(file));

/** `describe` for tests that need a Redis; the file fails with what to do where there is none. They are long tests (`*.long.test.ts`). */
export function describeWithRedis(title: string, tests: () => void): void {
  if (!serverBinary && !process.env.REDIS_URL) throw new Error(NEITHER);
  describe(title, tests);
}

/** The same for tests that freeze or kill the server, which only a server of their own allows. */
export function describeWithOwnRedis(title: string, tests: () => void): void {
  if (!serverBinary) throw new Error(process.env.REDIS_URL ? NOT_OWN : NEITHER);
  describe(title, tests);
}

/** A Redis of the test's own on a free port; where there is only REDIS_URL, that one, which cannot be frozen or killed. */
export const startRedis = async ({ durable = false }: TestRedisOptions = {}): Promise<TestRedis> => {
  if (!serverBinary) return sharedRedis();
  const folder = await mkdtemp(path.join(tmpdir(), 'redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server = await launch(serverBinary, port, folder, durable);
  const kill = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  };
  return {
    url,
    async stop() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
    kill,
    async restart() {
      server = await launch(serverBinary, port, folder, durable);
    },
  };
};

/** The slots of a cluster. */
const SLOTS = 16_384;

export interface TestCluster {
  url: string;
  /** Of its servers; those of the masters are first. */
  ports: readonly number[];
  /** Kills the master that has this key; with `standbys`, another server takes its place. */
  killMasterOf(key: string): Promise<void>;
  stop(): Promise<void>;
}

const MASTERS = 3;

/** Three servers that share the keys among them, as one cluster; with `standbys` each has a replica that takes over when it is gone. */
export const startRedisCluster = async ({ standbys = false } = {}): Promise<TestCluster> => {
  if (!serverBinary) throw new Error(NOT_OWN);
  const servers: { folder: string; process: ChildProcess; port: number; busPort: number; client: Redis }[] = [];
  for (let n = 0; n < MASTERS * (standbys ? 2 : 1); n++) {
    const [folder, port, busPort] = [await mkdtemp(path.join(tmpdir(), 'redis-')), await freePort(), await freePort()];
    const cluster = ['--cluster-enabled', 'yes', '--cluster-port', String(busPort), '--cluster-node-timeout', '2000'];
    const process = await launch(serverBinary, port, folder, false, cluster);
    const client = new Redis({ host: '127.0.0.1', port });
    client.on('error', () => undefined);
    servers.push({ folder, process, port, busPort, client });
  }
  const [masters, others] = [servers.slice(0, MASTERS), servers.slice(MASTERS)];
  const each = Math.ceil(SLOTS / MASTERS);
  for (const [at, { client }] of masters.entries())
    await client.call('CLUSTER', 'ADDSLOTSRANGE', at * each, Math.min((at + 1) * each, SLOTS) - 1);
  for (const { port, busPort } of servers.slice(1)) await masters[0]!.client.call('CLUSTER', 'MEET', '127.0.0.1', port, busPort);
  await eventually(async () => {
    for (const { client } of servers) expectLine(await client.cluster('INFO'), `cluster_known_nodes:${servers.length}`);
  });
  for (const [at, { client }] of others.entries())
    await client.call('CLUSTER', 'REPLICATE', (await masters[at]!.client.call('CLUSTER', 'MYID')) as string);
  await eventually(async () => {
    for (const { client } of servers) expectLine(await client.cluster('INFO'), 'cluster_state:ok');
    for (const { client } of others) expectLine(await client.info('replication'), 'master_link_status:up');
  });
  const end = async ({ process, client }: (typeof servers)[number]) => {
    client.disconnect();
    if (process.exitCode !== null || process.signalCode !== null) return;
    const gone = once(process, 'exit');
    process.kill('SIGKILL');
    await gone;
  };
  const [first, ...more] = servers.map(({ port }) => `127.0.0.1:${port}`);
  return {
    url: `redis://${first}?cluster=${more.join(',')}`,
    ports: servers.map(({ port }) => port),
    async killMasterOf(key) {
      const slot = await masters[0]!.client.cluster('KEYSLOT', key);
      await end(masters[Math.floor(slot / each)]!);
    },
    async stop() {
      for (const server of servers) {
        await end(server);
        await rm(server.folder, { recursive: true, force: true });
      }
    },
  };
};

function expectLine(text: string, line: string): void {
  if (!text.includes(line)) throw new Error(`The cluster is not ready: ${line} is not in\n${text}`);
}

const launch = async (
  binary: string,
  port: number,
  folder: string,
  durable: boolean,
  more: readonly string[] = [],
): Promise<ChildProcess> => {
  const disk = durable ? ['--appendonly', 'yes', '--appendfsync', 'always'] : ['--appendonly', 'no'];
  const server = spawn(binary, ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...disk, ...more], {
    stdio: 'ignore',
  });
  // A test that dies must not leave its server behind.
  const end = () => void server.kill('SIGKILL');
  process.once('exit', end);
  server.once('exit', () => process.off('exit', end));
  const probe = new Redis({ host: '127.0.0.1', port, retryStrategy: () => 20, maxRetriesPerRequest: null, commandTimeout: 10_000 });
  probe.on('error', () => undefined);
  try {
    await Promise.race([
      probe.ping(),
      once(server, 'exit').then(([code]) => Promise.reject(new Error(`redis-server ended with ${String(code)} instead of starting.`))),
    ]);
    return server;
  } finally {
    probe.disconnect();
  }
};

const sharedRedis = (): TestRedis => {
  const url = process.env.REDIS_URL;
  if (!url) throw new Error(NEITHER);
  const cannot = (): never => {
    throw new Error('A shared Redis (REDIS_URL) cannot be frozen or killed; use describeWithOwnRedis.');
  };
  return { url, stop: async () => undefined, pause: cannot, resume: cannot, kill: async () => cannot(), restart: async () => cannot() };
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};
