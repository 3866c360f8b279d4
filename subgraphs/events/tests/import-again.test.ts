import { aViewer, type Data } from '@marquee/platform/testing';
import { ImportedEventDocument, UpdateEventDocument } from './generated/documents';
import { counts, none, publisher, record, startImporting, type ImportWorld } from './importing';
import { aBoxOffice } from './selling';
import type { Sql } from './sql';
import { decision } from './world';

let world: ImportWorld;
let sql: Sql;
let bring: ImportWorld['bring'];

beforeAll(async () => {
  world = await startImporting();
  ({ sql, bring } = world);
});
beforeEach(() => world.clear());

const seen = async (id: string, viewer = publisher): Promise<Data> => (await world.run(viewer, ImportedEventDocument, { id })).event!;
const edit = async (id: string, parts: Data) => {
  const { version } = await seen(id);
  const { updateEvent } = await world.run(publisher, UpdateEventDocument, { input: { eventId: id, version, ...parts } });
  expect(updateEvent.__typename).toBe('UpdateEventSuccess');
};
/** Imports one record and returns its event's id. */
const brought = async (parts: Data = {}, input: Data = {}): Promise<string> => (await bring(record(parts), input)).records[0].event.id;

describe('what people changed here, and what the source changed there', () => {
  test('told the same again, the event stays as it is', async () => {
    const id = await brought();
    await edit(id, { title: 'Lantern night, with tea' });
    expect(counts(await bring(record()))).toEqual({ ...none, unchanged: 1 });
    expect(await seen(id)).toMatchObject({ title: 'Lantern night, with tea' });
  });

  test('what the source changes is taken over, what it leaves stays as people have it', async () => {
    const id = await brought();
    await edit(id, { title: 'Lantern night, with tea', tags: ['tea'], capacity: 40 });
    expect(counts(await bring(record({ endDate: '2026-12-08T23:00:00', offers: { price: 7, priceCurrency: 'CAD' } })))).toEqual({
      ...none,
      updated: 1,
    });
    expect(await seen(id)).toMatchObject({
      title: 'Lantern night, with tea',
      endsAt: '2026-12-09T04:00:00.000Z',
      price: { type: 'PAID', min: { amountMinor: 700 } },
      attendanceCounts: { capacity: 40 },
    });
  });

  test('where both changed the same, the source wins', async () => {
    const id = await brought();
    await edit(id, { title: 'Lantern night, with tea' });
    await bring(record({ name: 'Lantern evening', '@id': 'lantern night' }));
    expect(await seen(id)).toMatchObject({ title: 'Lantern evening' });
  });

  test('another order of properties is no change', async () => {
    await brought();
    const turned = Object.fromEntries(Object.entries(record()).reverse());
    expect(counts(await bring(turned))).toEqual({ ...none, unchanged: 1 });
  });

  test('a reader that understands more than the one before changes nothing that the source did not change (events, design flaw 1)', async () => {
    const id = await brought();
    // As a former reader had understood it.
    await sql(
      `UPDATE events SET category_slug = 'other', timezone = 'UTC', ends_at = '2026-12-09T02:00:00Z', price_type = 'UNKNOWN',
      price_min = NULL, price_currency = NULL WHERE id = $1`,
      [id],
    );
    expect(counts(await bring(record()))).toEqual({ ...none, unchanged: 1 });
    expect(counts(await bring(record({ description: 'Bring two lights.' })))).toEqual({ ...none, updated: 1 });
    expect(await seen(id)).toMatchObject({
      description: 'Bring two lights.',
      category: { slug: 'other' },
      timezone: 'UTC',
      endsAt: '2026-12-09T02:00:00.000Z',
      price: { type: 'UNKNOWN', min: null },
    });
  });

  test('an import from before records were kept is compared from its next telling on', async () => {
    const id = await brought();
    await edit(id, { title: 'Lantern night, with tea' });
    await sql('UPDATE event_imports SET told = NULL, told_hash = NULL');
    const { records, ...answer } = await bring(record({ description: 'Bring two lights.' }));
    expect(counts(answer)).toEqual({ ...none, unchanged: 1 });
    expect(records[0].notes).toEqual(['first import since records are kept: compared from now on']);
    expect(counts(await bring(record({ description: 'Bring three lights.' })))).toEqual({ ...none, updated: 1 });
    expect(await seen(id)).toMatchObject({ title: 'Lantern night, with tea', description: 'Bring three lights.' });
  });

  test('the price of an event with tickets follows from them, whatever its source says (payments-platform F18)', async () => {
    const id = await brought();
    await aBoxOffice(world, id).tell();
    const { records } = await bring(record({ offers: { price: 7, priceCurrency: 'CAD' } }));
    expect(records[0]).toMatchObject({ outcome: 'UNCHANGED', notes: ['price stays as it is: it follows from the ticket tiers'] });
    expect(await seen(id)).toMatchObject({ price: { type: 'PAID', min: { amountMinor: 2000 } } });
  });

  test('capacity is followed, but not below the places that are taken', async () => {
    const id = await brought({ maximumAttendeeCapacity: 10 });
    await world.rsvp(aViewer(), id);
    await world.rsvp(aViewer(), id);
    const { records } = await bring(record({ maximumAttendeeCapacity: 1 }));
    expect(records[0]).toMatchObject({ outcome: 'UNCHANGED', notes: ['capacity stays as it is: 2 places are taken'] });
    await bring(record({ maximumAttendeeCapacity: 20 }));
    expect((await seen(id)).attendanceCounts).toEqual({ capacity: 20, going: 2 });
  });
});

test('an importer without trust does not change what curators approved (events F12)', async () => {
  const by = aViewer();
  const id = await brought({}, { by });
  const { version } = await seen(id, by);
  await world.tell('curation.decided', id, decision({ eventId: id, eventVersion: version }));
  const bait = { name: 'Buy cheap lanterns', '@id': 'lantern night', startDate: '2026-12-08T19:30:00' };
  for (const _again of [1, 2]) {
    const { records } = await bring(record(bait), { by });
    expect(records[0].notes).toContain('published: what curators judge is changed here, not by import');
    expect(await seen(id, by)).toMatchObject({ title: 'Lantern night', startsAt: '2026-12-09T00:30:00.000Z' });
  }
});

describe('what does not take place (events F4, bug reports F1)', () => {
  test('is not taken in', async () => {
    const { records, ...answer } = await bring([
      record({ eventStatus: 'https://schema.org/EventCancelled' }),
      record({ name: 'Other', eventStatus: 'EventPostponed' }),
    ]);
    expect(counts(answer)).toEqual({ ...none, skipped: 2 });
    expect(records.map(({ reason }: Data) => reason)).toEqual(['the event is cancelled', 'the event is postponed, without a new date']);
  });

  test('is called off when it is here already, for good', async () => {
    const id = await brought();
    const cancelled = record({ eventStatus: 'https://schema.org/EventCancelled' });
    const { records, ...answer } = await bring(cancelled);
    expect(counts(answer)).toEqual({ ...none, updated: 1 });
    expect(records[0].notes).toContain('called off: its source says so');
    expect(await seen(id)).toMatchObject({ status: 'CANCELLED' });
    expect(counts(await bring(cancelled))).toEqual({ ...none, unchanged: 1 });
    expect(await bring(record())).toMatchObject({ skipped: 1, records: [{ reason: 'the event is cancelled here and stays as it is' }] });
  });

  test('put off to a new date it moves, without one it waits for its organiser', async () => {
    const parts = { '@id': undefined, url: undefined };
    const id = await brought(parts);
    expect(await bring(record({ ...parts, eventStatus: 'EventPostponed' }))).toMatchObject({ skipped: 1, records: [{ event: { id } }] });
    expect(await seen(id)).toMatchObject({ status: 'PUBLISHED', startsAt: '2026-12-09T00:00:00.000Z' });
    const moved = {
      ...parts,
      eventStatus: 'EventRescheduled',
      previousStartDate: '2026-12-08T19:00:00',
      startDate: '2026-12-15T19:00:00',
      endDate: '2026-12-15T22:00:00',
    };
    expect(counts(await bring(record(moved)))).toEqual({ ...none, updated: 1 });
    expect(await seen(id)).toMatchObject({ startsAt: '2026-12-16T00:00:00.000Z' });
  });

  test('moved on line it has an address for those who go', async () => {
    const id = await brought();
    const room = { '@type': 'VirtualLocation', url: 'https://watch.example/room' };
    await bring(record({ eventStatus: 'https://schema.org/EventMovedOnline', location: room }));
    expect(await seen(id)).toMatchObject({ format: 'VIRTUAL', venue: null, onlineUrl: 'https://watch.example/room' });
    const guest = aViewer();
    expect(await seen(id, guest)).toMatchObject({ onlineUrl: null });
  });
});

describe('the same page is the same event (events F6)', () => {
  const page = { '@id': undefined, url: 'https://hall.example/lantern' };
  const hour = (time: string) => ({ ...page, startDate: `2026-12-08T${time}:00`, endDate: '2026-12-08T23:00:00' });

  test('when it moves by an hour', async () => {
    const id = await brought(hour('19:00'));
    expect(counts(await bring(record(hour('20:00'))))).toEqual({ ...none, updated: 1 });
    expect(await seen(id)).toMatchObject({ startsAt: '2026-12-09T01:00:00.000Z' });
    expect(counts(await bring(record({ ...hour('20:00'), url: 'https://hall.example/lantern?utm_source=mail' })))).toMatchObject({
      created: 0,
    });
  });
  test('when it takes another name', async () => {
    const id = await brought(hour('19:00'));
    await bring(record({ ...hour('19:00'), name: 'A night of lights' }));
    expect(await seen(id)).toMatchObject({ title: 'A night of lights' });
  });
  test('but the page of a series names none of its evenings', async () => {
    const evening = (day: number) => record({ ...page, startDate: `2026-12-0${day}T19:00:00`, endDate: `2026-12-0${day}T22:00:00` });
    expect(counts(await bring([evening(1), evening(8)]))).toEqual({ ...none, created: 2 });
    expect(counts(await bring([evening(1), evening(8), evening(9)]))).toEqual({ ...none, unchanged: 2, created: 1 });
  });
  test('and a record with an id of its own goes by that', async () => {
    await brought({ ...page, '@id': 'first' });
    expect(counts(await bring(record({ ...hour('20:00'), '@id': 'second' })))).toEqual({ ...none, created: 1 });
  });
});

test('different names at one place and time are different events (bug reports F3)', async () => {
  const names = [
    'Story time ages 2-3',
    'Story time ages 4-5',
    'Badminton court 1',
    'Badminton court 2',
    'Ring cycle part I',
    'Ring cycle part II',
  ];
  expect(counts(await bring(names.map((name) => record({ name }))))).toEqual({ ...none, created: 6 });
});

test('a cancelled event does not stand for one that takes place', async () => {
  const answer = await bring([record({ '@id': 'off', eventStatus: 'EventCancelled' }), record({ '@id': 'on' })]);
  expect(answer.records.map(({ outcome }: Data) => outcome)).toEqual(['SKIPPED', 'CREATED']);
});

test('an imported exhibition of more than a year can be edited (events F7)', async () => {
  const id = await brought({ startDate: '2026-12-08', endDate: '2028-06-01' });
  await edit(id, { title: 'Lanterns of two years' });
  expect(await seen(id)).toMatchObject({ title: 'Lanterns of two years' });
});
