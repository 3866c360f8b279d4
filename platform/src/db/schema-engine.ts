import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, DriverAdapterError } from '@prisma/driver-adapter-utils';
import type { SqlDriverAdapter, SqlQuery, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';

/** Node has it, but neither @types/node 20 nor a library of TypeScript without the browser's declares it. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

declare global {
  /** A panicking engine reports here before it throws; without it the report itself would fail, and loudly. */
  var PRISMA_WASM_PANIC_REGISTRY: { set_message(message: string): void } | undefined;
}

export interface EngineTarget {
  url: string;
  /** Path and text of schema.prisma. */
  schema: { path: string; content: string };
}

/**
 * Runs `work` with Prisma's schema engine, the same code that `prisma migrate` runs, compiled to WebAssembly: it comes
 * with npm, while the native engine has to be downloaded from a server that a firewall may hide.
 */
export async function withSchemaEngine<T>(target: EngineTarget, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const { SchemaEngine: Engine } = await loadEngine();
  const migrationAdapter = new MigrationAdapter(target.url);
  const adapter = bindMigrationAwareSqlAdapterFactory(migrationAdapter);
  const { path: schemaPath, content } = target.schema;
  const engine = await Engine.new({ datamodels: [[schemaPath, content]] }, () => undefined, adapter);
  try {
    return await work(engine);
  } catch (error) {
    // The engine's own report is a wall of text; the statement and Postgres's words about it say more.
    throw migrationAdapter.failure ?? error;
  } finally {
    await migrationAdapter.close();
    engine.free();
  }
}

type EngineModule = typeof import('@prisma/schema-engine-wasm/schema_engine_bg');
let loaded: Promise<EngineModule> | undefined;

/** The package's own entry imports the .wasm file as a module, which Node cannot do without a flag. */
function loadEngine(): Promise<EngineModule> {
  return (loaded ??= instantiate());
}

async function instantiate(): Promise<EngineModule> {
  globalThis.PRISMA_WASM_PANIC_REGISTRY ??= { set_message: () => undefined };
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const file = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(path.join(path.dirname(file), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as (() => void) | undefined)?.();
  return glue;
}

/**
 * Prisma's adapter splits a script at every semicolon, which breaks the bodies of functions and triggers, and gives it
 * to whichever connection is free. This one sends a script whole, on the single connection it has: Postgres then runs
 * it as one transaction, as it does under the native engine.
 */
class MigrationAdapter implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = 'postgres';
  readonly adapterName = 'marquee-migrations';

  failure: ScriptError | undefined;
  private readonly pools = new Set<pg.Pool>();

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

  /** The engine disposes of its connections when it is collected, which is too late for a script that wants to end. */
  async close(): Promise<void> {
    await Promise.all([...this.pools].map((pool) => this.end(pool)));
  }

  private async open(url: string, whenDisposed?: () => Promise<void>): Promise<SqlDriverAdapter> {
    const pool = new CatalogPool({ connectionString: url, max: 1 });
    pool.on('error', () => undefined);
    this.pools.add(pool);
    const adapter = await new PrismaPg(pool).connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    return Object.assign(adapter, {
      queryRaw: async (query: SqlQuery) => {
        const answer = await queryRaw(query);
        for (const column of pool.charColumns) answer.columnTypes[column] = ColumnTypeEnum.Character;
        return answer;
      },
      executeScript: (script: string) => this.runScript(pool, script),
      dispose: async () => {
        await this.end(pool);
        await whenDisposed?.();
      },
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

  private async end(pool: pg.Pool): Promise<void> {
    if (this.pools.delete(pool)) await pool.end();
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
