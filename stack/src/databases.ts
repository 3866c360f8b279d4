import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  CannotStart,
  embeddedPostgresLeft,
  faultOfPostgres,
  migrate,
  runningEmbeddedPostgres,
  sqlState,
  startEmbeddedPostgres,
} from '@marquee/platform';
import pg from 'pg';
import type { Environment, StackSettings } from './env';
import { modules } from './modules';
import type { Progress } from './progress';

export interface Databases {
  /** Connection address by subgraph name. */
  urls: Record<string, string>;
  /** Says to a start that follows that it is to wait for the end of this one. */
  stopsSoon(): Promise<void>;
  stop(): Promise<void>;
}

/** The five databases: on the server of DATABASE_URL, at DATABASE_URL_<SUBGRAPH>, or on an embedded Postgres; migrated either way. */
export async function openDatabases(settings: StackSettings, environment: Environment, progress: Progress): Promise<Databases> {
  const databases = await findDatabases(settings, environment, () => startServer(settings, progress));
  const { urls } = databases;
  try {
    await progress.step('Migrating five databases', () =>
      Promise.all(
        modules.map((module) =>
          migrate({
            url: urls[module.name]!,
            migrationsDir: join(module.directory, 'prisma/migrations'),
            schemaFile: join(module.directory, 'prisma/schema.prisma'),
          }),
        ),
      ),
    );
  } catch (error) {
    await databases.stop();
    throw error;
  }
  return databases;
}

/**
 * The same as they are, for an operator's command: nothing is migrated, and an embedded Postgres that the product runs at the moment is
 * the one that is asked.
 */
export async function reachDatabases(settings: StackSettings, environment: Environment, progress: Progress): Promise<Databases> {
  const databases = await findDatabases(settings, environment, async () => {
    const running = await runningEmbeddedPostgres(folderOf(settings));
    if (!running && !existsSync(join(folderOf(settings), 'cluster'))) throw nothingThere(`in ${resolve(settings.DATA_DIR)}`);
    return running ?? startServer(settings, progress);
  });
  try {
    for (const url of Object.values(databases.urls)) await refuseUnmade(url);
  } catch (error) {
    await databases.stop();
    throw error;
  }
  return databases;
}

/** Refuses a database that no product has ever opened, or that cannot be asked. */
async function refuseUnmade(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ made: boolean }>(`SELECT to_regclass('outbox') IS NOT NULL AS made`);
    if (!rows[0]!.made) throw nothingThere(`at ${placeOf(url)}`);
  } catch (error) {
    if (error instanceof CannotStart) throw error;
    throw sqlState(error) === '3D000' ? nothingThere(`at ${placeOf(url)}`) : new CannotStart(faultOfPostgres(error, url, 'DATABASE_URL')!);
  } finally {
    await client.end().catch(() => undefined);
  }
}

const nothingThere = (where: string) =>
  new CannotStart(`There is no data of Marquee ${where}. Start it once (npm start), or set DATA_DIR or DATABASE_URL to where its data is.`);

const placeOf = (url: string) => `${new URL(url).host}${new URL(url).pathname}`;

async function findDatabases(settings: StackSettings, environment: Environment, embedded: () => Promise<Server>): Promise<Databases> {
  const own = (name: string) => environment[`DATABASE_URL_${name.toUpperCase()}`];
  const needServer = modules.some((module) => !own(module.name));
  const server = settings.DATABASE_URL || !needServer ? null : await embedded();
  const onServer = (database: string) => (server ? server.url(database) : withDatabase(settings.DATABASE_URL!, database));
  const urls = Object.fromEntries(modules.map(({ name }) => [name, own(name) ?? onServer(`marquee_${name}`)]));
  return { urls, stopsSoon: async () => void (await server?.stopsSoon?.()), stop: async () => void (await server?.stop?.()) };
}

/** One that somebody else started is not ours to stop. */
interface Server {
  url(database: string): string;
  stopsSoon?(): Promise<void>;
  stop?(): Promise<void>;
}

/** A stack that was told to stop has the folder, and its ports, for some seconds more. */
const STOPS_WITHIN_MS = 30_000;

/** A start that follows at once, as after `npm start` was ended, which does not wait for its own, waits for the one before. */
export async function whenLeft(settings: StackSettings, tell: (line: string) => void): Promise<void> {
  await embeddedPostgresLeft(folderOf(settings), {
    withinMs: STOPS_WITHIN_MS,
    tell: ({ pid }) => tell(`Process ${pid}, which has the data in ${resolve(settings.DATA_DIR)}, is stopping: waiting for it`),
  });
}

const folderOf = ({ DATA_DIR }: StackSettings) => join(resolve(DATA_DIR), 'postgres');

const startServer = (settings: StackSettings, progress: Progress) =>
  progress.step('Starting the embedded Postgres', () => startEmbeddedPostgres({ dataDir: folderOf(settings) }));

function withDatabase(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.toString();
}
