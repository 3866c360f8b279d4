import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../db';

/** A Postgres that others can follow, with commits that are on its way to them when they are answered. */
export const PRIMARY_SETTINGS = { synchronous_commit: 'on', wal_keep_size: '512MB' };

/**
 * A second server that follows the first by streaming, as an operator makes one: the files are copied between `pg_backup_start` and
 * `pg_backup_stop`, and what follows is read from the first. `dataDir` is that of the first.
 */
export async function streamingReplica(primary: EmbeddedPostgres, dataDir: string): Promise<EmbeddedPostgres> {
  const own = await mkdtemp(path.join(tmpdir(), 'marquee-replica-'));
  const cluster = path.join(own, 'cluster');
  const url = new URL(primary.url('postgres'));
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await mkdir(own, { recursive: true });
    await client.query(`SELECT pg_backup_start('replica', true)`);
    await copy(path.join(dataDir, 'cluster'), cluster);
    const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
    for (const file of ['postmaster.pid', 'postmaster.opts']) await rm(path.join(cluster, file), { force: true });
    await writeForServer(path.join(cluster, 'backup_label'), rows[0]!.labelfile);
    await writeForServer(path.join(cluster, 'standby.signal'), '');
    await copyFile(path.join(dataDir, 'password'), path.join(own, 'password'));
  } finally {
    await client.end();
  }
  const primary_conninfo = `host=127.0.0.1 port=${primary.port} user=postgres password=${url.password}`;
  return startEmbeddedPostgres({ dataDir: own, ephemeral: true, settings: { primary_conninfo } });
}

/** Files may go while they are copied; what was in them is in the log. */
async function copy(from: string, to: string): Promise<void> {
  await once(spawn('cp', ['-a', from, to], { stdio: 'ignore' }), 'exit');
}

/** It runs as another account where this process is root. */
async function writeForServer(file: string, text: string): Promise<void> {
  await writeFile(file, text);
  await chmod(file, 0o666);
}
