import { silentLogger } from '@marquee/platform';
import { afterTests, countStatements, type Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import fc from 'fast-check';
import { openDatabase } from '../src/db';
import { tally } from '../src/modules/ingestion/import-tally';
import { importRecords } from '../src/modules/ingestion/importer.store';
import { ImportEventsDocument, type ImportEventsInput } from './generated/documents';
import { counts, none, publisher, record, startImporting, type ImportWorld } from './importing';
import type { Sql } from './sql';

let world: ImportWorld;
let sql: Sql;
let bring: ImportWorld['bring'];

beforeAll(async () => {
  world = await startImporting();
  ({ sql, bring } = world);
});
beforeEach(() => world.clear());

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
  test.each<[string, ImportEventsInput, string, RegExp]>([
    ['no JSON', { jsonLd: '{' }, 'jsonLd', /not valid JSON/],
    ['no event', { jsonLd: '{"@type":"Person"}' }, 'jsonLd', /no schema.org Event/],
    ['too many', { jsonLd: JSON.stringify(Array.from({ length: 501 }, () => ({ '@type': 'Event' }))) }, 'jsonLd', /at most 500/],
    ['too long', { jsonLd: JSON.stringify(record({ description: 'x'.repeat(210_000) })) }, 'jsonLd', /has 211 kB; import at most 200 kB/],
    ['a zone that is none', { jsonLd: '[]', timezone: 'Mars/Base' }, 'timezone', /IANA/],
    ['centuries', { jsonLd: '[]', shiftDays: 100_000 }, 'shiftDays', /3660/],
  ])('%s is refused, and says why', async (_name, input, field, message) => {
    const { importEvents } = await world.run(publisher, ImportEventsDocument, { input });
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
    const { errors } = await world.execute(publisher, print(ImportEventsDocument), {
      input: { jsonLd: JSON.stringify(calendar), idempotencyKey: 'k' },
    });
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
    const bringing = async (records: Data[]) => {
      const options = await world.importing(db, records);
      return countStatements(db, () => importRecords(options));
    };
    const few = await bringing(calendar(10, 'Small'));
    const many = await bringing(calendar(100, 'Large'));
    expect(tally(many.result).CREATED).toBe(100);
    expect([few.statements, many.statements]).toEqual([14, 14]);
  });
});
