import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { baseBackup, startEmbeddedPostgres, writeForServer, type EmbeddedPostgres } from '../db';

/** A Postgres that others can follow, with commits that are on its way to them when they are answered. */
export const PRIMARY_SETTINGS = { synchronous_commit: 'on', wal_keep_size: '512MB' };

/**
 * A second server that follows the first by streaming, made as an operator makes one: a backup of the first, which goes on working, and
 * what follows is read from it. `dataDir` is that of the first.
 */
export async function streamingReplica(primary: EmbeddedPostgres, dataDir: string): Promise<EmbeddedPostgres> {
  const own = await mkdtemp(path.join(tmpdir(), 'marquee-replica-'));
  await baseBackup({ server: primary, dataDir }, own);
  await writeForServer(path.join(own, 'cluster', 'standby.signal'), '');
  const { password } = new URL(primary.url('postgres'));
  const primary_conninfo = `host=127.0.0.1 port=${primary.port} user=postgres password=${password}`;
  return startEmbeddedPostgres({ dataDir: own, ephemeral: true, settings: { primary_conninfo } });
}
