import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { CannotStart } from '../cannot-start';
import { addressOf, readOrMakePassword } from './embedded-access';
import { accountFor, giveTo, type Account } from './embedded-account';
import { postgresBinaries } from './embedded-binaries';
import { settleLeftover } from './embedded-leftover';
import { nameOfOwner, startWatchdog } from './embedded-owner';

export interface EmbeddedPostgresOptions {
  /** A folder of its own; everything, the password too, is kept there between starts. */
  dataDir: string;
  /** Default: any free one. */
  port?: number;
  /** Server settings, over the defaults below. */
  settings?: Record<string, string | number>;
  /** For tests: no care for durability, and the folder goes when the server stops or this process ends, however it ends. */
  ephemeral?: boolean;
  onProgress?: (message: string) => void;
  /** The server ended without being asked to. */
  onLost?: (error: Error) => void;
}

export interface EmbeddedPostgres {
  readonly port: number;
  /** Address of one database on this server; it need not exist yet. */
  url(database: string): string;
  /** Says to others who start on this folder that it is free soon, so that they wait (`embeddedPostgresLeft`). Never rejects. */
  stopsSoon(): Promise<void>;
  /** Ends open sessions, writes everything to disk, and comes back when the server is gone. */
  stop(): Promise<void>;
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  max_connections: 200,
  shared_buffers: '128MB',
  default_text_search_config: 'pg_catalog.english',
  timezone: 'UTC',
};
/** A test's data need not survive a power cut. */
const EPHEMERAL_SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 20_000;

/**
 * A real Postgres from npm, on the loopback interface and a Unix socket, as a child of this process. It ends with this process even when
 * that is killed.
 *
 * @throws when another live process uses the folder, when `port` is taken, or with the server's own last words
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = path.resolve(options.dataDir);
  try {
    return await prepareAndLaunch({ ...options, dataDir });
  } catch (error) {
    if (options.ephemeral) await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
}

/** A socket's path has an end at some 100 bytes, and Postgres takes a list of folders. */
const SOCKET_FOLDER = /^[\w./-]{1,80}$/;

/** Where the server has its Unix socket: half the price of the loopback interface, a statement. Null where there can be none. */
async function makeSocketFolder(dataDir: string, account: Account | undefined): Promise<string | null> {
  const folder = path.join(dataDir, 'socket');
  if (process.platform === 'win32' || !SOCKET_FOLDER.test(folder)) return null;
  // Servers that were killed leave theirs behind.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  await giveTo(account, folder);
  return folder;
}

async function prepareAndLaunch(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, onProgress = () => undefined } = options;
  await mkdir(dataDir, { recursive: true });
  const account = await accountFor(dataDir);
  await giveTo(account, dataDir);
  await chmod(dataDir, 0o700);

  const binaries = await postgresBinaries(account, onProgress);
  const password = await readOrMakePassword(dataDir, account);
  const cluster = path.join(dataDir, 'cluster');
  await settleLeftover(dataDir, cluster, password);
  if (!(await exists(cluster))) {
    onProgress('creating the database cluster');
    await initialise(dataDir, cluster, binaries, account);
  }
  onProgress('starting Postgres');
  return launch(options, cluster, binaries, account, password);
}

async function launch(
  options: EmbeddedPostgresOptions,
  cluster: string,
  binaries: string,
  account: Account | undefined,
  password: string,
): Promise<EmbeddedPostgres> {
  const port = options.port ?? (await freePort());
  const socket = await makeSocketFolder(options.dataDir, account);
  const settings = {
    ...SETTINGS,
    // Seen from the cluster: the account that Postgres runs as may not enter what is above the data.
    unix_socket_directories: socket ? path.join('..', path.basename(socket)) : '',
    ...(options.ephemeral ? EPHEMERAL_SETTINGS : {}),
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // A file and not a pipe: the server must not stumble over a pipe whose reader was killed.
  const logFile = path.join(options.dataDir, 'postgres.log');
  const log = await open(logFile, 'w');
  const server = spawn(path.join(binaries, 'postgres'), ['-D', whereabouts(cluster), '-p', String(port), ...flags], {
    ...account,
    cwd: cluster,
    stdio: ['ignore', log.fd, log.fd],
    // In a session of its own, so that Ctrl-C in the terminal reaches us first and requests end before their database.
    detached: true,
  });
  const exited = once(server, 'exit').then(
    () => undefined,
    (error: unknown) => error,
  );
  await log.close();
  const watchdog = startWatchdog(server, options.ephemeral ? options.dataDir : undefined);
  const url = (database: string) => addressOf(password, port, database, socket);

  let owner: pg.Client;
  try {
    owner = await connectWhenReady(url('postgres'), exited);
  } catch (error) {
    server.kill('SIGQUIT');
    await exited;
    watchdog.kill('SIGKILL');
    const words = await lastWords(logFile);
    if (words.includes('Address already in use') && options.port === undefined) {
      return launch(options, cluster, binaries, account, password);
    }
    throw startFailure(words || (error as Error).message, port, options.dataDir, error);
  }

  const stopsSoon = async () => {
    const name = nameOfOwner({ pid: process.pid, isStopping: true });
    await owner.query(`SELECT set_config('application_name', $1, false)`, [name]).catch(() => undefined);
  };

  let stopping = false;
  owner.on('error', () => undefined);
  void exited.then(async () => {
    if (!stopping) options.onLost?.(new Error(`Postgres ended unexpectedly: ${await lastWords(logFile)}`));
  });

  const stop = async () => {
    stopping = true;
    await owner.end().catch(() => undefined);
    await endServer(server, exited);
    watchdog.kill('SIGKILL');
    if (options.ephemeral) await rm(options.dataDir, { recursive: true, force: true });
  };
  let stopped: Promise<void> | undefined;
  return { port, url, stopsSoon, stop: () => (stopped ??= stop()) };
}

/** The session that stays open as long as we live; see `settleLeftover`. */
async function connectWhenReady(url: string, exited: Promise<unknown>): Promise<pg.Client> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  let ended = false;
  // Another server that has the port may accept a connection and never say a word.
  const noServer = exited.then((failure) => {
    ended = true;
    throw failure ?? new Error('it ended before it was ready');
  });
  for (;;) {
    const client = new pg.Client({
      connectionString: url,
      application_name: nameOfOwner({ pid: process.pid, isStopping: false }),
      connectionTimeoutMillis: 2_000,
    });
    client.on('error', () => undefined);
    try {
      await Promise.race([client.connect(), noServer]);
      return client;
    } catch (error) {
      void client.end().catch(() => undefined);
      if (ended || Date.now() > deadline) throw error;
      await sleep(20);
    }
  }
}

/** SIGINT is Postgres's "fast" shutdown: sessions are ended, the data is written out. */
async function endServer(server: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.kill('SIGINT');
  const timeout = setTimeout(() => server.kill('SIGQUIT'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(timeout);
}

/** Made beside its place and moved there when complete, so that a start that was interrupted leaves no half cluster. */
async function initialise(dataDir: string, cluster: string, binaries: string, account: Account | undefined): Promise<void> {
  const unfinished = `${cluster}.${process.pid}`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await giveTo(account, unfinished);
  const initdb = spawn(
    path.join(binaries, 'initdb'),
    [
      ...['-D', whereabouts(unfinished), '--username=postgres', '--pwfile=../password', '--auth=scram-sha-256'],
      // Built into Postgres, hence the same order and case rules on every machine, with any locales.
      ...['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
      '--no-sync',
    ],
    { ...account, cwd: unfinished, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  initdb.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  initdb.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  try {
    const [code] = (await once(initdb, 'close')) as [number | null];
    if (code !== 0)
      throw fullDisk(output, dataDir) ?? new Error(`Postgres could not create its data in ${dataDir}: ${output.trim().slice(-500)}`);
    await rename(unfinished, cluster);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/**
 * The data folder as the server is to be told. When we are root the server's account may be unable to walk down to it
 * (a clone below /root): we enter it before giving up our rights, and the server finds it as its working directory.
 */
function whereabouts(directory: string): string {
  return process.platform === 'linux' && process.getuid?.() === 0 ? '/proc/self/cwd' : directory;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function lastWords(logFile: string): Promise<string> {
  const lines = (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n');
  return lines.slice(-8).join('\n');
}

function startFailure(words: string, port: number, dataDir: string, cause: unknown): Error {
  if (words.includes('Address already in use')) return new CannotStart(`Postgres cannot start: port ${port} is taken`, { cause });
  return fullDisk(words, dataDir) ?? new Error(`Postgres did not start. Its last words: ${words}`, { cause });
}

const fullDisk = (words: string, dataDir: string): Error | undefined =>
  words.includes('No space left on device')
    ? new CannotStart(`Postgres has no room left on the disk of ${dataDir}. Make room.`)
    : undefined;

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
