import pg from 'pg';
import { afterTests } from '@marquee/platform/testing';

export type Sql = (text: string, values?: unknown[]) => Promise<pg.QueryResult>;

/** Straight to a test's database, for what would take too long through the API. Closed after the test file by itself. */
export function sqlOn({ databaseUrl }: { databaseUrl: string }): Sql & { pool: pg.Pool } {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  afterTests(() => pool.end());
  return Object.assign((text: string, values?: unknown[]) => pool.query(text, values), { pool });
}
