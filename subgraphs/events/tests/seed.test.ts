import { randomUUID } from 'node:crypto';
import { silentLogger } from '@marquee/platform';
import { afterTests, aViewer } from '@marquee/platform/testing';
import type { EventChanged } from '@marquee/schema/topics';
import { seed, seedSales, type SeedInput } from '../prisma/seed';
import { openDatabase, type Database } from '../src/db';
import { toldToPayments } from './selling';
import { startWorld, type World } from './world';

let world: World;
let db: Database;
const told: string[] = [];

beforeAll(async () => {
  world = await startWorld();
  db = openDatabase(world.databaseUrl, silentLogger);
  afterTests(() => db.close());
  await world.bus.consume('listener', ['event.changed', 'event.submitted', 'attendance.changed'], async ({ topic, payload }) => {
    const { change } = payload as EventChanged;
    told.push(change ? `${topic} ${change}` : topic);
  });
});

const people = Array.from({ length: 4 }, () => aViewer());
const anEvent = (status: 'PUBLISHED' | 'PENDING_REVIEW', parts: object = {}) => ({
  id: randomUUID(),
  creatorId: people[0]!.id,
  status,
  title: 'Open stage',
  description: 'Bring an instrument.',
  categorySlug: 'music',
  tags: ['folk'],
  startsAt: new Date('2026-12-01T00:00:00Z'),
  endsAt: new Date('2026-12-01T03:00:00Z'),
  timezone: 'America/Toronto',
  venue: { name: 'The Cellar', address: null, city: 'Toronto', latitude: 43.65, longitude: -79.4 },
  createdAt: new Date('2026-11-01T00:00:00Z'),
  ...parts,
});

test('a world is put in and told once, however often it is seeded', async () => {
  const open = anEvent('PUBLISHED', { capacity: 2 });
  const answeredAt = new Date('2026-11-10T00:00:00Z');
  const statuses = ['GOING', 'GOING', 'WAITLISTED', 'INTERESTED'] as const;
  const input: SeedInput = {
    events: [open, anEvent('PENDING_REVIEW')],
    attendances: people.map(({ id }, n) => ({
      id: randomUUID(),
      eventId: open.id,
      userId: id,
      status: statuses[n]!,
      visibility: 'PUBLIC',
      answeredAt,
    })),
    swipes: [{ userId: people[1]!.id, eventId: open.id, direction: 'UP', swipedAt: answeredAt }],
  };
  expect(await seed(db, input)).toEqual({ events: 2, attendances: 4, swipes: 1 });
  expect(await seed(db, input)).toEqual({ events: 0, attendances: 0, swipes: 0 });

  expect(await world.counts(open.id)).toMatchObject({ going: 2, waitlisted: 1, interested: 1, capacity: 2, available: 0, version: 2 });
  await world.subgraph.drain();
  expect(told.sort()).toEqual([
    ...Array.from({ length: 4 }, () => 'attendance.changed'),
    'event.changed PUBLISHED',
    'event.changed SUBMITTED',
    'event.submitted SUBMITTED',
  ]);
  expect(await world.rsvp(aViewer(), open.id)).toMatchObject({ attendance: { status: 'WAITLISTED', waitlistPosition: 2 } });
  await world.rsvp(people[0]!, open.id, 'NOT_GOING');
  expect(await world.rsvp(people[2]!, open.id)).toMatchObject({ attendance: { status: 'GOING' } });
});

test('a world with more guests than places is refused whole', async () => {
  const small = anEvent('PUBLISHED', { capacity: 1 });
  const input: SeedInput = {
    events: [small],
    attendances: people.slice(0, 2).map(({ id }) => ({
      id: randomUUID(),
      eventId: small.id,
      userId: id,
      status: 'GOING',
      visibility: 'PUBLIC',
      answeredAt: new Date(),
    })),
  };
  await expect(seed(db, input)).rejects.toThrow();
  expect((await world.run(null, 'query ($id: ID!) { event(id: $id) { id } }', { id: small.id })).event).toBeNull();
});

test('places of events whose tickets are seeded are granted at once, as the facts would have granted them', async () => {
  const [small, wide, answered] = [anEvent('PUBLISHED', { capacity: 3 }), anEvent('PUBLISHED'), anEvent('PUBLISHED', { capacity: 5 })];
  const visibility = 'PUBLIC' as const;
  const going = {
    id: randomUUID(),
    eventId: answered.id,
    userId: people[0]!.id,
    status: 'GOING' as const,
    visibility,
    answeredAt: new Date(),
  };
  await seed(db, { events: [small, wide, answered], attendances: [going] });
  const sales = [
    { eventId: small.id, placesTaken: 2 },
    { eventId: wide.id, placesTaken: 4 },
    { eventId: answered.id, placesTaken: 0 },
  ];
  const grants = await seedSales(db, sales);
  expect(new Map(grants.map(({ eventId, version, places }) => [eventId, [version, places]]))).toEqual(
    new Map([
      [small.id, [1, 3]],
      [wide.id, [1, null]],
      [answered.id, [1, 4]],
    ]),
  );
  expect(await seedSales(db, sales)).toEqual(grants);

  const told = await toldToPayments(world);
  expect(await told.grantsOf(small.id)).toEqual([[1, 3]]);
  // What payments tells of the same sales is no news: no second grant follows.
  const tiers = [{ tierId: randomUUID(), name: 'Floor', price: { amountMinor: 2000, currency: 'CAD' }, onSale: true }];
  await world.tell('sales.changed', small.id, {
    ...{ eventId: small.id, version: 1, ticketed: true, placesTaken: 2, grant: { version: 1, places: 3 }, tiers },
  });
  expect(await told.grantsOf(small.id)).toEqual([[1, 3]]);
  expect(await world.counts(small.id)).toMatchObject({ capacity: 3, available: 1 });
});
