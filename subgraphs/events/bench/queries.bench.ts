import { existsSync } from 'node:fs';
import { startEmbeddedPostgres } from '@marquee/platform';
import { countStatements } from '@marquee/platform/testing';
import pg from 'pg';
import { startAsking, type Asking } from './asking';
import { capture } from './capture';
import { LARGE } from './large-world';
import { plansOf } from './plans';
import { benchQueries, type BenchQuery } from './queries';
import { LARGE_DATABASE, LARGE_DATA_DIR } from './seed-large';

const RUNS = 40;
const WARM_UP = 5;

/**
 * `npm run bench:queries`, over what `npm run seed:large` made: how long the common questions take (p50 and p95, through the subgraph's
 * executor, nothing cached), how many statements they cost, and by which indexes they are answered. Ends with code 1 when a growing
 * table is read row by row where it must not be, or an index that a question is made for is not used.
 */
async function main(): Promise<void> {
  if (!existsSync(LARGE_DATA_DIR)) throw new Error('There is no large world yet: npm run seed:large');
  const postgres = await startEmbeddedPostgres({ dataDir: LARGE_DATA_DIR });
  const url = postgres.url(LARGE_DATABASE);
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => undefined);
  const asking = await startAsking(url);
  const faults: string[] = [];
  try {
    for (const query of benchQueries(LARGE)) {
      const { p50, p95, statements, indexes, scans } = await measure(asking, pool, query);
      console.log(`${query.name}\n  p50 ${p50.toFixed(1)} ms   p95 ${p95.toFixed(1)} ms   ${statements} statements`);
      console.log(`  indexes: ${indexes.join(', ')}${scans.length ? `\n  row by row: ${scans.join(', ')}` : ''}`);
      const wrong = scans.filter((table) => !query.mayScan?.includes(table));
      if (wrong.length) faults.push(`${query.name}: reads ${wrong.join(' and ')} row by row`);
      const missing = query.uses.filter((index) => !indexes.includes(index));
      if (missing.length) faults.push(`${query.name}: does not use ${missing.join(' and ')}`);
    }
  } finally {
    await asking.stop();
    await pool.end();
    await postgres.stop();
  }
  if (faults.length) throw new Error(`Without an index:\n  ${faults.join('\n  ')}`);
}

async function measure(asking: Asking, pool: pg.Pool, query: BenchQuery) {
  for (let n = 0; n < WARM_UP; n++) await asking.ask(query, n);
  const captured = [];
  for (let n = 0; n < WARM_UP; n++) captured.push(...(await capture(() => asking.ask(query, n))).statements);
  const times: number[] = [];
  const counts: number[] = [];
  for (let n = 0; n < RUNS; n++) {
    const before = performance.now();
    const counted = await countStatements(asking.subgraph, () => asking.ask(query, n));
    times.push(performance.now() - before);
    counts.push(counted.statements);
  }
  const share = (numbers: number[], part: number) => numbers.toSorted((a, b) => a - b)[Math.floor(RUNS * part)]!;
  // The middle count: now and then the relay looks into its outbox meanwhile.
  return { p50: share(times, 0.5), p95: share(times, 0.95), statements: share(counts, 0.5), ...(await plansOf(pool, captured)) };
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
