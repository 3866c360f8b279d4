import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createMigration } from '../db';
import { serverUrl } from '../testing/server';

const SQL_DIR = path.resolve(__dirname, '../../sql');

test.each(['messaging', 'idempotency', 'learning', 'long-work', 'exports'])(
  'the Prisma models of %s say what its SQL says: copied together, a subgraph has no difference to migrate',
  async (what) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tables-'));
    try {
      const [schemaFile, migrationsDir] = [path.join(folder, 'schema.prisma'), path.join(folder, 'migrations')];
      const models = await readFile(path.join(SQL_DIR, `${what}.prisma`), 'utf8');
      await writeFile(schemaFile, `datasource db {\n  provider = "postgresql"\n}\n\n${models}`);
      await mkdir(path.join(migrationsDir, '20260101000000_tables'), { recursive: true });
      await cp(path.join(SQL_DIR, `${what}.sql`), path.join(migrationsDir, '20260101000000_tables/migration.sql'));
      await writeFile(path.join(migrationsDir, 'migration_lock.toml'), 'provider = "postgresql"\n');
      const made = await createMigration({ url: serverUrl('postgres'), name: 'difference', schemaFile, migrationsDir });
      expect(made && (await readFile(path.join(made, 'migration.sql'), 'utf8'))).toBeUndefined();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);
