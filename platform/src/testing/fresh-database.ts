import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { migrate } from '../db/migrate';
import { serverUrl } from './server';

export interface FreshDatabase {
  url: string;
  /** Ends connections that are still open. Called by itself after the test file; may be called before, and twice. */
  drop(): Promise<void>;
}

/** What a template is made of, when it is not a subgraph's. */
export interface DatabaseSource {
  name: string;
  /** The folder with schema.prisma and migrations. */
  prismaDir: string;
}

const ROOT = path.resolve(__dirname, '../../..');
const TEMPLATE_LOCK = 4_210_732;

/**
 * A migrated, empty database of the caller's own: `await freshDatabase('events')`. The migrations run once per test
 * run, into a template; every further database is a copy of its files.
 */
export async function freshDatabase(source: string | DatabaseSource): Promise<FreshDatabase> {
  const { name, prismaDir } = typeof source === 'string' ? subgraph(source) : source;
  const database = `test_${name}_${randomBytes(6).toString('hex')}`;
  await onServer(async (client) => {
    const template = await ensureTemplate(client, name, prismaDir);
    await client.query(`CREATE DATABASE ${database} TEMPLATE ${template} STRATEGY FILE_COPY`);
  });
  let dropped: Promise<void> | undefined;
  const drop = () => (dropped ??= onServer(async (client) => void (await client.query(`DROP DATABASE ${database} WITH (FORCE)`))));
  drops.add(drop);
  return { url: serverUrl(database), drop };
}

// A pool has ended before its last connections are closed. That the dropping of their database ends them is nobody's error then.
const endPool = pg.Pool.prototype.end as (this: pg.Pool, ...given: unknown[]) => Promise<void>;
pg.Pool.prototype.end = function (this: pg.Pool, ...given: unknown[]) {
  this.on('error', () => undefined);
  return endPool.apply(this, given);
} as typeof pg.Pool.prototype.end;

const closers: Array<() => Promise<unknown>> = [];
const drops = new Set<() => Promise<void>>();

/** Registers what must be closed when the test file is done, before its databases go; the last registered goes first. */
export function afterTests(close: () => Promise<unknown>): void {
  closers.push(close);
}

/** Runs by itself after each test file that imports the test kit. */
export async function closeAll(): Promise<void> {
  for (let close = closers.pop(); close; close = closers.pop()) await close();
  await Promise.all([...drops].map((drop) => drop()));
  drops.clear();
}

function subgraph(name: string): DatabaseSource {
  return { name, prismaDir: path.join(ROOT, 'subgraphs', name, 'prisma') };
}

/** Made by whichever worker comes first; a database is marked as a template only when it is complete. */
async function ensureTemplate(client: pg.Client, name: string, prismaDir: string): Promise<string> {
  const template = `template_${name}`;
  if (await isReady(client, template)) return template;
  await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    if (await isReady(client, template)) return template;
    await client.query(`DROP DATABASE IF EXISTS ${template}`);
    await migrate({ url: serverUrl(template), ...(await sources(prismaDir)) });
    await client.query(`ALTER DATABASE ${template} IS_TEMPLATE true`);
    return template;
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

async function sources(prismaDir: string): Promise<{ schemaFile: string; migrationsDir: string }> {
  const schemaFile = path.join(prismaDir, 'schema.prisma');
  await stat(schemaFile);
  return { schemaFile, migrationsDir: path.join(prismaDir, 'migrations') };
}

async function isReady(client: pg.Client, template: string): Promise<boolean> {
  const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate', [template]);
  return found.rowCount === 1;
}

async function onServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(serverUrl('postgres'));
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
