import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, type Data } from '@marquee/platform/testing';
import { AddToImportDocument, StartImportDocument } from './generated/documents';
import { publisher, record, startImporting } from './importing';
import { sqlOn } from './sql';

const SIZE = Number(process.env.IMPORT_SIZE ?? 100_000);
const A_PART = 500;
const MOST_MEGABYTES = 1_000;

test(`${SIZE} records: killed in the middle and gone on with, none is taken in twice, and memory stays bounded`, async () => {
  const world = await startImporting();
  const sql = sqlOn(world);
  const part = (from: number) =>
    JSON.stringify(
      Array.from({ length: Math.min(A_PART, SIZE - from) }, (_, n) =>
        record({
          // Six digits: four would be read as a year, which tells no two events apart.
          name: `Night ${100_000 + from + n}`,
          startDate: `2099-${String(1 + ((from + n) % 12)).padStart(2, '0')}-${String(1 + ((from + n) % 28)).padStart(2, '0')}T${String((from + n) % 24).padStart(2, '0')}:00:00`,
          endDate: null,
          description: '',
          location: { name: `Room ${(from + n) % 1_000}` },
        }),
      ),
    );
  const { startImport } = await world.run(publisher, StartImportDocument, { input: { jsonLd: part(0), isComplete: false } });
  const { id } = (startImport as Data).import as { id: string };
  for (let from = A_PART; from < SIZE; from += A_PART) {
    const { addToImport } = await world.run(publisher, AddToImportDocument, {
      input: { importId: id, jsonLd: part(from), isComplete: false },
    });
    expect(addToImport).toMatchObject({ __typename: 'AddToImportSuccess' });
  }
  await world.subgraph.stop();
  await sql(`UPDATE long_work SET state = 'QUEUED' WHERE id = $1`, [id]);
  const work = async () => (await sql('SELECT state, done, failure FROM long_work WHERE id = $1', [id])).rows[0] as Data;
  let most = 0;
  for (const until of [SIZE / 4, SIZE / 2, SIZE]) {
    const child = start(world.databaseUrl);
    await eventually(async () => {
      most = Math.max(most, peakOf(child));
      expect((await work()).done).toBeGreaterThanOrEqual(until);
    }, 6_000_000);
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  expect(await work()).toMatchObject({ done: SIZE, failure: null });
  expect((await sql('SELECT count(*)::int AS events, count(DISTINCT title)::int AS titles FROM events')).rows).toEqual([
    { events: SIZE, titles: SIZE },
  ]);
  const told = await sql(`SELECT count(*)::int AS n FROM outbox WHERE topic = 'event.changed'`);
  expect(told.rows).toEqual([{ n: SIZE }]);
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(MOST_MEGABYTES);
}, 7_200_000);

const start = (databaseUrl: string): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'importing.process.ts'), databaseUrl], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });

/** The most memory that it ever had, in megabytes; 0 where the system does not tell. */
function peakOf({ pid }: ChildProcess): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_000;
  } catch {
    return 0;
  }
}
