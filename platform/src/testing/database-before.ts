import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterTests, freshDatabase } from './fresh-database';

export interface DatabaseBefore {
  sql(text: string, values?: unknown[]): Promise<pg.QueryResult>;
  /** Runs the migration. */
  migrate(): Promise<void>;
}

/**
 * A database as it was before one of a subgraph's migrations, to be filled with what was there then:
 * `await databaseBefore('events', '20261129010000_venue_scope')`.
 */
export async function databaseBefore(subgraph: string, migration: string): Promise<DatabaseBefore> {
  const prisma = path.resolve(__dirname, '../../../subgraphs', subgraph, 'prisma');
  const earlier = readdirSync(path.join(prisma, 'migrations')).filter((name) => name < migration || name.endsWith('.toml'));
  const prismaDir = mkdtempSync(path.join(tmpdir(), 'marquee-before-'));
  try {
    mkdirSync(path.join(prismaDir, 'migrations'));
    cpSync(path.join(prisma, 'schema.prisma'), path.join(prismaDir, 'schema.prisma'));
    for (const name of earlier)
      cpSync(path.join(prisma, 'migrations', name), path.join(prismaDir, 'migrations', name), { recursive: true });
    const { url } = await freshDatabase({ name: `${subgraph}_before_${migration.replace(/^\d+_/, '')}`, prismaDir });
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    afterTests(() => pool.end());
    return {
      sql: (text, values) => pool.query(text, values),
      migrate: async () => void (await pool.query(readFileSync(path.join(prisma, 'migrations', migration, 'migration.sql'), 'utf8'))),
    };
  } finally {
    rmSync(prismaDir, { recursive: true, force: true });
  }
}
