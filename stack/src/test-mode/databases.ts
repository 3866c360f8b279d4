import pg from 'pg';
import { modules } from '../modules';

/** The five databases of a developer's world, beside those of the product or on the server of TEST_DATABASE_URL. */
export function databasesOf(
  developerId: string,
  liveUrls: Readonly<Record<string, string>>,
  server: string | undefined,
): Record<string, string> {
  const suffix = developerId.replaceAll('-', '');
  return Object.fromEntries(
    modules.map(({ name }) => {
      const url = new URL(server ?? liveUrls[name]!);
      url.pathname = `/marquee_test_${name}_${suffix}`;
      return [name, url.toString()];
    }),
  );
}

/** Those that are not there are passed over. */
export async function dropDatabases(urls: Readonly<Record<string, string>>): Promise<void> {
  for (const url of Object.values(urls)) {
    const server = new URL(url);
    const name = server.pathname.slice(1);
    server.pathname = '/postgres';
    const client = new pg.Client({ connectionString: server.toString(), connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
      await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
    } finally {
      await client.end();
    }
  }
}
