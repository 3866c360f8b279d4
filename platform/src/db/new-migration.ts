import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LOCK_FILE_CONTENT, migrationList, readMigrations } from './migration-folder';
import { withSchemaEngine } from './schema-engine';

export interface NewMigrationOptions {
  /** Any database on a server where a throw-away database may be created; nothing in it is read or changed. */
  url: string;
  name: string;
  migrationsDir: string;
  schemaFile: string;
}

/** The engine's exit code for "no difference". */
const SAME = 0;

/**
 * Writes the migration that leads from the existing ones to schema.prisma and returns its folder, or nothing when
 * there is no difference. To learn where the existing ones lead they are run in a throw-away database, hand-written
 * SQL included; what Prisma cannot express stays as it is, what it can must stand in schema.prisma too, or the new
 * migration would drop it (the README has the list).
 */
export async function createMigration(options: NewMigrationOptions): Promise<string | undefined> {
  const { migrationsDir, schemaFile, name } = options;
  const content = await readFile(schemaFile, 'utf8');
  const migrations = await readMigrations(migrationsDir);
  const from = { tag: 'migrations' as const, ...(await migrationList(migrationsDir, migrations)) };
  const to = { tag: 'schemaDatamodel' as const, files: [{ path: schemaFile, content }] };
  const filters = { externalTables: [], externalEnums: [] };
  const { stdout: script, exitCode } = await withSchemaEngine({ url: options.url, schema: { path: schemaFile, content } }, (engine) =>
    engine.diff({ from, to, script: true, exitCode: true, filters }),
  );
  if (exitCode === SAME || !script) return undefined;

  const folder = path.join(migrationsDir, `${timestamp(new Date())}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'migration.sql'), script);
  await writeFile(path.join(migrationsDir, 'migration_lock.toml'), LOCK_FILE_CONTENT, { flag: 'wx' }).catch(keepExisting);
  return folder;
}

/** As Prisma writes it, so that folders sort in the order in which they were made: 20261121093000. */
function timestamp(date: Date): string {
  return date.toISOString().replace(/\D/g, '').slice(0, 14);
}

function keepExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
