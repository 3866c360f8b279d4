/* eslint-disable no-console -- a command speaks to its user */
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createMigration, startEmbeddedPostgres } from '../platform/src/db';

/** `npm run migrate:new -- events add_series`: writes the migration from the last one to schema.prisma. */
async function main([subgraph, name]: string[]): Promise<void> {
  const root = path.resolve(__dirname, '..');
  const prismaDir = path.join(root, 'subgraphs', subgraph ?? '', 'prisma');
  const schemaFile = path.join(prismaDir, 'schema.prisma');
  if (!subgraph || !name || !existsSync(schemaFile)) {
    throw new Error('usage: npm run migrate:new -- <subgraph> <name_of_the_change>');
  }
  const dataDir = await mkdtemp(path.join(tmpdir(), 'marquee-migration-'));
  const postgres = await startEmbeddedPostgres({ dataDir, ephemeral: true });
  try {
    const url = postgres.url('postgres');
    const folder = await createMigration({ url, name, schemaFile, migrationsDir: path.join(prismaDir, 'migrations') });
    console.log(folder ? `wrote ${path.relative(root, folder)}/migration.sql` : 'schema.prisma and migrations agree');
  } finally {
    await postgres.stop();
  }
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
