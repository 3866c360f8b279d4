import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum, DriverAdapterError } from '@prisma/driver-adapter-utils';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory, SqlQuery } from '@prisma/driver-adapter-utils';
import { randomUUID } from 'node:crypto';
import pg from 'pg';

/**
 * Prisma's adapter splits a script at every semicolon, which breaks the bodies of functions and triggers, and gives it
 * to whichever connection is free. This one sends a script whole, on the single connection it has: Postgres then runs
 * it as one transaction, as it does under the native engine.
 */
export class MigrationAdapter implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = 'postgres';
  readonly adapterName = 'marquee-migrations';

  /** The first script that Postgres refused. */
  failure: ScriptError | undefined;
  private readonly disposals: Array<() => Promise<void>> = [];

  constructor(private readonly url: string) {}

  connect(): Promise<SqlDriverAdapter> {
    return this.open(this.url);
  }

  async connectToShadowDb(): Promise<SqlDriverAdapter> {
    const name = `shadow_${randomUUID()}`;
    await onServer(this.url, `CREATE DATABASE "${name}"`);
    const shadowUrl = new URL(this.url);
    shadowUrl.pathname = `/${name}`;
    return this.open(shadowUrl.href, () => onServer(this.url, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`));
  }

  /** The engine lets go of its connections when it is collected, and does not wait for their end. */
  async close(): Promise<void> {
    await Promise.all(this.disposals.map((dispose) => dispose()));
  }

  private async open(url: string, whenDisposed?: () => Promise<void>): Promise<SqlDriverAdapter> {
    const pool = new CatalogPool({ connectionString: url, max: 1 });
    pool.on('error', () => undefined);
    let disposed: Promise<unknown> | undefined;
    const dispose = async () => void (await (disposed ??= pool.end().then(whenDisposed)));
    this.disposals.push(dispose);
    const adapter = await new PrismaPg(pool).connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    return Object.assign(adapter, {
      queryRaw: async (query: SqlQuery) => {
        const answer = await queryRaw(query);
        for (const column of pool.charColumns) answer.columnTypes[column] = ColumnTypeEnum.Character;
        return answer;
      },
      executeScript: (script: string) => this.runScript(pool, script),
      dispose,
    });
  }

  private async runScript(pool: pg.Pool, script: string): Promise<void> {
    try {
      await pool.query(script);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      this.failure ??= new ScriptError(script, error);
      const { code = 'XX000', severity = 'ERROR', message, detail, column, hint } = error;
      throw new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint });
    }
  }
}

const CHAR = 18;
const TEXT = 25;

/**
 * Postgres's catalogs have columns of the one-byte type "char", which Prisma's adapter refuses. They pass through it as
 * text, and are remembered until the caller has put the type right; with one connection there is one answer at a time.
 */
class CatalogPool extends pg.Pool {
  charColumns: number[] = [];

  override query(...args: unknown[]): never {
    const answer = (super.query as (...forwarded: unknown[]) => Promise<pg.QueryResult>).apply(this, args);
    return answer.then((result) => this.hideCharColumns(result)) as never;
  }

  private hideCharColumns(result: pg.QueryResult): pg.QueryResult {
    this.charColumns = [];
    for (const [column, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID !== CHAR) continue;
      field.dataTypeID = TEXT;
      this.charColumns.push(column);
    }
    return result;
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A script that Postgres refused, with the line that it points at when it points at one. */
export class ScriptError extends Error {
  override name = 'ScriptError';

  constructor(script: string, cause: pg.DatabaseError) {
    super(`${positionOf(script, cause)}${cause.message}${cause.hint ? ` (${cause.hint})` : ''}`, { cause });
  }
}

/** Postgres gives no position for most failures at run time (a duplicate key); then its message has to do. */
function positionOf(script: string, { position }: pg.DatabaseError): string {
  if (!position) return ': ';
  const before = script.slice(0, Number(position) - 1);
  const line = before.split('\n').length;
  const text = script.split('\n')[line - 1]?.trim() ?? '';
  return `at line ${line}, "${text.slice(0, 200)}": `;
}
