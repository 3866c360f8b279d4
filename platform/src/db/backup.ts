import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, lstat, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded';
import { accountFor, giveTo } from './embedded-account';

/** A server that runs, and the folder that it was started on. */
export interface RunningServer {
  server: Pick<EmbeddedPostgres, 'url'>;
  dataDir: string;
}

export interface BaseBackup {
  bytes: number;
  ms: number;
}

/** What is another server's own, or is in the archive: it is not copied. */
const NOT_COPIED = ['postmaster.pid', 'postmaster.opts', 'pg_wal', 'pg_replslot'];
const ARCHIVED_WITHIN_MS = 60_000;
const RESTORED_WITHIN_MS = 300_000;
/** Paths stand in commands of a shell that Postgres runs. */
const PLAIN_PATH = /^[\w./-]+$/;

/**
 * Copies a server that goes on working, as an operator does: its files between `pg_backup_start` and `pg_backup_stop`, which say from
 * where the log is to be read for them to fit together. `into` is then a folder for `restoreBackup`, or, with `standby.signal` in its
 * cluster, for a replica. With an archive it comes back when all that the copy needs is there.
 */
export async function baseBackup({ server, dataDir }: RunningServer, into: string): Promise<BaseBackup> {
  const begun = Date.now();
  const [from, cluster] = [path.join(dataDir, 'cluster'), path.join(into, 'cluster')];
  await mkdir(cluster, { recursive: true, mode: 0o700 });
  await onServer(server, async (client) => {
    await client.query(`SELECT pg_backup_start('marquee', true)`);
    const files = (await readdir(from)).filter((name) => !NOT_COPIED.includes(name));
    await copy(
      files.map((name) => path.join(from, name)),
      cluster,
    );
    const { rows } = await client.query<{ label: string; spaces: string }>(
      'SELECT labelfile AS label, spcmapfile AS spaces FROM pg_backup_stop(true)',
    );
    const account = await accountFor(dataDir);
    await giveTo(account, into);
    await giveTo(account, cluster);
    for (const folder of ['pg_wal', 'pg_replslot']) {
      await mkdir(path.join(cluster, folder), { mode: 0o700 });
      await giveTo(account, path.join(cluster, folder));
    }
    await writeForServer(path.join(cluster, 'backup_label'), rows[0]!.label);
    if (rows[0]!.spaces) await writeForServer(path.join(cluster, 'tablespace_map'), rows[0]!.spaces);
  });
  await copyFile(path.join(dataDir, 'password'), path.join(into, 'password'));
  return { bytes: await sizeOf(cluster), ms: Date.now() - begun };
}

/** Settings of a server that puts each finished segment of its log into `folder`, which is made; under another name until it is whole. */
export async function archiveTo(folder: string, dataDir: string): Promise<Record<string, string>> {
  if (!PLAIN_PATH.test(folder)) throw new Error(`An archive cannot be in ${folder}: only letters, digits and . _ - / may be in its path.`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await mkdir(dataDir, { recursive: true });
  await giveTo(await accountFor(dataDir), folder);
  const file = `${folder}/%f`;
  return { archive_mode: 'on', archive_command: `test ! -f ${file} && cp %p ${file}.part && sync ${file}.part && mv ${file}.part ${file}` };
}

/** Gives this moment a name in the log, for `restoreBackup`: what is committed before is in, what is committed later is not. */
export const nameMoment = (server: RunningServer['server'], name: string): Promise<void> =>
  onServer(server, async (client) => void (await client.query('SELECT pg_create_restore_point($1)', [name])));

/** Has the log up to now put into the archive, and waits for it. */
export async function archived(server: RunningServer['server'], folder: string): Promise<void> {
  const segment = await onServer(server, async (client) => {
    const { rows } = await client.query<{ name: string }>('SELECT pg_walfile_name(pg_switch_wal()) AS name');
    return rows[0]!.name;
  });
  for (const deadline = Date.now() + ARCHIVED_WITHIN_MS; !(await exists(path.join(folder, segment))); await sleep(20))
    if (Date.now() > deadline)
      throw new Error(`The log's segment ${segment} is not in the archive within ${ARCHIVED_WITHIN_MS / 1_000} s.`);
}

export interface Restore {
  /** What `baseBackup` made; it is left as it is, and can be restored again. */
  backup: string;
  archive: string;
  /** A folder of its own, as for `startEmbeddedPostgres`. */
  into: string;
  /** As given to `nameMoment`. */
  moment: string;
  settings?: Record<string, string>;
}

/**
 * A server as it was at a moment that was named, from a backup and the log after it. It takes changes when this comes back, on a history
 * of its own.
 *
 * @throws when the log does not reach the moment
 */
export async function restoreBackup({ backup, archive, into, moment, settings = {} }: Restore): Promise<EmbeddedPostgres> {
  await mkdir(into, { recursive: true, mode: 0o700 });
  await copy([path.join(backup, 'cluster'), path.join(backup, 'password')], into);
  await giveTo(await accountFor(path.join(backup, 'cluster')), into);
  await writeForServer(path.join(into, 'cluster', 'recovery.signal'), '');
  const notReached = (cause: unknown) =>
    new Error(`Nothing could be restored as of “${moment}”: the log in the archive does not reach it. ${(cause as Error).message}`, {
      cause,
    });
  const recovery = { restore_command: `cp ${archive}/%f %p`, recovery_target_name: moment, recovery_target_action: 'promote' };
  const server = await startEmbeddedPostgres({ dataDir: into, settings: { ...settings, ...recovery } }).catch((error: unknown) => {
    throw notReached(error);
  });
  try {
    await onServer(server, async (client) => {
      for (const deadline = Date.now() + RESTORED_WITHIN_MS; await isRecovering(client); await sleep(20))
        if (Date.now() > deadline) throw new Error(`The log was not replayed within ${RESTORED_WITHIN_MS / 1_000} s.`);
    });
    return server;
  } catch (error) {
    await server.stop();
    throw notReached(error);
  }
}

async function isRecovering(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ recovering: boolean }>('SELECT pg_is_in_recovery() AS recovering');
  return rows[0]!.recovering;
}

async function onServer<T>(server: RunningServer['server'], work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server.url('postgres') });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Files may go while they are copied, which `cp` then says; what was in them is in the log. */
/** A server that works deletes files meanwhile, which its log makes good; whatever else was not copied is missing. */
async function copy(from: readonly string[], to: string): Promise<void> {
  const copying = spawn('env', ['LC_ALL=C', 'cp', '-a', ...from, to], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  copying.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(copying, 'close')) as [number | null];
  const faults = said.split('\n').filter((line) => line && !line.endsWith('No such file or directory'));
  if (code === null || faults.length > 0) throw new Error(`The backup is not whole: ${faults[0] ?? 'copying was interrupted'}`);
}

/** The server runs as another account where this process is root. */
export async function writeForServer(file: string, text: string): Promise<void> {
  await writeFile(file, text);
  await chmod(file, 0o666);
}

/** Bytes of all files below a folder. */
export async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) bytes += (await lstat(path.join(entry.parentPath, entry.name))).size;
  return bytes;
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );
