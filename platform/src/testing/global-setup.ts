import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { startEmbeddedPostgres } from '../db/embedded';
import { quickFolder } from './quick-folder';
import { announceServer } from './server';

/** One Postgres for the whole run; returns what ends it. It is gone after the run, even when the run is killed. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(quickFolder(), 'marquee-test-'));
  const settings = { shared_buffers: '64MB', max_wal_size: '256MB', autovacuum: 'off' };
  const postgres = await startEmbeddedPostgres({ dataDir, ephemeral: true, settings });
  announceServer(postgres.url('postgres'));
  return () => postgres.stop();
}
