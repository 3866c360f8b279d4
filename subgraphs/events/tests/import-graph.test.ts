import { aViewer, meetingOf, type Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import type { EventChanged } from '@marquee/schema/topics';
import { ImportEventsDocument, ImportEventsPartDocument } from './generated/documents';
import { counts, none, publisher, record, startImporting, type ImportWorld } from './importing';
import { aReplica, locklessAfter } from './replicas';
import type { Sql } from './sql';
import { DAY } from './world';

let world: ImportWorld;
let sql: Sql;
let bring: ImportWorld['bring'];
const facts: EventChanged[] = [];
const submitted: string[] = [];

beforeAll(async () => {
  world = await startImporting();
  ({ sql, bring } = world);
  await world.bus.consume('listener', ['event.changed'], async ({ payload }) => void facts.push(payload as EventChanged));
  await world.bus.consume('curation', ['event.submitted'], async ({ key }) => void submitted.push(key));
});
beforeEach(async () => {
  await world.clear();
  facts.splice(0);
  submitted.splice(0);
});

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

test('as many records are told as are asked for (events F3)', async () => {
  const part = async (first?: number, skip?: number) => {
    const jsonLd = JSON.stringify(Array.from({ length: 120 }, (_, n) => record({ name: `Night ${n}`, location: { name: `Room ${n}` } })));
    const { data, errors } = await world.execute(publisher, print(ImportEventsPartDocument), { input: { jsonLd }, first, skip });
    return errors?.[0]?.extensions?.code ?? data!.importEvents.records.map(({ index }: Data) => index);
  };
  expect(await part()).toHaveLength(100);
  expect(await part(30, 100)).toEqual(Array.from({ length: 20 }, (_, n) => 100 + n));
  expect(await part(501)).toBe('BAD_USER_INPUT');
});

test('a visitor does not import', async () => {
  const { errors } = await world.execute(null, print(ImportEventsDocument), { input: { jsonLd: '[]' } });
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
      // Who would have to wait long for the others is asked to come back.
      const bringAgain = async (...args: Parameters<typeof bring>): Promise<Data> => {
        const answer = await bring(...args);
        return answer.__typename === 'Conflict' ? bringAgain(...args) : answer;
      };
      await Promise.all([bringAgain(one), bringAgain([...one].reverse()), bringAgain(one, { by: admin })]);
      expect((await sql('SELECT count(*)::int AS n FROM events')).rows[0].n).toBe(120);
      const { searchEvents } = await world.run(null, '{ searchEvents(query: "songs") { totalCount } }');
      expect(searchEvents.totalCount).toBe(120);
    });

    test('control: without the lock there are doubles', async () => {
      // Both have seen that none of it is here before one brings it.
      const meet = meetingOf(2);
      const after = (statement: string) => (statement.includes('SELECT DISTINCT e.id AS "eventId", e.title') ? meet() : undefined);
      const replica = await aReplica(world, locklessAfter(after));
      const importers = [publisher, aViewer({ permissions: ['import:events'] })];
      const input = { jsonLd: JSON.stringify(calendar(1)), timezone: 'America/Toronto' };
      const answers = await Promise.all(importers.map((by) => replica.execute(by, ImportEventsDocument, { input })));
      expect(answers.reduce((sum, { data }) => sum + data!.importEvents.created, 0)).toBeGreaterThan(120);
    });
  });
});

test('an imported event is over when its time is', async () => {
  const { records } = await bring(record());
  world.clock.advance(30 * DAY);
  await world.subgraph.runJob('complete-past-events');
  expect(await bring(record({ description: 'Was nice.' }))).toMatchObject({ skipped: 1, records: [{ reason: 'the event is over' }] });
  const { event } = await world.run(null, 'query ($id: ID!) { event(id: $id) { status } }', { id: records[0].event.id });
  expect(event.status).toBe('COMPLETED');
});
