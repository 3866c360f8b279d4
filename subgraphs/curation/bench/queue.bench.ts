import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, silentLogger, startEmbeddedPostgres } from '@marquee/platform';
import { openDatabase } from '../src/db';
import type { Prisma } from '../src/generated/prisma/client';
import { queueCount, queueEntries } from '../src/modules/queue/queue-entries.sql';
import { everything, fillQueue, filtersOf, page } from './waiting';

const WAITING = 200_000;
const MOST_MS = 50;
const TURNS = 40;
const WARM_UP = 5;

/**
 * `npm run bench:queue`: 200,000 that wait. Tells P95 of the first page with its number, and of a page in the midst, by each filter; ends with
 * code 1 where one takes 50 ms.
 */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'marquee-bench-queue-'));
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  const url = postgres.url('queue');
  try {
    await migrate({ url, migrationsDir: join(__dirname, '../prisma/migrations'), schemaFile: join(__dirname, '../prisma/schema.prisma') });
    const db = openDatabase(url, silentLogger);
    const client = await db.pool.connect();
    const { now, middle } = await fillQueue(client, WAITING).finally(() => client.release());
    const ask = (statement: Prisma.Sql) => db.prisma.$queryRaw(statement);
    console.log(`${WAITING} wait; P95 of ${TURNS} in ms: the first page and its number, a page in the midst`);
    for (const [name, filter] of filtersOf((hours) => new Date(now.getTime() - hours * 3_600_000))) {
      const selection = { ...everything(now), ...filter };
      const first = await p95(async () => {
        await ask(queueEntries(page(), selection));
        await ask(queueCount(selection));
      });
      const midst = await p95(() => ask(queueEntries(page(middle), selection)));
      if (Math.max(first, midst) >= MOST_MS) process.exitCode = 1;
      console.log(`${name.padEnd(28)} ${first.toFixed(1).padStart(8)} ${midst.toFixed(1).padStart(8)}`);
    }
    await db.close();
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function p95(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let turn = -WARM_UP; turn < TURNS; turn++) {
    const began = performance.now();
    await work();
    if (turn >= 0) times.push(performance.now() - began);
  }
  return times.sort((one, other) => one - other)[Math.ceil(TURNS * 0.95) - 1]!;
}

void main();
