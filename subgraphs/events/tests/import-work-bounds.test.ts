import type { Viewer } from '@marquee/platform';
import { aViewer, eventually, type Data } from '@marquee/platform/testing';
import { AddToImportDocument, ImportWorkDocument, StartImportDocument } from './generated/documents';
import { publisher, record, startImporting, type ImportWorld } from './importing';
import { HOUR } from './world';

let world: ImportWorld;
beforeAll(async () => {
  world = await startImporting({ NEW_ACCOUNT_IMPORTED_EVENTS: '40' }, true);
});
beforeEach(async () => {
  await world.sql('DELETE FROM long_work');
  await world.clear();
});

const calendar = (size: number): Data[] => Array.from({ length: size }, (_, n) => record({ name: `Night ${n}`, location: `Room ${n}` }));
/** Events that share one description: 200 kB that are `size` times as much once each has it. */
const sharing = (size: number, characters: number): Data => ({
  '@graph': [
    { '@id': '#words', text: 'x'.repeat(characters) },
    ...Array.from({ length: size }, (_, n) => ({ '@type': 'Event', '@id': `e${n}`, name: `N ${n}`, description: { '@id': '#words' } })),
  ],
});

const start = async (by: Viewer, document: unknown, input: Data = {}): Promise<Data> =>
  (await world.run(by, StartImportDocument, { input: { jsonLd: JSON.stringify(document), ...input } })).startImport;
const add = async (by: Viewer, importId: string, document: unknown, input: Data = {}): Promise<Data> =>
  (await world.run(by, AddToImportDocument, { input: { importId, jsonLd: JSON.stringify(document), ...input } })).addToImport;
const reached = (by: Viewer, { import: { id } }: Data, parts: Data) =>
  eventually(async () => expect((await world.run(by, ImportWorkDocument, { id, first: 1 })).importWork).toMatchObject(parts), 40_000);

const grown = { __typename: 'InvalidInput', message: expect.stringContaining('more than 5 MB') };

test('a small document that its references make large is refused, however it is sent', async () => {
  for (const document of [
    sharing(60, 100_000),
    // One event is enough, and so is a place around many.
    {
      '@graph': [
        sharing(0, 100_000),
        { '@type': 'Event', ...Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [n, { '@id': '#words' }])) },
      ],
    },
    { '@type': 'Place', address: { text: 'x'.repeat(100_000) }, event: calendar(60).map(({ location: _, ...event }) => event) },
  ]) {
    expect(await start(publisher, document)).toMatchObject(grown);
    expect(await world.bring(document)).toMatchObject(grown);
  }
  const begun = await start(publisher, calendar(1), { isComplete: false });
  expect(await add(publisher, begun.import.id as string, sharing(60, 100_000))).toMatchObject(grown);
  expect((await world.sql('SELECT index FROM import_records')).rows).toHaveLength(1);
});

test('an import holds 20 MB at most, and nothing of the part that is too much is kept', async () => {
  const part = sharing(48, 100_000);
  const stranger = { ...publisher, permissions: [] };
  const begun = await start(stranger, part, { isComplete: false });
  const id = begun.import.id as string;
  for (let parts = 1; parts < 4; parts++) expect(await add(stranger, id, part, { isComplete: false })).toHaveProperty('import');
  expect(await add(stranger, id, part)).toMatchObject({ __typename: 'InvalidInput', message: expect.stringContaining('20 MB') });
  expect((await world.sql('SELECT state, total FROM long_work')).rows).toEqual([{ state: 'COLLECTING', total: 4 * 48 }]);
});

test('who may publish no more when the last part comes has an import that curators see first', async () => {
  const begun = await start(publisher, calendar(1), { isComplete: false });
  expect(await add({ ...publisher, permissions: [] }, begun.import.id as string, calendar(3))).toHaveProperty('import');
  await reached(publisher, begun, { state: 'SUCCEEDED', created: 3, duplicates: 1 });
  expect((await world.sql('SELECT DISTINCT status FROM events')).rows).toEqual([{ status: 'PENDING_REVIEW' }]);
});

test('an account that may bring less in an hour than a chunk holds brings as much in each', async () => {
  const someone = aViewer();
  const begun = await start(someone, calendar(60));
  await reached(someone, begun, { state: 'QUEUED', done: 40, created: 40 });
  world.clock.advance(HOUR + 1);
  await world.bus.push('work:waits', {});
  await reached(someone, begun, { state: 'SUCCEEDED', done: 60, created: 60 });
});

test('an account begins imports of 25,000 events in an hour, whatever becomes of them; who may publish has no limit', async () => {
  const someone = aViewer();
  const begun = await start(someone, calendar(1));
  await reached(someone, begun, { state: 'SUCCEEDED' });
  await world.sql('UPDATE long_work SET total = 25000');
  const retryAt = new Date(Date.parse(begun.import.createdAt as string) + HOUR).toISOString();
  expect(await start(someone, calendar(1))).toMatchObject({ __typename: 'TooManyRequests', retryAt });
  world.clock.advance(HOUR);
  expect(await start(someone, calendar(1))).toHaveProperty('import');
  await start(publisher, calendar(1));
  await world.sql('UPDATE long_work SET total = 25000');
  expect(await start(publisher, calendar(1))).toHaveProperty('import');
});
