import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterTests, freshDatabase } from '@marquee/platform/testing';
import pg from 'pg';

const SUBGRAPH = join(__dirname, '../../subgraphs/curation');

/** What a job of a cluster does before new processes start: as often as it is run, and without anything but Postgres. */
test('MIGRATE_ON_START=only brings a database up to this version, and ends', async () => {
  const { url } = await freshDatabase('curation');
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  afterTests(() => pool.end());
  await pool.query('DROP SCHEMA public CASCADE');
  await pool.query('CREATE SCHEMA public');
  const env = {
    ...{ PATH: process.env['PATH'], NODE_ENV: 'production', MIGRATE_ON_START: 'only', LOG_LEVEL: 'info' },
    ...{ DATABASE_URL_CURATION: url, REDIS_URL: 'redis://127.0.0.1:1', PASSPORT_SECRET: 'x'.repeat(40) },
    ...{ FIELD_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`, FIELD_INDEX_KEY: 'y'.repeat(40), FILES: 'disk:/tmp/marquee-none' },
    ...{ FILES_URL: 'https://files.example.org' },
  };
  const migrate = () => promisify(execFile)(process.execPath, ['--import', 'tsx', join(SUBGRAPH, 'src/main.ts')], { env, cwd: SUBGRAPH });
  const applied = async () => (await pool.query<{ count: number }>('SELECT count(*)::int AS count FROM _prisma_migrations')).rows[0]!.count;
  const migrations = readdirSync(join(SUBGRAPH, 'prisma/migrations'), { withFileTypes: true }).filter((one) => one.isDirectory()).length;
  for (let n = 0; n < 2; n++) {
    expect((await migrate()).stdout).toContain('migrated');
    expect(await applied()).toBe(migrations);
  }
}, 240_000);
