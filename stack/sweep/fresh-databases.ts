import { freshDatabase } from '@marquee/platform/testing';
import { DATABASES, type DatabaseName } from './ground';

/** Five migrated, empty databases for a sweep in a test. */
export async function freshDatabases(): Promise<Record<DatabaseName, string>> {
  const urls = await Promise.all(DATABASES.map(async (name) => [name, (await freshDatabase(name)).url] as const));
  return Object.fromEntries(urls) as Record<DatabaseName, string>;
}
