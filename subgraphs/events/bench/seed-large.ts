import { join, resolve } from 'node:path';
import { migrate, startEmbeddedPostgres } from '@marquee/platform';
import pg from 'pg';
import { fillLargeWorld, LARGE, type Size } from './large-world';
import { learnLargeWorld } from './learn-large-world';

export const LARGE_DATA_DIR = resolve(__dirname, '../../../.data/large');
export const LARGE_DATABASE = 'marquee_events_large';
/** Has that name until it is complete, so that nobody measures half a world. */
const UNFINISHED = `${LARGE_DATABASE}_unfinished`;

/** `npm run seed:large`, or with other sizes: `npm run seed:large -- --events=1000000 --attendances=3000000`. Starts from nothing each time. */
async function main(flags: readonly string[]): Promise<void> {
  const size = readSize(flags);
  const started = performance.now();
  const progress = (what: string) => console.log(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${what}`);
  const postgres = await startEmbeddedPostgres({ dataDir: LARGE_DATA_DIR, onProgress: progress });
  try {
    await onServer(postgres.url('postgres'), [
      `DROP DATABASE IF EXISTS ${LARGE_DATABASE} WITH (FORCE)`,
      `DROP DATABASE IF EXISTS ${UNFINISHED} WITH (FORCE)`,
    ]);
    const url = postgres.url(UNFINISHED);
    await migrate({ url, migrationsDir: join(__dirname, '../prisma/migrations'), schemaFile: join(__dirname, '../prisma/schema.prisma') });
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await fillLargeWorld(client, size, progress);
    await client.end();
    progress('popularity and meanings');
    await learnLargeWorld(url);
    await onServer(postgres.url('postgres'), [`ALTER DATABASE ${UNFINISHED} RENAME TO ${LARGE_DATABASE}`]);
    progress(`${size.events.toLocaleString('en')} events, ${size.attendances.toLocaleString('en')} answers: npm run bench:queries`);
  } finally {
    await postgres.stop();
  }
}

async function onServer(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

function readSize(flags: readonly string[]): Size {
  const size = { ...LARGE };
  for (const flag of flags) {
    const [, name, number] = /^--(events|attendances|people)=(\d+)$/.exec(flag) ?? [];
    if (!name || !number) throw new Error(`Unknown: ${flag}. Known: --events=, --attendances=, --people=`);
    size[name as keyof Size] = Number(number);
  }
  return size;
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
