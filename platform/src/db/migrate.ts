import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { ScriptError } from './migration-adapter';
import { migrationList, readMigrations, type Migration } from './migration-folder';
import { DUPLICATE_DATABASE, sqlState, UNDEFINED_DATABASE, UNDEFINED_TABLE, UNIQUE_VIOLATION } from './postgres-errors';
import { withSchemaEngine } from './schema-engine';

export interface MigrateOptions {
  url: string;
  migrationsDir: string;
  schemaFile: string;
  onProgress?: (message: string) => void;
}

/** Two of our own processes must not migrate one database at once; any number that Prisma does not use will do. */
const OUR_LOCK = 4_210_731;
/** The lock that `prisma migrate deploy` holds while it works. */
const PRISMA_LOCK = 72_707_369;
const NO_FILTER = { externalTables: [], externalEnums: [] };

/**
 * Brings a database up to the last migration of a folder and returns the names of those it applied. The database is
 * created when it is missing. Bookkeeping is Prisma's (`_prisma_migrations`), so `prisma migrate deploy` may take over
 * at any time. Any number of processes may call this at once: one works, the others wait and find nothing to do.
 *
 * A migration in the database that the folder lacks is accepted: an older replica may start beside a newer one.
 *
 * @throws MigrationError when a migration fails, or was edited after it had been applied
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const migrations = await readMigrations(options.migrationsDir);
  const client = await connectOrCreate(options);
  try {
    if (pending(migrations, await appliedMigrations(client)).length === 0) return [];
    await client.query('SELECT pg_advisory_lock($1)', [OUR_LOCK]);
    // The lock goes with the connection, in `finally`.
    return await applyPending(client, migrations, options);
  } finally {
    await client.end();
  }
}

export class MigrationError extends Error {
  override name = 'MigrationError';
}

async function applyPending(client: pg.Client, migrations: Migration[], options: MigrateOptions): Promise<string[]> {
  const names = pending(migrations, await appliedMigrations(client));
  if (names.length === 0) return [];
  await forgetInterrupted(client);
  options.onProgress?.(`applying ${names.length === 1 ? names[0] : `${names.length} migrations`}`);

  const content = await readFile(options.schemaFile, 'utf8');
  const list = await migrationList(options.migrationsDir, migrations);
  const target = { url: options.url, schema: { path: options.schemaFile, content } };
  try {
    const result = await withSchemaEngine(target, (engine) => engine.applyMigrations({ migrationsList: list, filters: NO_FILTER }));
    return result.appliedMigrationNames;
  } catch (error) {
    throw await describeFailure(client, error);
  }
}

interface AppliedMigration {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

/** Migrations on record, leaving out those that were rolled back. */
async function appliedMigrations(client: pg.Client): Promise<AppliedMigration[]> {
  try {
    const result = await client.query<AppliedMigration>(
      'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    );
    return result.rows;
  } catch (error) {
    if (sqlState(error) === UNDEFINED_TABLE) return [];
    throw error;
  }
}

/** Names of the migrations still to apply; refuses a history that is not the one the database went through. */
function pending(migrations: Migration[], applied: AppliedMigration[]): string[] {
  const finished = new Map(applied.filter((row) => row.finished_at).map((row) => [row.migration_name, row.checksum]));
  const edited = migrations.find(({ name, checksum }) => finished.has(name) && finished.get(name) !== checksum);
  if (edited) {
    throw new MigrationError(
      `Migration ${edited.name} was edited after it had been applied. Undo the edit and write a new migration instead.`,
    );
  }
  return migrations.map(({ name }) => name).filter((name) => !finished.has(name));
}

/**
 * A row without an end is left by a run that failed or was killed. Postgres runs a migration's script as one
 * transaction, so nothing of it remains and it can be tried again; Prisma would ask for `migrate resolve` first.
 * While a `prisma migrate deploy` is at work its row has no end either: hence the wait for its lock.
 */
async function forgetInterrupted(client: pg.Client): Promise<void> {
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK]);
    await client.query('UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL');
  } catch (error) {
    if (sqlState(error) !== UNDEFINED_TABLE) throw error;
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [PRISMA_LOCK]);
  }
}

async function describeFailure(client: pg.Client, error: unknown): Promise<unknown> {
  const failed = (await appliedMigrations(client)).find((row) => row.finished_at === null);
  if (!failed || !(error instanceof ScriptError)) return error;
  return new MigrationError(`Migration ${failed.migration_name} failed ${error.message}`, { cause: error });
}

async function connectOrCreate(options: MigrateOptions): Promise<pg.Client> {
  try {
    return await connect(options.url);
  } catch (error) {
    if (sqlState(error) !== UNDEFINED_DATABASE) throw error;
    await createDatabaseOnServer(options);
    return connect(options.url);
  }
}

async function createDatabaseOnServer({ url, onProgress }: MigrateOptions): Promise<void> {
  const server = new URL(url);
  const name = decodeURIComponent(server.pathname.slice(1));
  server.pathname = '/postgres';
  onProgress?.(`creating database ${name}`);
  const client = await connect(server.href);
  try {
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    // A replica that started at the same moment was quicker.
    const state = sqlState(error);
    if (state !== DUPLICATE_DATABASE && state !== UNIQUE_VIOLATION) throw error;
  } finally {
    await client.end();
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
