import { silentLogger, takeStep } from '@marquee/platform';
import { afterTests, countStatements } from '@marquee/platform/testing';
import type { EventChanged } from '@marquee/schema/topics';
import { keepForSeed } from '../prisma/seed-kept';
import type { Step } from '../src/context';
import { openDatabase, type Database } from '../src/db';
import type { Kept } from '../src/kept';
import { insertImported, type EventToImport } from '../src/modules/event/event-import.store';
import { startWorld, type World } from './world';

let world: World;
let db: Database;
let kept: Kept;
const facts: EventChanged[] = [];

beforeAll(async () => {
  world = await startWorld();
  db = openDatabase(world.databaseUrl, silentLogger);
  afterTests(() => db.close());
  kept = await keepForSeed(db, world.clock);
  await world.bus.consume('listener', ['event.changed'], async ({ payload }) => void facts.push(payload as EventChanged));
});
beforeEach(() => facts.splice(0));

const creatorId = '0199c000-0000-7000-8000-000000000001';
const anImport = (externalId: string, parts: Partial<EventToImport> = {}): EventToImport => ({
  source: 'toronto.ca',
  externalId,
  externalUrl: `https://example.org/${externalId}`,
  creatorId,
  title: `Event ${externalId}`,
  description: 'Told elsewhere.',
  startsAt: new Date('2026-12-24T20:00:00Z'),
  endsAt: new Date('2026-12-24T22:00:00Z'),
  timezone: 'America/Toronto',
  categorySlug: 'music',
  tags: ['winter'],
  format: 'IN_PERSON',
  onlineUrl: null,
  venue: { name: 'City Hall', address: '100 Queen St W', city: 'Toronto', latitude: 43.6534, longitude: -79.3839 },
  price: { type: 'PAID', min: { amountMinor: 1000, currency: 'CAD' }, max: null },
  imageUrl: null,
  capacity: null,
  performers: [],
  ...parts,
});

const take = (batch: readonly EventToImport[]) => takeStep(kept, 'import', (step: Step) => insertImported(step, batch));
const areNew = async (batch: readonly EventToImport[]) => (await take(batch)).map(({ isNew }) => isNew);
const seen = async (id: string) =>
  (
    await world.run(
      null,
      'query ($id: ID!) { event(id: $id) { title status imported externalUrl version venue { name } price { min { amountMinor } } attendanceCounts { capacity } } }',
      { id },
    )
  ).event;

test('new events are published at once and told; past ones are over', async () => {
  const [coming, past] = await take([
    anImport('a', { capacity: 50 }),
    anImport('b', { startsAt: new Date('2025-01-01'), endsAt: new Date('2025-01-02') }),
  ]);
  expect(await seen(coming!.id)).toEqual({
    title: 'Event a',
    status: 'PUBLISHED',
    imported: true,
    externalUrl: 'https://example.org/a',
    version: 1,
    venue: { name: 'City Hall' },
    price: { min: { amountMinor: 1000 } },
    attendanceCounts: { capacity: 50 },
  });
  expect(await seen(past!.id)).toMatchObject({ status: 'COMPLETED' });
  await world.subgraph.drain();
  expect(facts).toMatchObject([
    { eventId: coming!.id, change: 'IMPORTED', imported: true, version: 1, capacity: 50, venue: { name: 'City Hall' } },
    { eventId: past!.id, change: 'IMPORTED', status: 'COMPLETED', capacity: null },
  ]);
});

test('what is here already stays as it is; the same id of another source is another event', async () => {
  expect(await areNew([anImport('c'), anImport('d')])).toEqual([true, true]);
  const [c, d] = await take([anImport('c', { title: 'Other' }), anImport('d', { venue: null })]);
  expect([c!.isNew, d!.isNew]).toEqual([false, false]);
  expect(await seen(c!.id)).toMatchObject({ title: 'Event c', version: 1 });
  expect(await areNew([anImport('c', { source: 'elsewhere.org' })])).toEqual([true]);
});

test('of two tellings in one batch the last counts, and both get its outcome', async () => {
  const told = await take([anImport('e', { title: 'First' }), anImport('e', { title: 'Second' })]);
  expect(told).toHaveLength(2);
  expect(told[0]).toEqual(told[1]);
  expect(await seen(told[0]!.id)).toMatchObject({ title: 'Second' });
});

test('two imports of one source at once make each event once', async () => {
  const batch = Array.from({ length: 20 }, (_, n) =>
    anImport(`f${n}`, { venue: { name: `Hall ${n}`, address: null, city: null, latitude: null, longitude: null } }),
  );
  const [one, two] = await Promise.all([take(batch), take([...batch].reverse())]);
  expect(new Set([...one, ...two].map(({ id }) => id)).size).toBe(20);
  expect([...one, ...two].filter(({ isNew }) => isNew)).toHaveLength(20);
});

test('a batch costs the same few statements whatever its size', async () => {
  const batch = (size: number, from: number) => Array.from({ length: size }, (_, n) => anImport(`g${from + n}`));
  const small = await countStatements(db, () => take(batch(2, 0)));
  const large = await countStatements(db, () => take(batch(200, 10)));
  expect(large.statements).toBe(small.statements);
  expect(large.statements).toBeLessThanOrEqual(10);
});
