import { join } from 'node:path';
import { migrate, startEmbeddedPostgres } from '@marquee/platform';
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
  const own = (name: string) => environment[`DATABASE_URL_${name.toUpperCase()}`];
  const needServer = modules.some((module) => !own(module.name));
  const server = settings.DATABASE_URL || !needServer ? null : await startServer(settings, progress);
  const onServer = (database: string) => (server ? server.url(database) : withDatabase(settings.DATABASE_URL!, database));
  const urls = Object.fromEntries(modules.map(({ name }) => [name, own(name) ?? onServer(`marquee_${name}`)]));
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
    await server?.stop();
    throw error;
  }
  return { urls, stop: async () => void (await server?.stop()) };
}

const startServer = (settings: StackSettings, progress: Progress) =>
  progress.step('Starting the embedded Postgres', () => startEmbeddedPostgres({ dataDir: join(settings.DATA_DIR, 'postgres') }));

function withDatabase(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.toString();
}
