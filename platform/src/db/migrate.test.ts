import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterTests } from '../testing/fresh-database';
import { serverUrl } from '../testing/server';
import { MIGRATIONS_DIR, PRISMA_DIR, SCHEMA_FILE } from './fixtures/database';
import { migrate, MigrationError } from './migrate';
import { createMigration } from './new-migration';

const INIT = '20261121080332_init';

test('creates the missing database, applies what is missing, and then finds nothing to do', async () => {
  const target = { ...unusedDatabase(), ...fixture() };
  expect(await migrate(target)).toEqual([INIT]);
  expect(await migrate(target)).toEqual([]);
  expect(await tables(target.url)).toEqual(['Account', 'Entry', '_prisma_migrations']);
});

test('leaves the record that prisma migrate deploy leaves', async () => {
  const target = { ...unusedDatabase(), ...fixture() };
  await migrate(target);
  const columns = await rows(
    target.url,
    `SELECT column_name AS name, data_type AS type, is_nullable AS nullable
     FROM information_schema.columns WHERE table_name = '_prisma_migrations' ORDER BY ordinal_position`,
  );
  expect(columns).toEqual([
    { name: 'id', type: 'character varying', nullable: 'NO' },
    { name: 'checksum', type: 'character varying', nullable: 'NO' },
    { name: 'finished_at', type: 'timestamp with time zone', nullable: 'YES' },
    { name: 'migration_name', type: 'character varying', nullable: 'NO' },
    { name: 'logs', type: 'text', nullable: 'YES' },
    { name: 'rolled_back_at', type: 'timestamp with time zone', nullable: 'YES' },
    { name: 'started_at', type: 'timestamp with time zone', nullable: 'NO' },
    { name: 'applied_steps_count', type: 'integer', nullable: 'NO' },
  ]);
  expect(await rows(target.url, 'SELECT * FROM _prisma_migrations')).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
      migration_name: INIT,
      started_at: expect.any(Date),
      finished_at: expect.any(Date),
      rolled_back_at: null,
      logs: null,
      applied_steps_count: 1,
    },
  ]);
});

test('lets five replicas migrate at once', async () => {
  const target = { ...unusedDatabase(), ...fixture() };
  const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(target)));
  expect(applied.flat()).toEqual([INIT]);
});

test('refuses a migration that was edited after it had been applied', async () => {
  const target = { ...unusedDatabase(), ...(await fixtureCopy()) };
  await migrate(target);
  const file = path.join(target.migrationsDir, INIT, 'migration.sql');
  await writeFile(file, `${await readFile(file, 'utf8')}\n-- a small improvement`);
  await expect(migrate(target)).rejects.toThrow(`Migration ${INIT} was edited after it had been applied`);
});

test('names the migration and the line that failed, keeps none of it, and succeeds once it is corrected', async () => {
  const target = { ...unusedDatabase(), ...(await fixtureCopy()) };
  const broken = 'CREATE TABLE "Half" (id int);\nALTER TABLE "Missing" ADD COLUMN x int;\n';
  await addMigration(target.migrationsDir, '20270101000000_broken', broken);
  const failure = await migrate(target).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(MigrationError);
  expect((failure as Error).message).toMatch(/^Migration 20270101000000_broken failed.*relation "Missing" does not exist/);
  expect(await tables(target.url)).not.toContain('Half');

  await addMigration(target.migrationsDir, '20270101000000_broken', 'CREATE TABLE "Whole" (id int);\n');
  expect(await migrate(target)).toEqual(['20270101000000_broken']);
  expect(await tables(target.url)).toContain('Whole');
});

test('runs hand-written SQL whole: extensions, generated columns, triggers with semicolons in their bodies', async () => {
  const target = { ...unusedDatabase(), ...(await fixtureCopy()) };
  await addMigration(target.migrationsDir, '20270101000000_by_hand', BY_HAND);
  await migrate(target);
  await rows(target.url, `INSERT INTO "Account" (name) VALUES ('The Rex; a hall')`);
  const found = await rows(target.url, `SELECT name, balance FROM "Account" WHERE search @@ to_tsquery('simple', 'rex')`);
  expect(found).toEqual([{ name: 'The Rex; a hall', balance: 10 }]);
  await expect(rows(target.url, `UPDATE "Account" SET balance = -1`)).rejects.toThrow('balance_not_negative');
});

test('a new migration holds the difference only, and leaves alone what was written by hand', async () => {
  const target = { ...unusedDatabase(), ...(await fixtureCopy()) };
  await addMigration(target.migrationsDir, '20270101000000_by_hand', BY_HAND);
  await migrate(target);
  const request = { url: target.url, schemaFile: target.schemaFile, migrationsDir: target.migrationsDir };
  const schema = await readFile(target.schemaFile, 'utf8');
  const withSearch = schema.replace(
    '  entries Entry[]',
    '  entries Entry[]\n  search Unsupported("tsvector")? @default(dbgenerated())\n\n  @@index([search], type: Gin)',
  );
  await writeFile(target.schemaFile, withSearch);
  expect(await createMigration({ ...request, name: 'nothing' })).toBeUndefined();

  await writeFile(target.schemaFile, withSearch.replace('  note      String', '  series    String?\n  note      String'));
  const folder = await createMigration({ ...request, name: 'add_series' });
  expect(folder).toMatch(/\d{14}_add_series$/);
  const sql = await readFile(path.join(folder ?? '', 'migration.sql'), 'utf8');
  expect(sql.trim()).toBe('-- AlterTable\nALTER TABLE "Entry" ADD COLUMN     "series" TEXT;');
  const databases = await rows(target.url, `SELECT datname FROM pg_database WHERE datname LIKE 'shadow%'`);
  expect(databases).toEqual([]);
});

test('the first migration of a new folder is the whole schema', async () => {
  const target = { ...unusedDatabase(), ...(await fixtureCopy()) };
  await rm(target.migrationsDir, { recursive: true });
  const folder = await createMigration({ ...target, url: serverUrl('postgres'), name: 'init' });
  expect(await readFile(path.join(folder ?? '', 'migration.sql'), 'utf8')).toBe(
    await readFile(path.join(MIGRATIONS_DIR, INIT, 'migration.sql'), 'utf8'),
  );
  expect(await readdir(target.migrationsDir)).toContain('migration_lock.toml');
});

const BY_HAND = `
CREATE EXTENSION IF NOT EXISTS pg_trgm;
ALTER TABLE "Account" ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('simple', name)) STORED;
CREATE INDEX "Account_search_idx" ON "Account" USING gin (search);
CREATE INDEX account_name_trgm ON "Account" USING gin (lower(name) gin_trgm_ops);
ALTER TABLE "Account" ADD CONSTRAINT balance_not_negative CHECK (balance >= 0);
CREATE FUNCTION welcome() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.balance := NEW.balance + 10;
  RETURN NEW;
END;
$$;
CREATE TRIGGER welcome BEFORE INSERT ON "Account" FOR EACH ROW EXECUTE FUNCTION welcome();
`;

function fixture() {
  return { schemaFile: SCHEMA_FILE, migrationsDir: MIGRATIONS_DIR };
}

async function fixtureCopy() {
  const directory = await mkdtemp(path.join(tmpdir(), 'marquee-migrations-'));
  afterTests(() => rm(directory, { recursive: true, force: true }));
  await cp(PRISMA_DIR, directory, { recursive: true });
  return { schemaFile: path.join(directory, 'schema.prisma'), migrationsDir: path.join(directory, 'migrations') };
}

async function addMigration(directory: string, name: string, sql: string): Promise<void> {
  await mkdir(path.join(directory, name), { recursive: true });
  await writeFile(path.join(directory, name, 'migration.sql'), sql);
}

/** A name that no database has yet; the database goes with the test server. */
function unusedDatabase(): { url: string } {
  return { url: serverUrl(`migrate_${randomBytes(6).toString('hex')}`) };
}

async function tables(url: string): Promise<string[]> {
  const found = await rows(url, `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename COLLATE "C"`);
  return found.map((row) => String(row['tablename']));
}

async function rows(url: string, text: string): Promise<Array<Record<string, unknown>>> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
