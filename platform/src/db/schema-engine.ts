import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { MigrationAdapter } from './migration-adapter';

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
  try {
    const engine = await Engine.new({ datamodels: [[schemaPath, content]] }, () => undefined, adapter);
    const result = await work(engine);
    engine.free();
    return result;
  } catch (error) {
    // The engine's own report is a wall of text; the statement and Postgres's words about it say more.
    throw migrationAdapter.failure ?? error;
  } finally {
    await migrationAdapter.close();
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
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': withoutLingeringTimers(glue) });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as (() => void) | undefined)?.();
  return glue;
}

/** The engine gives its lock 10 s and forgets to take the timer back; a process that is done should not wait for it. */
function withoutLingeringTimers(glue: EngineModule): object {
  const imports: Array<[string, unknown]> = Object.entries(glue);
  const setUnheldTimeout = (callback: () => void, ms: number) => setTimeout(callback, ms).unref();
  return Object.fromEntries(imports.map(([name, value]) => [name, name.startsWith('__wbg_setTimeout_') ? setUnheldTimeout : value]));
}
