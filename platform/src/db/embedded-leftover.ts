import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { CannotStart } from '../cannot-start';
import { OWNER_PATTERN, ownerOf, type Owner } from './embedded-owner';

const ANSWER_TIMEOUT_MS = 10_000;
const END_TIMEOUT_MS = 20_000;
const STOPPING_LOOK_MS = 100;
/** A server that has just become ready may wait this long for its owner's session. */
const OWNER_GRACE_MS = 500;

/**
 * Makes room for a new server: removes the trace of one that is gone, stops one whose owner was killed.
 *
 * @throws when the folder is in use by a live process
 */
export async function settleLeftover(dataDir: string, cluster: string, password: string): Promise<void> {
  const trace = traceOf(cluster);
  const pid = Number((await linesOf(trace))[0]);
  if (!pid) return;
  if (!(await isPostgres(pid))) {
    await rm(trace, { force: true });
    return;
  }
  const owner = await findOwner(trace, pid, password);
  if (owner) {
    throw new CannotStart(`The data in ${dataDir} is in use by process ${owner.pid}. Stop it, or choose another data folder.`);
  }
  // It may have ended while it was asked.
  if (await isPostgres(pid)) process.kill(pid, 'SIGINT');
  await waitForEnd(pid, dataDir);
}

/** How a start waits for the process before it. */
export interface WaitForOwner {
  readonly withinMs: number;
  /** Called once, when there is somebody to wait for. */
  tell(owner: Owner): void;
}

/** Comes back when the server of an owner that stops is gone, or after `withinMs`; at once where nobody says that they stop. */
export async function waitForStopping(cluster: string, password: string, { withinMs, tell }: WaitForOwner): Promise<void> {
  const trace = traceOf(cluster);
  const deadline = Date.now() + withinMs;
  for (let isTold = false; ; isTold = true) {
    const pid = Number((await linesOf(trace))[0]);
    if (!pid || !(await isPostgres(pid))) return;
    const owner = await findOwner(trace, pid, password);
    if (owner && !owner.isStopping) return;
    if (owner && !isTold) tell(owner);
    // Without an owner it is left over: `settleLeftover` ends it, unless it ends by itself before.
    if (!owner || Date.now() > deadline) return;
    await sleep(STOPPING_LOOK_MS);
  }
}

/** The port of a server that runs, and belongs to a live process. */
export async function portOfOwned(cluster: string, password: string): Promise<number | undefined> {
  const trace = traceOf(cluster);
  const pid = Number((await linesOf(trace))[0]);
  if (!pid || !(await isPostgres(pid)) || (await findOwner(trace, pid, password)) === undefined) return undefined;
  return Number((await linesOf(trace))[PORT_LINE]);
}

/** What a server that runs has written about itself. */
const traceOf = (cluster: string) => path.join(cluster, 'postmaster.pid');
const PORT_LINE = 3;
const linesOf = async (trace: string): Promise<string[]> => (await readFile(trace, 'utf8').catch(() => '')).split('\n');

/** The process that holds the owner's session, if one does. That the password fits proves the server to be ours. */
async function findOwner(trace: string, pid: number, password: string): Promise<Owner | undefined> {
  const client = await connectTo(trace, pid, password);
  if (!client) return undefined;
  try {
    const deadline = Date.now() + OWNER_GRACE_MS;
    for (;;) {
      const sessions = await client.query<{ application_name: string }>(
        'SELECT application_name FROM pg_stat_activity WHERE application_name LIKE $1',
        [OWNER_PATTERN],
      );
      const name = sessions.rows[0]?.application_name;
      if (name !== undefined) return ownerOf(name);
      if (Date.now() > deadline) return undefined;
      await sleep(50);
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Nothing when the server ended meanwhile. */
async function connectTo(trace: string, pid: number, password: string): Promise<pg.Client | undefined> {
  const deadline = Date.now() + ANSWER_TIMEOUT_MS;
  for (;;) {
    // Read again each time: a server that is just starting has not yet written its port.
    const port = Number((await linesOf(trace))[PORT_LINE]);
    const address = { host: '127.0.0.1', port: port || 1, user: 'postgres', password, database: 'postgres' };
    const client = new pg.Client({ ...address, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (cause) {
      await client.end().catch(() => undefined);
      if (!(await isPostgres(pid))) return undefined;
      if (Date.now() > deadline) {
        throw new CannotStart(`A Postgres (process ${pid}) holds ${path.dirname(trace)} and does not answer. Stop it first.`, { cause });
      }
      await sleep(100);
    }
  }
}

async function waitForEnd(pid: number, dataDir: string): Promise<void> {
  const deadline = Date.now() + END_TIMEOUT_MS;
  while (await isPostgres(pid)) {
    if (Date.now() > deadline) throw new Error(`A leftover Postgres (process ${pid}) holds ${dataDir} and does not end.`);
    await sleep(50);
  }
}

/** After a restart of the machine or of a container, somebody else may have the process id. */
async function isPostgres(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  if (process.platform !== 'linux') return true;
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
  return name.trim() === 'postgres' && !(await isZombie(pid));
}

/** In a container without an init process a dead server stays in the table until somebody asks for its exit status. */
async function isZombie(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return /\) Z /.test(status);
}
