import type { Viewer } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import { SearchSuggestionsDocument, SearchTitlesDocument } from './generated/documents';
import { venue } from './searching';
import { sqlOn, type Sql } from './sql';
import { HOUR, startWorld, userOf, type World } from './world';

let world: World;
let sql: Sql;
let ada: Viewer;

const found = async (variables: Data): Promise<string[]> =>
  ((await world.run(null, SearchTitlesDocument, variables)).searchEvents.nodes as Data[]).map(({ title }) => title as string);
/** In the order of titles. */
const titles = async (filter: Data): Promise<string[]> => (await found({ filter })).sort();
const suggested = async (prefix: string, kinds?: string[], first?: number): Promise<Data[]> =>
  (await world.run(null, SearchSuggestionsDocument, { prefix, kinds, first } as never)).searchSuggestions as Data[];

beforeAll(async () => {
  world = await startWorld();
  sql = sqlOn(world);
  ada = aViewer();
  await world.tell('user.updated', ada.id, { ...userOf(ada), displayName: 'Ada Lovelace' });
  // Times are of Toronto, which is five hours behind UTC then; Tuesday 8 December 2026 is at hand.
  const put = async (title: string, startsAt: string, parts: object = {}) => {
    const endsAt = new Date(new Date(startsAt).getTime() + HOUR).toISOString();
    return world.anEvent({ title, description: '', startsAt, endsAt, timezone: 'America/Toronto', tags: [], ...parts } as never);
  };
  await put('Breakfast talk', '2026-12-08T13:00:00Z', { venue: { ...venue('Rex', 1), city: 'Toronto' } });
  await put('Lunch concert', '2026-12-09T17:00:00Z', { venue: { ...venue('Rex', 1), city: 'Toronto' }, tags: ['live-music'] });
  await put('Evening jazz', '2026-12-09T00:30:00Z', { venue: { ...venue('Massey Hall', 2), city: 'Montréal' }, categorySlug: 'music' });
  await put('Night jazz', '2026-12-13T04:00:00Z', { neighbourhood: 'Little Italy' });
  await put('Night jazz', '2026-12-20T04:00:00Z');
  await sql(`UPDATE events SET creator_id = $1 WHERE title LIKE '%jazz'`, [ada.id]);
});

test('by the day of the week and the time of day, on the clock of the place (X70)', async () => {
  expect(await titles({ weekdays: ['TUESDAY'] })).toEqual(['Breakfast talk', 'Evening jazz']);
  expect(await titles({ weekdays: ['WEDNESDAY', 'SATURDAY'] })).toEqual(['Lunch concert', 'Night jazz', 'Night jazz']);
  expect(await titles({ timesOfDay: ['MORNING', 'AFTERNOON'] })).toEqual(['Breakfast talk', 'Lunch concert']);
  expect(await titles({ timesOfDay: ['EVENING'] })).toEqual(['Evening jazz']);
  expect(await titles({ timesOfDay: ['NIGHT'], weekdays: ['SATURDAY'] })).toEqual(['Night jazz', 'Night jazz']);
});

test('by city and neighbourhood, without case and accents, and by who made it', async () => {
  expect(await titles({ city: 'toronto' })).toEqual(['Breakfast talk', 'Lunch concert']);
  expect(await titles({ city: 'MONTREAL' })).toEqual(['Evening jazz']);
  expect(await titles({ city: 'Toron' })).toEqual([]);
  expect(await titles({ neighbourhood: 'little italy' })).toEqual(['Night jazz']);
  expect(await titles({ creatorId: ada.id })).toEqual(['Evening jazz', 'Night jazz', 'Night jazz']);
  expect(await titles({ creatorId: ada.id, city: 'montreal' })).toEqual(['Evening jazz']);
});

test('of an organisation', async () => {
  const organizationId = aViewer().id;
  await sql(`UPDATE events SET organization_id = $1 WHERE title = 'Lunch concert'`, [organizationId]);
  expect(await titles({ organizationId })).toEqual(['Lunch concert']);
  await sql(`UPDATE events SET organization_id = NULL`);
});

test('what is newly on show first, page by page', async () => {
  await sql(
    `UPDATE events SET published_at = '2026-11-20T00:00:00Z'::timestamptz + (CASE title WHEN 'Breakfast talk' THEN 3 WHEN 'Evening jazz' THEN 2 ELSE 1 END) * interval '1 hour'`,
  );
  const all: string[] = [];
  let after: string | null = null;
  do {
    const page: Data = (await world.run(null, SearchTitlesDocument, { orderBy: 'NEWEST', first: 2, after })).searchEvents;
    all.push(...(page.nodes as Data[]).map(({ title }) => title as string));
    after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor as string) : null;
  } while (after);
  expect(all.slice(0, 2)).toEqual(['Breakfast talk', 'Evening jazz']);
  expect(all.slice(2).sort()).toEqual(['Lunch concert', 'Night jazz', 'Night jazz']);
});

test('where most people go first; of equals what is sooner; with words and without', async () => {
  await sql(`INSERT INTO event_popularity (event_id, attending) SELECT id, CASE title WHEN 'Evening jazz' THEN 3 ELSE 12 END FROM events
    WHERE title IN ('Evening jazz') OR starts_at = '2026-12-20T04:00:00Z' ON CONFLICT (event_id) DO UPDATE SET attending = excluded.attending`);
  expect(await found({ orderBy: 'POPULAR' })).toEqual(['Night jazz', 'Evening jazz', 'Breakfast talk', 'Lunch concert', 'Night jazz']);
  expect(await found({ orderBy: 'POPULAR', query: 'jazz' })).toEqual(['Night jazz', 'Evening jazz', 'Night jazz']);
  const page: Data = (await world.run(null, SearchTitlesDocument, { orderBy: 'POPULAR', first: 2 })).searchEvents;
  expect(await found({ orderBy: 'POPULAR', after: page.pageInfo.endCursor as string })).toEqual([
    'Breakfast talk',
    'Lunch concert',
    'Night jazz',
  ]);
  const other = await world.execute(null, 'query($after: String) { searchEvents(orderBy: NEWEST, after: $after) { totalCount } }', {
    after: page.pageInfo.endCursor,
  });
  expect(other.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});

describe('suggestions that lead somewhere', () => {
  test('events, places, people, kinds and tags, each with what it is, and where the prefix stands in it', async () => {
    expect((await suggested('ni')).map(({ kind, text, highlights }) => [kind, text, highlights])).toEqual([
      ['CATEGORY', 'Nightlife', [{ start: 0, length: 2 }]],
      ['EVENT', 'Night jazz', [{ start: 0, length: 2 }]],
    ]);
    const [event] = await suggested('ni', ['EVENT']);
    expect(event!.event.startsAt).toBe('2026-12-13T04:00:00.000Z');
    expect(await suggested('lovel')).toMatchObject([
      { kind: 'PERSON', text: 'Ada Lovelace', person: { id: ada.id }, highlights: [{ start: 4 }] },
    ]);
    expect(await suggested('massey')).toMatchObject([{ kind: 'VENUE', venue: { name: 'Massey Hall', city: 'Montréal' } }]);
    expect(await suggested('live', ['TAG'])).toMatchObject([{ kind: 'TAG', text: 'live music', tag: 'live-music' }]);
    expect(await suggested('musi', ['CATEGORY'])).toMatchObject([{ kind: 'CATEGORY', category: { slug: 'music' } }]);
    expect(await suggested('m', [])).toEqual([]);
  });

  test('what three people searched for and found, in the last month; no words of fewer', async () => {
    const day = (query: string, people: number, empty: number, ago: number) =>
      sql(
        `INSERT INTO search_days (day, query, searches, people, empty, clicked) VALUES ($1::timestamptz - $2 * interval '1 day', $3, $4, $4, $5, 0)`,
        [...[world.clock.now(), ago, query, people, empty]],
      );
    await day('zumba for beginners', 3, 0, 2);
    await day('zumba of my neighbour', 2, 0, 2);
    await day('zumba that is nowhere', 5, 5, 2);
    await day('zumba of long ago', 9, 0, 40);
    expect(await suggested('zum')).toMatchObject([{ kind: 'SEARCH', text: 'zumba for beginners', event: null }]);
  });

  test('a misspelling is forgiven; private events, suspended people and what is over are not told', async () => {
    expect((await suggested('evning jaz')).map(({ text, highlights }) => [text, highlights])).toContainEqual(['Evening jazz', []]);
    await world.anEvent({ title: 'Secret gathering', visibility: 'PRIVATE' });
    expect(await suggested('secret')).toEqual([]);
    await world.tell('user.updated', ada.id, { ...userOf(ada), version: 9, displayName: 'Ada Lovelace', active: false });
    expect(await suggested('lovel', ['PERSON'])).toEqual([]);
  });
});

test('a kind of suggestion is looked for once, however often it is named (found by the review)', async () => {
  const once = await suggested('jaz', ['EVENT']);
  expect(once.length).toBeGreaterThan(0);
  expect(
    await suggested(
      'jaz',
      Array.from({ length: 10_000 }, () => 'EVENT'),
    ),
  ).toEqual(once);
});
