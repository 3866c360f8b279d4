import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { silentLogger } from '@marquee/platform';
import { afterTests, aViewer, type Data } from '@marquee/platform/testing';
import { seedImport } from '../prisma/seed';
import { openDatabase, type Database } from '../src/db';
import { tally } from '../src/modules/ingestion/import-tally';
import type { RecordOutcome } from '../src/modules/ingestion/import.types';
import { ImportEventsDocument } from './generated/documents';
import { sqlOn } from './sql';
import { startWorld, type World } from './world';

// The data set that the demo world is made of: 1,727 real events with the flaws of real data.
const records = JSON.parse(readFileSync(join(__dirname, '../../../stack/data/toronto-events.jsonld'), 'utf8')) as Data[];
const LISTINGS = '00000000-0000-4000-8000-000000000001';
const ORGANISER = '00000000-0000-4000-8000-000000000002';

let world: World;
let db: Database;

beforeAll(async () => {
  world = await startWorld();
  db = openDatabase(world.databaseUrl, silentLogger);
  afterTests(() => db.close());
});

const input = () => ({
  records,
  creatorIdFor: (organizerName: string) => (organizerName ? ORGANISER : LISTINGS),
  source: 'toronto.ca',
  timezone: 'America/Toronto',
  // 364 is a whole number of weeks: a Saturday market stays on Saturdays.
  shiftDaysFor: () => 364,
  now: world.clock.now(),
});
const noted = (outcomes: readonly RecordOutcome[], note: string) => outcomes.filter(({ notes }) => notes.includes(note)).length;

describe('the calendar of Toronto', () => {
  let outcomes: RecordOutcome[];
  const progress: number[] = [];

  beforeAll(async () => {
    ({ outcomes } = await seedImport(db, { ...input(), onProgress: (done) => progress.push(done) }));
  }, 60_000);

  test('of 1,727 records 1,663 become events and 64 are doubles of them; none is lost', () => {
    expect(tally(outcomes)).toEqual({ CREATED: 1663, UPDATED: 0, UNCHANGED: 0, DUPLICATE: 64, SKIPPED: 0 });
    expect(outcomes.map(({ index }) => index)).toEqual(records.map((_, index) => index));
    expect(progress.at(-1)).toBe(1727);
  });
  test('a double names the event that it doubles', () => {
    const named = (index: number) => outcomes.find((outcome) => outcome.index === index)!;
    expect(records[1044]!.name).toBe('Evergreen Brick Works Farmers Market');
    expect(records[1043]!.name).toBe('Saturday Farmers Market at Evergreen Brick Works');
    expect(named(1044)).toMatchObject({
      outcome: 'DUPLICATE',
      eventId: named(1043).eventId,
      reason: 'the same event as record 1043 of this document',
    });
  });
  test('what was mended is told', () => {
    expect(noted(outcomes, 'endDate is not after startDate: mended')).toBe(4);
    expect(noted(outcomes, 'endDate is startDate: 2 hours assumed')).toBe(416);
    expect(noted(outcomes, 'no price is named')).toBe(132);
    expect(noted(outcomes, 'endDate is missing: 2 hours assumed')).toBe(47);
    expect(noted(outcomes, 'the place has no coordinates')).toBe(6);
  });
  test('what is over is the past of the world, what is to come is found', async () => {
    const { rows } = await sqlOn(world)('SELECT status, count(*)::int AS n FROM events GROUP BY 1 ORDER BY 1');
    const [published, completed] = rows;
    expect([published.status, completed.status]).toEqual(['PUBLISHED', 'COMPLETED']);
    expect(published.n + completed.n).toBe(1663);
    const search = `query ($query: String, $filter: EventFilter) { searchEvents(query: $query, filter: $filter) { totalCount nodes { title distanceKm } } }`;
    expect((await world.run(null, search)).searchEvents.totalCount).toBe(published.n);
    const { searchEvents } = await world.run(null, search, {
      query: 'market',
      filter: { near: { latitude: 43.6846, longitude: -79.3654, radiusKm: 2 } },
    });
    expect(searchEvents.nodes.map((node: Data) => node.title)).toContain('Saturday Farmers Market at Evergreen Brick Works');
    expect(searchEvents.nodes.every((node: Data) => node.distanceKm <= 2)).toBe(true);
  });
  test('a second run changes nothing', async () => {
    const again = await seedImport(db, input());
    expect(tally(again.outcomes)).toEqual({ CREATED: 0, UPDATED: 0, UNCHANGED: 1663, DUPLICATE: 64, SKIPPED: 0 });
    expect(again.events).toHaveLength(1663);
  });
  test('an organiser who imports a part of it through the graph is told that it is here', async () => {
    const jsonLd = JSON.stringify(records.slice(1100, 1190));
    const { importEvents }: Data = await world.run(aViewer(), ImportEventsDocument, {
      input: { jsonLd, timezone: 'America/Toronto', shiftDays: 364 },
    });
    expect(importEvents.records).toHaveLength(90);
    const over = importEvents.records.filter(({ reason }: Data) => reason === 'the event is over').length;
    expect(importEvents).toMatchObject({ created: 0, duplicates: 90 - over, skipped: over });
    expect(importEvents.duplicates).toBeGreaterThan(50);
  });
});
