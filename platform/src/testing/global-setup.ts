import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../db/embedded';
import { quickFolder } from './quick-folder';
import { announceServer } from './server';

declare global {
  // `var`, because the teardown is loaded apart from this module and shares nothing but globals.
  var marqueeTestPostgres: EmbeddedPostgres | undefined;
}

/** Jest's global setup: one Postgres for the whole run. It is gone after the run, even when jest is killed. */
export default async function globalSetup(): Promise<void> {
  const dataDir = await mkdtemp(path.join(quickFolder(), 'marquee-test-'));
  const postgres = await startEmbeddedPostgres({
    dataDir,
    ephemeral: true,
    settings: { shared_buffers: '64MB', max_wal_size: '256MB', autovacuum: 'off' },
  });
  globalThis.marqueeTestPostgres = postgres;
  announceServer(postgres.url('postgres'));
}
