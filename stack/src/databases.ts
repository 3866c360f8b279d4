import { join, resolve } from 'node:path';
import { migrate, runningEmbeddedPostgres, startEmbeddedPostgres } from '@marquee/platform';
import type { Environment, StackSettings } from './env';
import { modules } from './modules';
import type { Progress } from './progress';

export interface Databases {
  /** Connection address by subgraph name. */
  urls: Record<string, string>;
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
export function reachDatabases(settings: StackSettings, environment: Environment, progress: Progress): Promise<Databases> {
  return findDatabases(
    settings,
    environment,
    async () => (await runningEmbeddedPostgres(folderOf(settings))) ?? startServer(settings, progress),
  );
}

async function findDatabases(settings: StackSettings, environment: Environment, embedded: () => Promise<Server>): Promise<Databases> {
  const own = (name: string) => environment[`DATABASE_URL_${name.toUpperCase()}`];
  const needServer = modules.some((module) => !own(module.name));
  const server = settings.DATABASE_URL || !needServer ? null : await embedded();
  const onServer = (database: string) => (server ? server.url(database) : withDatabase(settings.DATABASE_URL!, database));
  const urls = Object.fromEntries(modules.map(({ name }) => [name, own(name) ?? onServer(`marquee_${name}`)]));
  return { urls, stop: async () => void (await server?.stop?.()) };
}

/** One that somebody else started is not ours to stop. */
interface Server {
  url(database: string): string;
  stop?(): Promise<void>;
}

const folderOf = ({ DATA_DIR }: StackSettings) => join(resolve(DATA_DIR), 'postgres');

const startServer = (settings: StackSettings, progress: Progress) =>
  progress.step('Starting the embedded Postgres', () => startEmbeddedPostgres({ dataDir: folderOf(settings) }));

function withDatabase(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.toString();
}
