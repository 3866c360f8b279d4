import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, meetingOf, type Data } from '@marquee/platform/testing';
import {
  EventAtVenueDocument,
  EventsAtVenueDocument,
  MergeVenuesDocument,
  SetVenueOrganizationDocument,
  UndoVenueMergeDocument,
  UpdateEventDocument,
  UpdateVenueDocument,
  VenueDoublesDocument,
  WholeVenueByIdDocument,
  type UpdateVenueInput,
} from './generated/documents';
import { locklessAfter } from './replicas';
import { sqlOn, type Sql } from './sql';
import { DAY, HOUR, startWorld, type World } from './world';

let world: World;
let sql: Sql;
const admin = aViewer({ role: 'admin' });
let places = 0;

beforeAll(async () => {
  world = await startWorld();
  sql = sqlOn(world);
});

const later = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();
/** A shared place with an event: the ids of both. Each lies far from the others. */
async function aPlace(parts: object = {}, w = world): Promise<{ venueId: string; eventId: string }> {
  const at = places++;
  const venue = { name: `Hall ${at}`, address: `${at} Main St`, city: 'Toronto', latitude: 40 + at / 10, longitude: -79, ...parts };
  const { id } = await w.anEvent({ venue });
  return { eventId: id, venueId: (await placeAt(id, w)).venue.id as string };
}
const placeAt = async (id: string, w = world): Promise<Data> => (await w.run(null, EventAtVenueDocument, { id })).event as Data;
const venueOf = async (viewer: Viewer | null, id: string): Promise<Data> =>
  (await world.run(viewer, WholeVenueByIdDocument, { id })).venue as Data;
const update = async (viewer: Viewer, id: string, parts: Partial<UpdateVenueInput>): Promise<Data> => {
  const version = (await venueOf(viewer, id)).version as number;
  return (await world.run(viewer, UpdateVenueDocument, { input: { venueId: id, version, ...parts } })).updateVenue;
};
const merge = async (keptId: string, mergedId: string, viewer = admin, w = world): Promise<Data> =>
  (await w.run(viewer, MergeVenuesDocument, { input: { keptId, mergedId } })).mergeVenues;
const undo = async (mergedId: string, viewer = admin): Promise<Data> =>
  (await world.run(viewer, UndoVenueMergeDocument, { input: { mergedId } })).undoVenueMerge;
const follow = (w = world) => w.subgraph.runJob('follow-venues');
const eventsAt = async (viewer: Viewer | null, id: string, parts: object = {}): Promise<Data> =>
  (await world.run(viewer, EventsAtVenueDocument, { id, ...parts })).venue!.events as Data;

describe('what is told of a place', () => {
  const TOLD = {
    country: 'ca',
    description: 'A hall of brick.',
    website: 'https://hall.example/',
    capacity: 300,
    amenities: ['WIFI', 'STAGE', 'WIFI'] as never,
    accessibility: ['HEARING_LOOP'] as never,
    openingHours: [
      { day: 'FRIDAY' as const, opens: '20:00', closes: '02:00' },
      { day: 'MONDAY' as const, opens: '10:00', closes: '18:00' },
    ],
    hourlyFrom: { amountMinor: 12_000, currency: 'CAD' },
    pricingNote: 'By the evening on request',
    bookable: true,
  };

  test('by the staff, whole, and emptied again (E15)', async () => {
    const { venueId } = await aPlace({ latitude: 43.65, longitude: -79.4 });
    expect(await update(admin, venueId, TOLD)).toMatchObject({ __typename: 'UpdateVenueSuccess' });
    expect(await venueOf(null, venueId)).toMatchObject({
      country: 'CA',
      capacity: 300,
      amenities: ['STAGE', 'WIFI'],
      accessibility: ['HEARING_LOOP'],
      openingHours: [
        { day: 'MONDAY', opens: '10:00', closes: '18:00' },
        { day: 'FRIDAY', opens: '20:00', closes: '02:00' },
      ],
      pricing: { hourlyFrom: { amountMinor: 12_000, currency: 'CAD' }, note: 'By the evening on request' },
      bookable: true,
      mapUrl: 'https://www.openstreetmap.org/?mlat=43.65&mlon=-79.4#map=18/43.65/-79.4',
      description: 'A hall of brick.',
      website: 'https://hall.example/',
    });
    await update(admin, venueId, { capacity: null, hourlyFrom: null, openingHours: [], amenities: [], country: null, bookable: null });
    expect(await venueOf(null, venueId)).toMatchObject({
      ...{ capacity: null, openingHours: [], amenities: [], country: null, bookable: null, description: 'A hall of brick.' },
      pricing: { hourlyFrom: null, note: 'By the evening on request' },
    });
  });

  test('by the organisation whose place it is, as long as it is, by its owners and managers', async () => {
    const { venueId } = await aPlace();
    const [organizationId, manager, helper, stranger] = [randomUUID(), aViewer(), aViewer(), aViewer()];
    await world.employ(manager, organizationId, 'MANAGER');
    await world.employ(helper, organizationId, 'STAFF');
    const assign = async (viewer: Viewer, to: string | null) =>
      (await world.run(viewer, SetVenueOrganizationDocument, { input: { venueId, organizationId: to } })).setVenueOrganization;
    expect(await assign(manager, organizationId)).toMatchObject({ __typename: 'NotAllowed' });
    expect(await update(manager, venueId, { capacity: 10 })).toMatchObject({ __typename: 'NotAllowed' });
    expect(await assign(admin, organizationId)).toMatchObject({ venue: { organization: { id: organizationId } } });
    expect(await update(manager, venueId, { capacity: 10 })).toMatchObject({ venue: { capacity: 10 } });
    for (const one of [helper, stranger, world.organiser])
      expect(await update(one, venueId, { capacity: 11 })).toMatchObject({ __typename: 'NotAllowed' });
    await world.employ(manager, organizationId, null, 2);
    expect(await update(manager, venueId, { capacity: 12 })).toMatchObject({ __typename: 'NotAllowed' });
    expect(await assign(admin, null)).toMatchObject({ venue: { organization: null } });
  });

  test('of a private place by its teller; others do not know of it', async () => {
    const ann = aViewer();
    const { id } = await world.anEvent({ by: ann, venue: { name: 'Ann’s kitchen' }, status: 'DRAFT' });
    const { rows } = await sql('SELECT venue_id FROM events WHERE id = $1', [id]);
    const venueId = rows[0].venue_id as string;
    expect(await update(ann, venueId, { capacity: 8 })).toMatchObject({ venue: { capacity: 8 } });
    const input = { venueId, version: 2, capacity: 9 };
    expect((await world.run(aViewer(), UpdateVenueDocument, { input })).updateVenue).toMatchObject({ __typename: 'NotFound' });
  });

  test.each([
    ['a country that there is not', { country: 'QX' }, 'country'],
    ['a place of nobody', { capacity: 0 }, 'capacity'],
    ['a time that there is not', { openingHours: [{ day: 'MONDAY', opens: '25:00', closes: '02:00' }] }, 'openingHours.0.opens'],
    [
      'hours that overlap',
      {
        openingHours: [
          { day: 'MONDAY', opens: '10:00', closes: '12:00' },
          { day: 'MONDAY', opens: '11:00', closes: '13:00' },
        ],
      },
      'openingHours',
    ],
    ['half a point', { latitude: 43 }, 'longitude'],
    ['an empty name', { name: ' ' }, 'name'],
    ['an address inside', { website: 'http://localhost/' }, 'website'],
  ])('%s is refused', async (_name, parts, path) => {
    const { venueId } = await aPlace();
    expect(await update(admin, venueId, parts as never)).toMatchObject({ __typename: 'InvalidInput', fields: [{ path }] });
  });

  test('of two who change one version, one is told to read again; a repeated request changes nothing', async () => {
    const { venueId } = await aPlace();
    const version = (await venueOf(null, venueId)).version as number;
    const change = async (capacity: number, idempotencyKey?: string) =>
      (await world.run(admin, UpdateVenueDocument, { input: { venueId, version, capacity, idempotencyKey: idempotencyKey ?? null } }))
        .updateVenue.__typename;
    expect((await Promise.all([change(1), change(2)])).sort()).toEqual(['Conflict', 'UpdateVenueSuccess']);
    const now = (await venueOf(null, venueId)).version as number;
    const again = () => world.run(admin, UpdateVenueDocument, { input: { venueId, version: now, capacity: 5, idempotencyKey: 'once' } });
    expect([(await again()).updateVenue.__typename, (await again()).updateVenue.__typename]).toEqual([
      'UpdateVenueSuccess',
      'UpdateVenueSuccess',
    ]);
    expect((await venueOf(null, venueId)).version).toBe(now + 1);
  });

  test('a new name is told with the events to come; one that another place has is refused', async () => {
    const [one, two] = [await aPlace(), await aPlace()];
    const before = (await placeAt(one.eventId)).version as number;
    await update(admin, one.venueId, { name: 'The new hall' });
    await follow();
    expect(await placeAt(one.eventId)).toMatchObject({ version: before + 1, venue: { name: 'The new hall' } });
    const { rows } = await sql(`SELECT payload -> 'venue' ->> 'name' AS name FROM outbox WHERE key = $1 ORDER BY sequence DESC LIMIT 1`, [
      one.eventId,
    ]);
    expect(rows[0].name).toBe('The new hall');
    await update(admin, one.venueId, { capacity: 4 });
    await follow();
    expect((await placeAt(one.eventId)).version).toBe(before + 1);
    const { name, address, location } = await venueOf(null, two.venueId);
    const same = { name: name as string, address: address as string, ...(location as { latitude: number; longitude: number }) };
    expect(await update(admin, one.venueId, same)).toMatchObject({ __typename: 'Conflict' });
  });

  test('an event that wants more places than it has is marked (E13)', async () => {
    const { venueId } = await aPlace();
    await update(admin, venueId, { capacity: 100 });
    const [fits, more, open] = await Promise.all([100, 101, null].map((capacity) => world.anEvent({ venueId, capacity })));
    const marked = await Promise.all([fits, more, open].map(async (event) => (await placeAt(event!.id)).exceedsVenue as boolean));
    expect(marked).toEqual([false, true, false]);
  });
});

describe('events at a place', () => {
  test('to come and over, page by page, as far as the viewer sees them; and found by it', async () => {
    const { venueId, eventId } = await aPlace();
    const soon = await world.anEvent({ venueId, startsAt: later(HOUR), endsAt: later(2 * HOUR) });
    const hidden = await world.anEvent({ venueId, visibility: 'PRIVATE' });
    await world.anEvent({ venueId, status: 'DRAFT' });
    const first = await eventsAt(null, venueId, { first: 1 });
    expect([first.totalCount, first.nodes[0].id]).toEqual([2, soon.id]);
    expect((await eventsAt(null, venueId, { first: 1, after: first.pageInfo.endCursor })).nodes[0].id).toBe(eventId);
    expect((await eventsAt(world.organiser, venueId)).nodes.map(({ id }: Data) => id as string)).toContain(hidden.id);
    const found = await world.run(null, `{ searchEvents(filter: { venueId: "${venueId}" }) { nodes { id } totalCount } }`);
    expect(found.searchEvents.nodes.map(({ id }: Data) => id as string).sort()).toEqual([soon.id, eventId].sort());
    world.clock.advance(3 * HOUR);
    expect((await eventsAt(null, venueId, { when: 'PAST' })).nodes.map(({ id }: Data) => id as string)).toEqual([soon.id]);
  });
});

describe('places that are one', () => {
  test('events, list, search, old id and later tellings follow to the one that stays', async () => {
    const [kept, gone] = [await aPlace(), await aPlace({ name: 'Koerner Hall, Royal Conservatory' })];
    const wished = await world.anEvent({ by: aViewer() });
    expect(await merge(kept.venueId, gone.venueId)).toEqual({ __typename: 'MergeVenuesSuccess', venue: { id: kept.venueId } });
    expect((await placeAt(gone.eventId)).venue.id).toBe(kept.venueId);
    await follow();
    expect((await sql('SELECT 1 FROM events WHERE venue_id = $1', [gone.venueId])).rowCount).toBe(0);
    expect((await venueOf(null, gone.venueId)).id).toBe(kept.venueId);
    expect((await eventsAt(null, gone.venueId)).totalCount).toBe(2);
    const found = await world.run(null, `{ searchEvents(filter: { venueId: "${gone.venueId}" }) { totalCount } }`);
    expect(found.searchEvents.totalCount).toBe(2);
    const told = await world.anEvent({ venueId: gone.venueId });
    const { rows } = await sql(`SELECT name, address, city, latitude, longitude FROM venues WHERE id = $1`, [gone.venueId]);
    const again = await world.anEvent({ venue: rows[0] });
    for (const { id } of [told, again]) expect((await placeAt(id)).venue.id).toBe(kept.venueId);
    const { rows: facts } = await sql(
      `SELECT payload -> 'venue' ->> 'id' AS id FROM outbox WHERE key = $1 ORDER BY sequence DESC LIMIT 1`,
      [gone.eventId],
    );
    expect(facts[0].id).toBe(kept.venueId);
    expect(wished.id).toBeDefined();
  });

  test('what was merged into one that is merged leads to the last', async () => {
    const [a, b, c] = [await aPlace(), await aPlace(), await aPlace()];
    await merge(b.venueId, a.venueId);
    await merge(c.venueId, b.venueId);
    await follow();
    for (const { venueId, eventId } of [a, b, c])
      expect([(await venueOf(null, venueId)).id, (await placeAt(eventId)).venue.id]).toEqual([c.venueId, c.venueId]);
    expect(await merge(a.venueId, c.venueId)).toMatchObject({ __typename: 'Conflict' });
  });

  test('a proposal for the one that goes is one for the other', async () => {
    const [kept, gone] = [await aPlace(), await aPlace()];
    const ann = aViewer();
    const { id, version } = await world.anEvent({ by: ann });
    await world.run(ann, UpdateEventDocument, { input: { eventId: id, version, venueId: gone.venueId } });
    await merge(kept.venueId, gone.venueId);
    await follow();
    const { rows } = await sql(`SELECT changes ->> 'venueId' AS id FROM event_revisions WHERE event_id = $1 AND status = 'PENDING'`, [id]);
    expect(rows[0].id).toBe(kept.venueId);
  });

  test('is undone for 30 days: what was moved and is still there goes back, what came since stays', async () => {
    const [kept, gone, elsewhere] = [await aPlace(), await aPlace(), await aPlace()];
    const moved = await world.anEvent({ venueId: gone.venueId, status: 'DRAFT' });
    await merge(kept.venueId, gone.venueId);
    await follow();
    const since = await world.anEvent({ venueId: kept.venueId });
    const version = (await world.run(world.organiser, EventAtVenueDocument, { id: moved.id })).event!.version;
    await world.run(world.organiser, UpdateEventDocument, { input: { eventId: moved.id, version, venueId: elsewhere.venueId } });
    expect(await undo(gone.venueId, aViewer())).toMatchObject({ __typename: 'NotAllowed' });
    expect(await undo(gone.venueId)).toMatchObject({ __typename: 'UndoVenueMergeSuccess', venue: { id: gone.venueId } });
    await follow();
    expect((await placeAt(gone.eventId)).venue.id).toBe(gone.venueId);
    expect((await placeAt(kept.eventId)).venue.id).toBe(kept.venueId);
    expect((await placeAt(since.id)).venue.id).toBe(kept.venueId);
    expect((await world.run(world.organiser, EventAtVenueDocument, { id: moved.id })).event!.venue!.id).toBe(elsewhere.venueId);
    expect(await undo(gone.venueId)).toMatchObject({ __typename: 'NotFound' });
    await merge(kept.venueId, gone.venueId);
    world.clock.advance(31 * DAY);
    expect(await undo(gone.venueId)).toMatchObject({ __typename: 'Conflict' });
  });

  test('is the staff’s to say, of shared places alone', async () => {
    const [kept, gone] = [await aPlace(), await aPlace()];
    expect(await merge(kept.venueId, gone.venueId, world.organiser)).toMatchObject({ __typename: 'NotAllowed' });
    expect(await merge(kept.venueId, kept.venueId)).toMatchObject({ __typename: 'InvalidInput' });
    expect(await merge(kept.venueId, randomUUID())).toMatchObject({ __typename: 'NotFound' });
    const { id } = await world.anEvent({ by: aViewer(), venue: { name: 'A kitchen' }, status: 'DRAFT' });
    const { rows } = await sql('SELECT venue_id FROM events WHERE id = $1', [id]);
    expect(await merge(kept.venueId, rows[0].venue_id as string)).toMatchObject({ __typename: 'NotFound' });
  });

  test('likely doubles are told to the staff: much alike, and close', async () => {
    const hall = { name: 'Koerner Hall', address: '273 Bloor St W', latitude: 43.6681, longitude: -79.3961 };
    const one = await aPlace(hall);
    await world.anEvent({ venueId: one.venueId });
    const two = await aPlace({ ...hall, name: 'Koerner Hall, Conservatory', address: '273 Bloor Street West' });
    await aPlace({ ...hall, name: 'The Garden' });
    const pairs = (await world.run(admin, VenueDoublesDocument, { first: 20 })).venueDoubles as Data[];
    const mine = pairs.filter(({ venue, other }) => [venue.id, other.id].includes(one.venueId));
    expect(mine).toEqual([{ venue: { id: one.venueId }, other: { id: two.venueId }, likeness: expect.any(Number) as number, metres: 0 }]);
    expect((await world.run(world.organiser, VenueDoublesDocument, {})).venueDoubles).toEqual([]);
    await merge(one.venueId, two.venueId);
    const left = (await world.run(admin, VenueDoublesDocument, {})).venueDoubles as Data[];
    expect(left.filter(({ venue, other }) => [venue.id, other.id].includes(one.venueId))).toEqual([]);
  });
});

/** An event is made at a place while that is merged: at which it is when everything is done. */
async function makeWhileItIsMerged(w: World, begin = () => {}): Promise<boolean> {
  const [kept, gone] = [await aPlace({}, w), await aPlace({}, w)];
  begin();
  const [event] = await Promise.all([
    w.anEvent({ venueId: gone.venueId, status: 'DRAFT' }),
    merge(kept.venueId, gone.venueId, admin, w).then(() => follow(w)),
  ]);
  await follow(w);
  const { rows } = await sqlOn(w)('SELECT venue_id FROM events WHERE id = $1', [event.id]);
  return rows[0].venue_id === kept.venueId;
}

test('an event that is made while its place is merged is at the one that stays', async () => {
  for (let round = 0; round < 5; round++) expect(await makeWhileItIsMerged(world)).toBe(true);
});

test('control: without the lock on the place it stays behind', async () => {
  const meet = meetingOf(2);
  let isOn = false;
  // The event has read that the place is one of its own, and the job that no event is there, before either writes.
  const after = (statement: string) =>
    isOn && /coalesce\(merged_into, id\)|SELECT id FROM events WHERE venue_id/.test(statement) ? meet() : undefined;
  const lockless = await startWorld({ module: locklessAfter(after) });
  expect(await makeWhileItIsMerged(lockless, () => (isOn = true))).toBe(false);
});
