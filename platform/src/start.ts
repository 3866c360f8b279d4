import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { CannotStart } from './cannot-start';
import { MigrationError, sqlState } from './db';
import { isDatabaseAway } from './db/postgres-errors';
import { SettingsError } from './env';
import { silentLogger, type Logger } from './logger';
import { openRedis, whenReady } from './redis';
import { placeOfRedis } from './redis/place';

/** What a process prints when it cannot start: the line of a fault that can be mended, the whole stack of any other. */
export function explainStart(error: unknown): string {
  if (error instanceof CannotStart || error instanceof SettingsError || error instanceof MigrationError) return error.message;
  const { code, path: file, port, stack } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE' && port !== undefined) return `port ${port} is taken. Set PORT to another one.`;
  return (file && faultOfFile(code, file)) || String(stack ?? error);
}

/** Why a file or folder cannot be written, and what helps; null for what nobody can mend from outside. */
export function faultOfFile(code: string | undefined, file: string, owner?: { uid: number }, setting = 'DATA_DIR'): string | null {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `${file} cannot be written by ${account()}${owner ? `: it belongs to ${owner.uid}` : ''}. Start as its owner, or choose another folder (${setting}).`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk of ${file} is full. Make room, or choose a folder on another one (${setting}).`;
    case 'EROFS':
      return `${file} is on a file system that can only be read. Choose another folder (${setting}).`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${file} is a file, or lies below one, and a folder is needed. Choose another one (${setting}).`;
    default:
      return null;
  }
}

/** Makes the folder, and writes into it: what would fail later in the middle of something fails here. `setting` is where its name came from. */
export async function refuseUnusableFolder(folder: string, setting = 'DATA_DIR'): Promise<void> {
  const probe = path.join(folder, `.probe-${process.pid}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, 'x'.repeat(64 * 1024));
    await rm(probe);
  } catch (error) {
    await rm(probe, { force: true }).catch(() => undefined);
    const owner = await stat(folder).catch(() => undefined);
    const fault = faultOfFile((error as NodeJS.ErrnoException).code, folder, owner, setting);
    throw fault ? new CannotStart(fault) : error;
  }
}

/** A cluster is asked several times before it is known which of its servers has what. */
const usualWait = (url: string) => (placeOfRedis(url).isCluster ? 10_000 : 3_000);

/** `setting` is where the address came from. Waits as long as `withinMs` for one that is just starting. */
export async function refuseAwayRedis(url: string, { setting = 'REDIS_URL', withinMs = usualWait(url) } = {}): Promise<void> {
  const redis = openRedis(url, 'start', silentLogger);
  try {
    await whenReady(redis, withinMs);
    await redis.ping();
  } catch {
    throw new CannotStart(`No Redis answers at ${placeOf(url, 6379)} (${setting}). Start it, or correct the address.`);
  } finally {
    redis.disconnect();
  }
}

/**
 * Tells a Redis that is away, for one process of many: Redis is away for all of them, and none of them ends for it. What it carries waits
 * until it is there.
 */
export async function tellAwayRedis(url: string, logger: Logger, options?: { withinMs?: number }): Promise<void> {
  await refuseAwayRedis(url, options).catch((error: Error) => logger.error(`${error.message} Until then this process goes on without it.`));
}

/** A database that does not exist yet is no fault: migrating makes it. */
export async function refuseAwayPostgres(
  url: string,
  { setting, withinMs = 3_000 }: { setting: string; withinMs?: number },
): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: withinMs });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    const fault = faultOfPostgres(error, url, setting);
    if (fault) throw new CannotStart(fault, { cause: error });
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Why a database cannot be used, and what helps; null where it is there, or is to be made. */
export function faultOfPostgres(error: unknown, url: string, setting: string): string | null {
  const place = placeOf(url, 5432);
  const state = sqlState(error) ?? '';
  if (state === '3D000') return null;
  if (state.startsWith('28')) return `Postgres at ${place} refuses this user or password (${setting}).`;
  if (state) return `Postgres at ${place} lets nobody in now (${setting}): ${(error as Error).message}`;
  const why = isDatabaseAway(error) ? '' : ` (${(error as Error).message})`;
  return `No Postgres answers at ${place} (${setting})${why}. Start it, or correct the address.`;
}

/** Where an address leads, without the password in it. */
function placeOf(url: string, port: number): string {
  const { hostname, port: own } = new URL(url);
  return `${hostname}:${own || port}`;
}

const account = () => (process.getuid ? `the account with the id ${process.getuid()}` : 'this account');
