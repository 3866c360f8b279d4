import { silentLogger } from '@marquee/platform';
import { afterTests, aViewer, countStatements, type Data } from '@marquee/platform/testing';
import type { EventChanged } from '@marquee/schema/topics';
import fc from 'fast-check';
import { openDatabase, type Database } from '../src/db';
import { importRecords, tally, type ImportOptions } from '../src/modules/ingestion/importer';
import { sqlOn, type Sql } from './sql';
import { DAY, start, type World } from './world';

const IMPORT = `mutation ($input: ImportEventsInput!) { importEvents(input: $input) {
  __typename
  ... on ImportEventsSuccess { created updated unchanged duplicates skipped records { index name outcome event { id title status } reason notes } }
  ... on InvalidInput { field }
  ... on UserError { code message retryable }
} }`;

const record = (parts: Data = {}): Data => ({
  '@type': 'Event',
  '@id': parts.name ? `id of ${parts.name}` : 'lantern night',
  name: 'Lantern night',
  description: 'Bring a light.',
  startDate: '2026-12-08T19:00:00',
  endDate: '2026-12-08T22:00:00',
  location: { name: 'Riverdale Park', address: { addressLocality: 'Toronto' }, geo: { latitude: 43.6672, longitude: -79.3585 } },
  keywords: ['Celebrations', 'Family/Children'],
  offers: { price: 5, priceCurrency: 'CAD' },
  ...parts,
});

let world: World;
let sql: Sql;
const facts: EventChanged[] = [];
const submitted: string[] = [];
const publisher = aViewer({ permissions: ['import:events'] });

beforeAll(async () => {
  world = await start();
  sql = sqlOn(world);
  await world.bus.consume('listener', ['event.changed'], async ({ payload }) => void facts.push(payload as EventChanged));
  await world.bus.consume('curation', ['event.submitted'], async ({ key }) => void submitted.push(key));
});
beforeEach(async () => {
  await world.subgraph.drain();
  for (const table of ['events', 'idempotency_keys']) await sql(`DELETE FROM ${table}`);
  facts.splice(0);
  submitted.splice(0);
});

const bring = async (records: unknown, { by = publisher, ...input }: Data = {}): Promise<Data> =>
  (await world.run(by, IMPORT, { input: { jsonLd: JSON.stringify(records), timezone: 'America/Toronto', ...input } })).importEvents;
const counts = ({ created, updated, unchanged, duplicates, skipped }: Data) => ({ created, updated, unchanged, duplicates, skipped });
const trusted = { name: 'test', creatorFor: () => publisher.id, trusted: true, keepPast: false };
/** The same without the graph. */
const importing = (db: Database, records: Data[]): ImportOptions => ({
  db,
  runtime: { clock: world.clock, bus: world.bus, cache: { delete: async () => undefined } },
  correlationId: 'test',
  records,
  reader: { timezone: 'America/Toronto' },
  source: trusted,
});
const none = { created: 0, updated: 0, unchanged: 0, duplicates: 0, skipped: 0 };

test('a trusted importer publishes at once, with place, category, tags, price and the time on the wall', async () => {
  const { records } = await bring(record());
  expect(records).toMatchObject([
    { index: 0, name: 'Lantern night', outcome: 'CREATED', event: { status: 'PUBLISHED' }, reason: null, notes: [] },
  ]);
  const { event } = await world.run(
    null,
    `query ($id: ID!) { event(id: $id) { title description startsAt timezone imported tags category { slug } creator { id }
      venue { name city location { latitude } } price { type min { amountMinor currency } max { amountMinor } } } }`,
    { id: records[0].event.id },
  );
  expect(event).toEqual({
    title: 'Lantern night',
    description: 'Bring a light.',
    startsAt: '2026-12-09T00:00:00.000Z',
    timezone: 'America/Toronto',
    imported: true,
    tags: ['celebrations', 'family-children'],
    category: { slug: 'celebrations' },
    creator: { id: publisher.id },
    venue: { name: 'Riverdale Park', city: 'Toronto', location: { latitude: 43.6672 } },
    price: { type: 'PAID', min: { amountMinor: 500, currency: 'CAD' }, max: null },
  });
  await world.subgraph.drain();
  expect(facts).toMatchObject([{ eventId: records[0].event.id, change: 'IMPORTED', imported: true, status: 'PUBLISHED' }]);
  expect(submitted).toEqual([]);
});

test('anybody else imports too, but a curator decides first', async () => {
  const someone = aViewer();
  const { created, records } = await bring([record(), record({ name: 'Second night', startDate: '2026-12-09T19:00:00', endDate: null })], {
    by: someone,
  });
  expect(created).toBe(2);
  expect(records.map(({ event }: Data) => event.status)).toEqual(['PENDING_REVIEW', 'PENDING_REVIEW']);
  expect(records[1].notes).toEqual(['endDate is missing: 2 hours assumed']);
  const { searchEvents } = await world.run(null, '{ searchEvents(query: "lantern") { totalCount } }');
  expect(searchEvents.totalCount).toBe(0);
  await world.subgraph.drain();
  expect(submitted.sort()).toEqual(records.map(({ event }: Data) => event.id).sort());
});

test('a visitor does not import', async () => {
  const { errors } = await world.execute(null, IMPORT, { input: { jsonLd: '[]' } });
  expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
});

test('told again nothing changes; what changed there changes here, and is reviewed anew while it is under review', async () => {
  const someone = aViewer();
  const first = await bring([record(), record({ name: 'Other', startDate: '2027-01-01T10:00:00', endDate: '2027-01-01T11:00:00' })], {
    by: someone,
  });
  expect(counts(first)).toEqual({ ...none, created: 2 });
  const again = await bring(
    [
      record({ description: 'Bring two lights.' }),
      record({ name: 'Other', startDate: '2027-01-01T10:00:00', endDate: '2027-01-01T11:00:00' }),
    ],
    { by: someone },
  );
  expect(counts(again)).toEqual({ ...none, updated: 1, unchanged: 1 });
  expect(again.records.map(({ event }: Data) => event.id)).toEqual(first.records.map(({ event }: Data) => event.id));
  await world.subgraph.drain();
  expect(submitted.filter((id) => id === first.records[0].event.id)).toHaveLength(2);
});

test('what was edited here stays when the source tells the same as before', async () => {
  const { records } = await bring(record());
  const { id } = records[0].event;
  await world.run(publisher, 'mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { __typename } }', {
    input: { eventId: id, version: 1, title: 'Lantern night, with tea' },
  });
  expect(await bring(record())).toMatchObject({ unchanged: 1, records: [{ event: { title: 'Lantern night, with tea' } }] });
  expect(await bring(record({ endDate: '2026-12-08T23:00:00' }))).toMatchObject({
    updated: 1,
    records: [{ event: { title: 'Lantern night' } }],
  });
});

test('moving the calendar moves the events that are here', async () => {
  const { records } = await bring(record());
  expect(counts(await bring(record(), { shiftDays: 7 }))).toEqual({ ...none, updated: 1 });
  const { event } = await world.run(null, 'query ($id: ID!) { event(id: $id) { startsAt } }', { id: records[0].event.id });
  expect(event.startsAt).toBe('2026-12-16T00:00:00.000Z');
});

describe('doubles', () => {
  test('the same event from another importer is recognised, and its event is told', async () => {
    const { records } = await bring(record());
    const { created, records: theirs } = await bring(
      record({ '@id': 'their own id', name: 'LANTERN NIGHT!', startDate: '2026-12-08T19:10:00' }),
      { by: aViewer() },
    );
    expect(created).toBe(0);
    expect(theirs).toMatchObject([{ outcome: 'DUPLICATE', event: { id: records[0].event.id }, reason: 'the same event is here already' }]);
  });
  test('another importer cannot change what is not theirs, even under the same id', async () => {
    await bring(record());
    expect(counts(await bring(record({ description: 'Bring nothing.' }), { by: aViewer() }))).toEqual({ ...none, duplicates: 1 });
  });
  test('within one document too, by id and by what they tell', async () => {
    const { records } = await bring([
      record(),
      record({ description: 'Once more.' }),
      record({ '@id': 'third', name: 'Lantern nights' }),
      record({ '@id': 'fourth', name: 'Lantern night', location: { name: 'High Park' } }),
    ]);
    expect(records.map(({ outcome, reason }: Data) => [outcome, reason])).toEqual([
      ['CREATED', null],
      ['DUPLICATE', 'the same event as record 0 of this document'],
      ['DUPLICATE', 'the same event as record 0 of this document'],
      ['CREATED', null],
    ]);
    expect(records[2].event.id).toBe(records[0].event.id);
  });
  test('an import tells nothing of other people’s drafts', async () => {
    await world.anEvent({ title: 'Lantern night', startsAt: '2026-12-09T00:00:00Z', endsAt: '2026-12-09T03:00:00Z', status: 'DRAFT' });
    expect(await bring(record())).toMatchObject({ created: 1 });
  });
  test('what a curator rejected does not come back under another id', async () => {
    const someone = aViewer();
    const { records } = await bring(record(), { by: someone });
    await sql(`UPDATE events SET status = 'REJECTED' WHERE id = $1`, [records[0].event.id]);
    expect(counts(await bring(record({ '@id': 'new id' }), { by: someone }))).toEqual({ ...none, duplicates: 1 });
  });
  describe('when several import one calendar at once', () => {
    const calendar = (round: number) =>
      Array.from({ length: 120 }, (_, n) => record({ name: `Evening ${round} of ${n} songs`, location: { name: `Hall ${n}` } }));

    test('each event is there once', async () => {
      const one = calendar(0);
      const admin = aViewer({ role: 'admin' });
      const answers = await Promise.all([bring(one), bring([...one].reverse()), bring(one, { by: admin })]);
      expect(answers.reduce((sum, { created }) => sum + created, 0)).toBe(120);
      const { searchEvents } = await world.run(null, '{ searchEvents(query: "songs") { totalCount } }');
      expect(searchEvents.totalCount).toBe(120);
    });

    test('control: without the lock there are doubles', async () => {
      const db = openDatabase(world.databaseUrl, silentLogger);
      afterTests(() => db.close());
      const unlocked = async (records: Data[], name: string) =>
        tally(await importRecords({ ...importing(db, records), source: { ...trusted, name }, lock: async () => undefined })).CREATED;
      // It takes two that really meet: a few rounds, until they did.
      let created = 120;
      for (let round = 1; round <= 10 && created === 120; round++) {
        const both = await Promise.all([unlocked(calendar(round), 'one'), unlocked(calendar(round), 'two')]);
        created = both[0]! + both[1]!;
      }
      expect(created).toBeGreaterThan(120);
    });
  });
});

describe('broken records', () => {
  test('are skipped with a reason, the others are taken in', async () => {
    const { records, ...answer } = await bring([
      record({ name: '   ' }),
      record({ name: 'No date', startDate: null }),
      record({ name: 'Some day', startDate: 'next Friday' }),
      record({ name: 'Long ago', startDate: '2020-01-01T10:00:00', endDate: '2020-01-01T12:00:00' }),
      record({ name: 'Far off', startDate: '9999-01-01T10:00:00', endDate: null }),
      record({ name: 'For ever', endDate: '+275760-09-12T23:00:00.001Z' }),
      record({ name: 'Fine' }),
    ]);
    expect(counts(answer)).toEqual({ ...none, created: 1, skipped: 6 });
    expect(records.map(({ reason }: Data) => reason)).toEqual([
      'name is missing',
      'startDate is missing',
      'startDate is no ISO 8601 time: next Friday',
      'the event is over',
      'startDate is not between 1900 and 2200: 9999-01-01T10:00:00',
      'endDate is not between 1900 and 2200: +275760-09-12T23:00:00.001Z',
      null,
    ]);
  });
  test('characters that no database takes, and markup without end, harm nobody', async () => {
    const { records } = await bring([
      record({ name: 'Nul \u0000 and half \ud83d a face', '@id': 'a\u0000b\ud800', description: '\u0000\udfff' }),
      record({ name: 'Deep', description: '<div>'.repeat(20_000) + 'in' }),
      record({ name: 'x'.repeat(5_000), '@id': 'y'.repeat(5_000), keywords: Array.from({ length: 500 }, (_, n) => `k${n}`) }),
      record({ name: 'Dear', offers: { price: 1e300, priceCurrency: 'CAD' }, startDate: '2027-02-01T10:00', endDate: null }),
      record({ name: 'Odd \u0000 date', startDate: '20\u000026' }),
    ]);
    expect(records.map(({ outcome }: Data) => outcome)).toEqual(['CREATED', 'CREATED', 'CREATED', 'CREATED', 'SKIPPED']);
    expect(records[0].event.title).toBe('Nul and half a face');
    expect(records[2].event.title).toHaveLength(200);
  });
  test('whatever stands in a record, each is told of', async () => {
    const anything = fc.dictionary(
      fc.constantFrom(
        'name',
        'startDate',
        'endDate',
        'location',
        'description',
        'offers',
        'keywords',
        'image',
        'organizer',
        'url',
        '@id',
        'identifier',
        'eventAttendanceMode',
        'isAccessibleForFree',
      ),
      fc.oneof(
        fc.jsonValue({ maxDepth: 3 }),
        fc.string({ unit: 'binary' }),
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 20 }), async (records) => {
        const answer = await bring(records.map((parts) => ({ ...record(), ...parts, '@type': 'Event' })));
        expect(answer.__typename).toBe('ImportEventsSuccess');
        expect(answer.records).toHaveLength(records.length);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the request', () => {
  test.each<[string, Data, string, RegExp]>([
    ['no JSON', { jsonLd: '{' }, 'jsonLd', /not valid JSON/],
    ['no event', { jsonLd: '{"@type":"Person"}' }, 'jsonLd', /no schema.org Event/],
    ['too many', { jsonLd: JSON.stringify(Array.from({ length: 501 }, () => ({ '@type': 'Event' }))) }, 'jsonLd', /at most 500/],
    ['too long', { jsonLd: JSON.stringify(record({ description: 'x'.repeat(210_000) })) }, 'jsonLd', /has 211 kB; import at most 200 kB/],
    ['a zone that is none', { jsonLd: '[]', timezone: 'Mars/Base' }, 'timezone', /IANA/],
    ['centuries', { jsonLd: '[]', shiftDays: 100_000 }, 'shiftDays', /3660/],
  ])('%s is refused, and says why', async (_name, input, field, message) => {
    const { importEvents } = await world.run(publisher, IMPORT, { input });
    expect(importEvents).toMatchObject({
      __typename: 'InvalidInput',
      code: 'BAD_USER_INPUT',
      field,
      message: expect.stringMatching(message),
    });
  });

  test('the same key answers the same; another document under it is refused', async () => {
    const calendar = Array.from({ length: 130 }, (_, n) => record({ name: `Night ${n}`, location: { name: `Room ${n}` } }));
    const first = await bring(calendar, { idempotencyKey: 'k' });
    expect(first.created).toBe(130);
    expect(await bring(calendar, { idempotencyKey: 'k' })).toEqual(first);
    expect(await bring([...calendar, record()], { idempotencyKey: 'k' })).toMatchObject({ __typename: 'KeyReused' });
  });

  test('a request that was cut off between two chunks goes on where it stopped', async () => {
    const calendar = Array.from({ length: 130 }, (_, n) => record({ name: `Night ${n}`, location: { name: `Room ${n}` } }));
    await sql(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'gone'; END $$`);
    await sql(`CREATE TRIGGER fail BEFORE INSERT ON events FOR EACH ROW WHEN (new.title = 'Night 120') EXECUTE FUNCTION fail()`);
    const { errors } = await world.execute(publisher, IMPORT, { input: { jsonLd: JSON.stringify(calendar), idempotencyKey: 'k' } });
    expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    expect((await sql('SELECT count(*)::int AS n FROM events')).rows).toEqual([{ n: 100 }]);
    await sql('DROP TRIGGER fail ON events');
    const answer = await bring(calendar, { idempotencyKey: 'k', timezone: undefined });
    expect(counts(answer)).toEqual({ ...none, created: 130 });
    expect((await sql('SELECT count(*)::int AS n FROM events')).rows).toEqual([{ n: 130 }]);
  });

  test('a hundred new records cost as many statements as ten', async () => {
    const calendar = (length: number, kind: string) =>
      Array.from({ length }, (_, n) => record({ name: `${kind} ${n}`, location: { name: `${kind} room ${n}` } }));
    const db = openDatabase(world.databaseUrl, silentLogger);
    afterTests(() => db.close());
    const bringing = (records: Data[]) => countStatements(db, () => importRecords(importing(db, records)));
    const few = await bringing(calendar(10, 'Small'));
    const many = await bringing(calendar(100, 'Large'));
    expect(tally(many.result).CREATED).toBe(100);
    expect([few.statements, many.statements]).toEqual([12, 12]);
  });
});

test('an imported event is over when its time is', async () => {
  const { records } = await bring(record());
  world.clock.advance(30 * DAY);
  await world.subgraph.runJob('events:complete-past-events');
  expect(await bring(record({ description: 'Was nice.' }))).toMatchObject({ skipped: 1, records: [{ reason: 'the event is over' }] });
  const { event } = await world.run(null, 'query ($id: ID!) { event(id: $id) { status } }', { id: records[0].event.id });
  expect(event.status).toBe('COMPLETED');
});
