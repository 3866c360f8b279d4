import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { eventually, type Data } from '@marquee/platform/testing';
import { AddToImportDocument, ImportWorkDocument, StartImportDocument } from './generated/documents';
import { publisher, record, startImporting } from './importing';
import { sqlOn } from './sql';

const SIZE = 500;

test('an import survives processes that are killed in the middle: every record is taken in once', async () => {
  const world = await startImporting();
  const sql = sqlOn(world);
  const calendar = Array.from({ length: SIZE }, (_, n) =>
    record({
      name: `Night ${n}`,
      startDate: '2099-12-08T19:00:00',
      endDate: '2099-12-08T22:00:00',
      location: { name: `Night room ${n}` },
      description: '',
    }),
  );
  const half = (from: number) => ({ jsonLd: JSON.stringify(calendar.slice(from, from + SIZE / 2)), timezone: 'America/Toronto' });
  const { startImport } = await world.run(publisher, StartImportDocument, { input: { ...half(0), isComplete: false } });
  const { id } = (startImport as Data).import as { id: string };
  await world.run(publisher, AddToImportDocument, { input: { importId: id, jsonLd: half(SIZE / 2).jsonLd, isComplete: false } });
  // Complete only when this process has gone: those that are killed do all of it.
  await world.subgraph.stop();
  await sql(`UPDATE long_work SET state = 'QUEUED' WHERE id = $1`, [id]);

  const work = async () => (await sql('SELECT state, done, tries, failure FROM long_work WHERE id = $1', [id])).rows[0] as Data;
  let killed = 0;
  for (;;) {
    const before = await work();
    const child = start(world.databaseUrl);
    try {
      await eventually(async () => {
        const now = await work();
        expect(now.state === 'SUCCEEDED' || (now.done as number) > (before.done as number)).toBe(true);
      }, 60_000);
      if ((await work()).state === 'SUCCEEDED') break;
      // At any moment of the next chunk.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 800));
    } finally {
      await kill(child);
    }
    killed++;
  }
  expect(killed).toBeGreaterThan(1);
  expect(await work()).toMatchObject({ state: 'SUCCEEDED', done: SIZE, failure: null });
  expect((await sql('SELECT count(*)::int AS events, count(DISTINCT title)::int AS titles FROM events')).rows).toEqual([
    { events: SIZE, titles: SIZE },
  ]);
  expect((await sql('SELECT outcome, count(*)::int AS n FROM import_records GROUP BY outcome')).rows).toEqual([
    { outcome: 'CREATED', n: SIZE },
  ]);
  // As many facts as events: none was told twice, and none not at all.
  const told = await sql(`SELECT count(*)::int AS n FROM outbox WHERE topic = 'event.changed'`);
  expect(told.rows).toEqual([{ n: SIZE }]);
}, 300_000);

test('an import of 5,000 events, in parts of 200 kB, goes to its end, and its importer can page through what became of each', async () => {
  const world = await startImporting({}, true);
  const calendar = Array.from({ length: 5_000 }, (_, n) =>
    record({
      name: `Night ${n}`,
      startDate: `2099-${String(1 + (n % 12)).padStart(2, '0')}-08T19:00:00`,
      endDate: null,
      location: { name: `Night room ${n}` },
    }),
  );
  const parts = Array.from({ length: 13 }, (_, part) => calendar.slice(part * 400, (part + 1) * 400));
  const input = (part: Data[]) => ({ jsonLd: JSON.stringify(part), isComplete: part === parts.at(-1) });
  const { startImport } = await world.run(publisher, StartImportDocument, { input: { ...input(parts[0]!), timezone: 'America/Toronto' } });
  const { id } = (startImport as Data).import as { id: string };
  for (const part of parts.slice(1)) {
    const { addToImport } = await world.run(publisher, AddToImportDocument, { input: { importId: id, ...input(part) } });
    expect(addToImport).toMatchObject({ __typename: 'AddToImportSuccess' });
  }
  const look = async (page: Data) => (await world.run(publisher, ImportWorkDocument, { id, ...page })).importWork as Data;
  await eventually(async () => expect(await look({ first: 1 })).toMatchObject({ state: 'SUCCEEDED' }), 240_000);
  expect(await look({ last: 1 })).toMatchObject({
    ...{ total: 5_000, done: 5_000, created: 5_000, failure: null },
    records: { totalCount: 5_000, nodes: [{ index: 4_999, outcome: 'CREATED', event: { title: 'Night 4999' } }] },
  });
}, 400_000);

const start = (databaseUrl: string): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'importing.process.ts'), databaseUrl], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
