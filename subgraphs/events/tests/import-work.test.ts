import type { Viewer } from '@marquee/platform';
import { aViewer, eventually, meetingOf, type Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import {
  AddToImportDocument,
  CancelImportDocument,
  ImportChangedDocument,
  ImportWorkDocument,
  MyImportsDocument,
  StartImportDocument,
} from './generated/documents';
import { publisher, record, startImporting, type ImportWorld } from './importing';
import { aReplica, locklessAfter } from './replicas';
import { sqlOn } from './sql';
import { HOUR, userOf } from './world';

let world: ImportWorld;
beforeAll(async () => {
  world = await startImporting({}, true);
});
beforeEach(async () => {
  await world.sql('DELETE FROM long_work');
  await world.clear();
});

const calendar = (size: number, kind = 'Night', from = 0): Data[] =>
  Array.from({ length: size }, (_, n) => record({ name: `${kind} ${from + n}`, location: { name: `${kind} room ${from + n}` } }));

const ask = async (records: unknown, { by = publisher, ...input }: Data = {}): Promise<Data> =>
  (
    await world.run(by as Viewer, StartImportDocument, {
      input: { jsonLd: JSON.stringify(records), timezone: 'America/Toronto', ...input },
    })
  ).startImport;
const start = async (records: unknown, input: Data = {}): Promise<Data> => {
  const answer = await ask(records, input);
  expect(answer).toMatchObject({ __typename: 'StartImportSuccess' });
  return answer.import as Data;
};
const look = async (id: string, by: Viewer = publisher, page: Data = { first: 1 }): Promise<Data> =>
  (await world.run(by, ImportWorkDocument, { id, ...page })).importWork!;
const reached = (id: string, parts: Data, by: Viewer = publisher) =>
  eventually(async () => {
    const work = await look(id, by);
    expect(work).toMatchObject(parts);
    return work;
  });
const cancel = async (importId: string, by: Viewer = publisher): Promise<Data> =>
  (await world.run(by, CancelImportDocument, { input: { importId } })).cancelImport;
const add = async (importId: string, records: unknown, input: Data = {}): Promise<Data> =>
  (await world.run(publisher, AddToImportDocument, { input: { importId, jsonLd: JSON.stringify(records), ...input } })).addToImport;
const eventCount = async () => (await world.sql('SELECT count(*)::int AS n FROM events')).rows[0]!.n as number;

/** Imports stop at the event of this title, as if the database were slow there, until what is returned is called. */
async function holdAt(title: string): Promise<() => Promise<void>> {
  await world.sql(
    `CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      PERFORM set_config('lock_timeout', '0', true);
      PERFORM pg_advisory_xact_lock(4711); RETURN new; END $$`,
  );
  await world.sql(`CREATE TRIGGER hold BEFORE INSERT ON events FOR EACH ROW WHEN (new.title = '${title}') EXECUTE FUNCTION hold()`);
  const holder = await sqlOn(world).pool.connect();
  await holder.query('SELECT pg_advisory_lock(4711)');
  return async () => {
    await holder.query('SELECT pg_advisory_unlock(4711)');
    holder.release();
    await world.sql('DROP FUNCTION hold CASCADE');
  };
}

test('an import goes on by itself, tells how far it is, and what became of each record', async () => {
  const work = await start([...calendar(130), record({ name: 'Long ago', startDate: '2020-01-01T10:00:00', endDate: null })]);
  expect(work).toMatchObject({ total: 131, failure: null, endedAt: null });
  const stream = await world.subscribe(publisher, print(ImportChangedDocument), { importId: work.id });
  const seen: Data[] = [];
  do seen.push((await stream.next()).data!.importChanged as Data);
  while (seen.at(-1)!.state !== 'SUCCEEDED');
  const versions = seen.map(({ version }) => version as number);
  expect(versions).toEqual([...versions].sort((a, b) => a - b));
  expect(seen.at(-1)).toMatchObject({ done: 131, total: 131, created: 130, skipped: 1, endedAt: world.clock.now().toISOString() });
  await stream.close();
  const { rows: told } = await world.sql(`SELECT key, payload FROM outbox WHERE topic = 'import.ended'`);
  const payload = { importerId: publisher.id, state: 'SUCCEEDED', created: 130, updated: 0, skipped: 1, failure: null };
  expect(told).toEqual([{ key: work.id, payload: expect.objectContaining(payload) }]);

  const first = await look(work.id as string, publisher, { first: 8 });
  expect(first.records.totalCount).toBe(131);
  expect(first.records.nodes[7]).toMatchObject({
    index: 7,
    name: 'Night 7',
    outcome: 'CREATED',
    reason: null,
    event: { title: 'Night 7', status: 'PUBLISHED' },
  });
  const last = await look(work.id as string, publisher, { last: 1 });
  expect(last.records.nodes[0]).toMatchObject({ index: 130, outcome: 'SKIPPED', reason: 'the event is over', event: null });
  expect(last.records.pageInfo.hasNextPage).toBe(false);
});

test('shares all rules of importEvents: sent again it changes nothing, and a double in another chunk is told', async () => {
  const records = [...calendar(120), record({ name: 'Night 3', location: { name: 'Night room 3' } })];
  const { id } = await start(records);
  const done = await reached(id as string, { state: 'SUCCEEDED', created: 120, duplicates: 1 });
  expect(done.done).toBe(121);
  const { records: last } = await look(id as string, publisher, { last: 1 });
  expect(last.nodes[0]).toMatchObject({
    outcome: 'DUPLICATE',
    reason: 'the same event as record 3 of this document',
    event: { title: 'Night 3' },
  });
  const again = await start(records);
  await reached(again.id as string, { state: 'SUCCEEDED', created: 0, unchanged: 120, duplicates: 1 });
  const { __typename, ...answer } = await world.bring(records);
  expect(answer).toMatchObject({ created: 0, unchanged: 120, duplicates: 1 });
});

test('characters that no database takes harm nobody', async () => {
  const { id } = await start([
    record({ name: 'Nul \u0000 and half \ud83d a face', '@id': 'a\u0000b\ud800', url: 'https://x.example/\u0000' }),
    record({ name: 'Odd \u0000 date', startDate: '20\u000026 \ud83d' }),
  ]);
  await reached(id as string, { state: 'SUCCEEDED', created: 1, skipped: 1 });
});

describe('cancelled', () => {
  test('in the middle, what was taken in stays and nothing more comes', async () => {
    const letGo = await holdAt('Night 150');
    const { id } = await start(calendar(300));
    await reached(id as string, { done: 100 });
    expect(await cancel(id as string)).toMatchObject({ import: { state: 'CANCELLED', done: 100, created: 100 } });
    await letGo();
    const other = await start(calendar(1, 'After'));
    await reached(other.id as string, { state: 'SUCCEEDED' });
    expect(await eventCount()).toBe(101);
    expect(await look(id as string)).toMatchObject({ state: 'CANCELLED', records: { totalCount: 100 } });
    expect(await cancel(id as string)).toMatchObject({ __typename: 'Conflict' });
  });
});

describe('a process that died in the middle', () => {
  test('leaves its import to another, which goes on after the last chunk and takes in each record once', async () => {
    const { id } = await start(calendar(250), { isComplete: false });
    // As the process left it that died in its second chunk: the first has committed.
    const one = await start(calendar(100));
    await reached(one.id as string, { state: 'SUCCEEDED' });
    await world.sql(`UPDATE import_records r SET record = NULL, outcome = o.outcome, event_id = o.event_id, external_id = o.external_id, name = o.name, notes = o.notes
      FROM import_records o WHERE o.import_id = '${String(one.id)}' AND r.import_id = '${String(id)}' AND r.index = o.index`);
    await world.sql(`UPDATE long_work l SET state = 'RUNNING', lease_token = gen_random_uuid(), lease_until = clock_timestamp() - interval '1 second',
      done = 100, checkpoint = (SELECT checkpoint FROM long_work WHERE id = '${String(one.id)}') WHERE id = '${String(id)}'`);
    await aReplica(world);
    await world.bus.push('work:waits', {});
    await reached(id as string, { state: 'SUCCEEDED', done: 250, created: 250 });
    expect(await eventCount()).toBe(250);
    expect((await world.sql('SELECT title FROM events GROUP BY title HAVING count(*) > 1')).rows).toEqual([]);
  });
});

describe('parts', () => {
  test('of one calendar are taken in as one, when the last is there', async () => {
    const { id } = await start(calendar(60), { isComplete: false });
    expect(await add(id as string, calendar(60, 'Night', 50), { isComplete: false })).toMatchObject({
      import: { state: 'COLLECTING', total: 120 },
    });
    expect(await add(id as string, calendar(10, 'Late'))).toMatchObject({ import: { total: 130 } });
    await reached(id as string, { state: 'SUCCEEDED', done: 130, created: 120, duplicates: 10 });
    expect(await add(id as string, calendar(1))).toMatchObject({ __typename: 'Conflict' });
  });

  test('that come at once have places of their own', async () => {
    const { id } = await start(calendar(10), { isComplete: false });
    await Promise.all([1, 2, 3, 4].map((n) => add(id as string, calendar(10, `Part ${n}`), { isComplete: false })));
    const { rows } = await world.sql('SELECT index FROM import_records ORDER BY index');
    expect(rows.map(({ index }) => index)).toEqual(Array.from({ length: 50 }, (_, n) => n));
    await cancel(id as string);
    expect((await world.sql('SELECT index FROM import_records')).rows).toEqual([]);
  });

  test('more than an import holds are refused, and nothing of them is kept', async () => {
    const { id } = await start(calendar(1), { isComplete: false });
    await world.sql(`UPDATE long_work SET total = 99999 WHERE id = '${String(id)}'`);
    expect(await add(id as string, calendar(2))).toMatchObject({
      __typename: 'InvalidInput',
      message: expect.stringContaining('at most 100000'),
    });
    expect(await look(id as string)).toMatchObject({ state: 'COLLECTING', total: 99999 });
  });
});

describe('who imports', () => {
  test('alone sees it, and alone may change it', async () => {
    const { id } = await start(calendar(1), { isComplete: false });
    const other = aViewer({ permissions: ['import:events'] });
    expect(await look(id as string, other)).toBeNull();
    expect(await cancel(id as string, other)).toMatchObject({ __typename: 'NotFound' });
    expect((await world.run(other, MyImportsDocument, {})).myImports.nodes).toEqual([]);
    const { errors } = await world.execute(null, print(ImportWorkDocument), { id });
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    await expect(world.subscribe(other, print(ImportChangedDocument), { importId: id })).rejects.toThrow('NOT_FOUND');
  });

  test('the same key begins one import; another document under it is refused', async () => {
    const first = await start(calendar(2), { idempotencyKey: 'k' });
    expect((await start(calendar(2), { idempotencyKey: 'k' })).id).toBe(first.id);
    expect(await ask(calendar(3), { idempotencyKey: 'k' })).toMatchObject({ __typename: 'KeyReused' });
    await reached(first.id as string, { state: 'SUCCEEDED' });
    expect((await world.run(publisher, MyImportsDocument, {})).myImports).toMatchObject({
      totalCount: 1,
      nodes: [{ id: first.id, records: { nodes: [{}, {}] } }],
    });
  });

  test('has five imports under way at most, also when many are asked for at once', async () => {
    const answers = await Promise.all(Array.from({ length: 7 }, (_, n) => ask(calendar(1, `At once ${n}`), { isComplete: false })));
    expect(answers.map(({ __typename }) => __typename as string).sort()).toEqual([
      ...Array(5).fill('StartImportSuccess'),
      ...Array(2).fill('TooManyRequests'),
    ]);
  });

  test('control: without the lock, all that are asked for at once are under way', async () => {
    const all = meetingOf(7);
    const replica = await aReplica(
      world,
      locklessAfter((statement) => (statement === 'longWork.count' ? all() : undefined)),
    );
    const input = { jsonLd: JSON.stringify(calendar(1)), isComplete: false };
    await Promise.all(Array.from({ length: 7 }, () => replica.execute(publisher, StartImportDocument, { input })));
    expect((await world.sql('SELECT id FROM long_work')).rows).toHaveLength(7);
  });

  test('and is suspended meanwhile brings no more; one who is erased leaves nothing', async () => {
    const suspended = aViewer({ permissions: ['import:events'] });
    const { id } = await start(calendar(1), { by: suspended, isComplete: false });
    await world.tell('user.updated', suspended.id, { ...userOf(suspended), active: false });
    await world.sql(`UPDATE long_work SET state = 'QUEUED' WHERE id = '${String(id)}'`);
    await world.bus.push('work:waits', {});
    await reached(id as string, { state: 'FAILED', done: 0, failure: 'This account is not active.' }, suspended);
    expect((await world.sql('SELECT index FROM import_records')).rows).toEqual([]);
    await world.tell('user.erased', suspended.id, { userId: suspended.id, version: 2 });
    expect((await world.sql('SELECT id FROM long_work')).rows).toEqual([]);
    expect(await eventCount()).toBe(0);
  });

  test('and is erased in the middle brings nothing more, and nothing is left of what they sent', async () => {
    const erased = aViewer({ permissions: ['import:events'] });
    await world.know([erased]);
    const letGo = await holdAt('Night 150');
    const { id } = await start(calendar(300), { by: erased });
    await reached(id as string, { done: 100 }, erased);
    const erasure = world.tell('user.erased', erased.id, { userId: erased.id, version: 2 });
    await letGo();
    await erasure;
    const left = async () => (await world.sql('SELECT id::text FROM long_work UNION ALL SELECT import_id::text FROM import_records')).rows;
    await eventually(async () => expect(await left()).toEqual([]));
    const count = await eventCount();
    // What worked at it has noticed: it does another's.
    const other = await start(calendar(1, 'After'));
    await reached(other.id as string, { state: 'SUCCEEDED' });
    expect(await eventCount()).toBe(count + 1);
  });

  test('whose account may bring no more in this hour waits for the next', async () => {
    const stranger = aViewer();
    const limited = await startImporting({ NEW_ACCOUNT_IMPORTED_EVENTS: '120' }, true);
    const { startImport } = await limited.run(stranger, StartImportDocument, { input: { jsonLd: JSON.stringify(calendar(150)) } });
    const { id } = (startImport as Data).import as Data;
    const seen = async () => (await limited.run(stranger, ImportWorkDocument, { id: id as string, first: 1 })).importWork!;
    const later = new Date(limited.clock.now().getTime() + HOUR).toISOString();
    await eventually(
      async () => expect(await seen()).toMatchObject({ state: 'QUEUED', done: 100, created: 100, waitsUntil: later }),
      40_000,
    );
    limited.clock.advance(HOUR + 1);
    await limited.bus.push('work:waits', {});
    await eventually(
      async () => expect(await seen()).toMatchObject({ state: 'SUCCEEDED', done: 150, created: 150, waitsUntil: null }),
      40_000,
    );
  });
});

test.each<[string, Data, string, RegExp]>([
  ['no JSON', { jsonLd: '{' }, 'jsonLd', /not valid JSON/],
  ['no event', { jsonLd: '{"@type":"Person"}' }, 'jsonLd', /no schema.org Event/],
  ['too long', { jsonLd: JSON.stringify(record({ description: 'x'.repeat(210_000) })) }, 'jsonLd', /at most 200 kB/],
  ['a zone that is none', { timezone: 'Mars/Base' }, 'timezone', /IANA/],
])('%s is refused at once, and nothing begins', async (_name, input, field, message) => {
  const answer = await ask(calendar(1), input);
  expect(answer).toMatchObject({ __typename: 'InvalidInput', message: expect.stringMatching(message) });
  expect(answer.message).toContain(field === 'jsonLd' ? '' : field);
  expect((await world.sql('SELECT id FROM long_work')).rows).toEqual([]);
});
