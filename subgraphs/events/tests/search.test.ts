import type { Data } from '@marquee/platform/testing';
import { cost } from './cost';
import { sqlOn, type Sql } from './sql';
import { DAY, decision, HOUR, start, type World } from './world';

const SEARCH = `query ($query: String, $filter: EventFilter, $orderBy: EventOrder, $first: Int, $after: String) {
  searchEvents(query: $query, filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    nodes { id title startsAt distanceKm venue { name city } attendanceCounts { going available } }
    facets { field values { value count } }
    totalCount
    pageInfo { hasNextPage endCursor }
  }
}`;

/** City Hall, and places so many kilometres from it. */
const CITY_HALL = { latitude: 43.6534, longitude: -79.3839 };
const venue = (name: string, km: number) => ({
  name,
  city: 'Toronto',
  latitude: CITY_HALL.latitude + km / 111.32,
  longitude: CITY_HALL.longitude,
});

let world: World;
let sql: Sql;
let later: (ms: number) => string;

const search = async (variables: Data = {}): Promise<Data> => (await world.run(null, SEARCH, variables)).searchEvents;
const titles = async (variables: Data = {}): Promise<string[]> => (await search(variables)).nodes.map((node: Data) => node.title);
const at = (ms: number, length = 2 * HOUR) => ({ startsAt: later(ms), endsAt: later(ms + length) });

beforeAll(async () => {
  world = await start();
  sql = sqlOn(world);
  later = (ms) => new Date(world.clock.now().getTime() + ms).toISOString();
  await world.anEvent({
    title: 'Lantern parade',
    description: 'Bring a light.',
    categorySlug: 'celebrations',
    tags: ['family', 'free'],
    ...at(2 * DAY),
    venue: venue('Riverdale Farm', 2),
  });
  await world.anEvent({
    title: 'Jazz in the park', description: 'A quartet plays standards.', categorySlug: 'music', tags: ['jazz', 'outdoors'], ...at(3 * DAY),
    venue: venue('Riverdale Park', 3), price: { type: 'PAID', min: { amountMinor: 1500, currency: 'CAD' } }, capacity: 1,
  }); // prettier-ignore
  await world.anEvent({
    title: 'Quartet night', description: 'Strings, then some jazz.', categorySlug: 'music', tags: ['strings'], ...at(40 * DAY),
    venue: venue('Hall of Strings', 12), price: { type: 'PAID', min: { amountMinor: 9000, currency: 'CAD' } },
  }); // prettier-ignore
  await world.anEvent({
    title: 'Stand-up comedy',
    description: 'Five comedians.',
    categorySlug: 'comedy',
    tags: ['laughs'],
    ...at(5 * DAY),
    venue: venue('The Back Room', 40),
  });
  await world.anEvent({
    title: 'The Who',
    description: '',
    categorySlug: 'music',
    tags: [],
    ...at(9 * DAY),
    venue: venue('Ōsaka Arena', 60),
  });
  await world.anEvent({
    title: 'Café des langues',
    description: 'Talk French.',
    categorySlug: 'learning',
    tags: ['languages'],
    ...at(6 * DAY),
    format: 'VIRTUAL',
  });
});

describe('words', () => {
  test('all of them must occur, each in any field', async () => {
    expect(await titles({ query: 'quartet jazz' })).toEqual(['Jazz in the park', 'Quartet night']);
    expect(await titles({ query: 'jazz outdoors' })).toEqual(['Jazz in the park']);
    expect(await titles({ query: 'jazz comedians' })).toEqual([]);
  });
  test('a word in the title weighs more than one in the description', async () => {
    expect(await titles({ query: 'jazz' })).toEqual(['Jazz in the park', 'Quartet night']);
    expect(await titles({ query: 'quartet' })).toEqual(['Quartet night', 'Jazz in the park']);
  });
  test('the category and the place are searched too', async () => {
    expect(await titles({ query: 'celebrations riverdale' })).toEqual(['Lantern parade']);
    expect(await titles({ query: 'osaka' })).toEqual(['The Who']);
  });
  test('other forms of a word, accents and case do not matter', async () => {
    expect(await titles({ query: 'COMEDIAN' })).toEqual(['Stand-up comedy']);
    expect(await titles({ query: 'cafe' })).toEqual(['Café des langues']);
  });
  test('words that say little are not asked for, unless nothing else was', async () => {
    expect(await titles({ query: 'the quartet' })).toEqual(['Quartet night', 'Jazz in the park']);
    expect(await titles({ query: 'the who' })).toEqual(['The Who']);
  });
  test('a misspelt word is forgiven when nothing else is found', async () => {
    for (const query of ['lantren parade', 'lanter parad', 'lantrn', 'parqde']) expect((await titles({ query }))[0]).toBe('Lantern parade');
    expect(await titles({ query: 'xylophone' })).toEqual([]);
  });
  test('quotes keep words together; what follows a minus must not occur', async () => {
    expect(await titles({ query: '"quartet night"' })).toEqual(['Quartet night']);
    expect(await titles({ query: 'jazz -strings' })).toEqual(['Jazz in the park']);
  });
  test.each(['', '   ', '!!!', "' OR 1=1 --", '\\', '%', '"unclosed'])('%j is no fault', async (query) => {
    expect(await world.execute(null, SEARCH, { query })).not.toHaveProperty('errors');
  });
});

describe('what a find is worth', () => {
  const points = async (expression: string): Promise<number> => Number((await sql(`SELECT ${expression} AS points`)).rows[0].points) / 1e6;

  test('a word counts three times in a title, twice in a description, one and a half times in a tag, once in the category', async () => {
    const [title, description, tag, category] = await Promise.all(
      ['A', 'B', 'C', 'D'].map((weight) => points(`text_points('jazz:1${weight}', 'jazz')`)),
    );
    expect(title! / category!).toBeCloseTo(3, 4);
    expect(description! / category!).toBeCloseTo(2, 4);
    expect(tag! / category!).toBeCloseTo(1.5, 4);
  });
  test('quality and company add log10(1 + 1.5 · quality) · log10(1 + 1.2 · attending)', async () => {
    expect(await points('standing_points(0.8, 9)')).toBeCloseTo(Math.log10(2.2) * Math.log10(11.8), 5);
    expect(await points('standing_points(NULL, 9)')).toBeCloseTo(Math.log10(1.75) * Math.log10(11.8), 5);
    expect(await points('standing_points(0.8, NULL)')).toBe(0);
  });
  test('prices are sorted into buckets by the unit of their currency', async () => {
    const buckets = await sql(`SELECT price_bucket(type::price_type, minor, currency) AS bucket FROM (VALUES
      ('FREE', NULL, NULL), ('DONATION', NULL, NULL), ('PAID', NULL, NULL), ('PAID', 1999, 'CAD'), ('PAID', 2000, 'CAD'), ('PAID', 7500, 'EUR'),
      ('PAID', 74, 'JPY'), ('PAID', 19999, 'KWD')) AS price (type, minor, currency)`);
    expect(buckets.rows.map(({ bucket }) => bucket)).toEqual(['FREE', 'FREE', null, 'LOW', 'MEDIUM', 'HIGH', 'MEDIUM', 'LOW']);
  });
});

describe('filters', () => {
  test('a circle on the map, with the distance of each find', async () => {
    const { nodes, totalCount } = await search({ filter: { near: { ...CITY_HALL, radiusKm: 15 } }, orderBy: 'NEAREST' });
    expect(nodes.map((node: Data) => [node.title, Math.round(node.distanceKm)])).toEqual([
      ['Lantern parade', 2],
      ['Jazz in the park', 3],
      ['Quartet night', 12],
    ]);
    expect(totalCount).toBe(3);
  });
  test('a category stands for those below it', async () => {
    expect(await titles({ filter: { categorySlugs: ['performing-arts'] } })).toEqual(['Stand-up comedy']);
    expect(await titles({ filter: { categorySlugs: ['festivals', 'comedy'] } })).toEqual(['Lantern parade', 'Stand-up comedy']);
  });
  test('an unknown category is refused by name', async () => {
    const { errors } = await world.execute(null, SEARCH, { filter: { categorySlugs: ['jazz-hands'] } });
    expect(errors).toMatchObject([{ message: expect.stringContaining('jazz-hands'), extensions: { code: 'BAD_USER_INPUT' } }]);
  });
  test('every tag must be there', async () => {
    expect(await titles({ filter: { tags: ['Family', 'free'] } })).toEqual(['Lantern parade']);
    expect(await titles({ filter: { tags: ['family', 'jazz'] } })).toEqual([]);
  });
  test('a span of time, by the start', async () => {
    expect(await titles({ filter: { startsAfter: later(3 * DAY), startsBefore: later(6 * DAY) } })).toEqual([
      'Jazz in the park',
      'Stand-up comedy',
    ]);
  });
  test('price, format and free places', async () => {
    expect(await titles({ filter: { free: false } })).toEqual(['Jazz in the park', 'Quartet night']);
    expect(await titles({ filter: { priceBucket: 'HIGH' } })).toEqual(['Quartet night']);
    expect(await titles({ filter: { priceBucket: ['LOW', 'HIGH'], free: true } })).toEqual([]);
    expect(await titles({ filter: { format: 'VIRTUAL' } })).toEqual(['Café des langues']);
    expect(await titles({ query: 'jazz', filter: { hasPlaces: false } })).toEqual([]);
  });
  test('text, place, category and time at once', async () => {
    const filter = { near: { ...CITY_HALL, radiusKm: 20 }, categorySlugs: ['music'], startsAfter: later(0), startsBefore: later(7 * DAY) };
    expect(await titles({ query: 'quartet', filter })).toEqual(['Jazz in the park']);
  });
  test.each([
    [{ near: { latitude: 91, longitude: 0 } }, 'filter.near.latitude'],
    [{ near: { latitude: 0, longitude: 0, radiusKm: 0 } }, 'filter.near.radiusKm'],
    [{ near: { latitude: 0, longitude: 0, radiusKm: 40_000 } }, 'filter.near.radiusKm'],
    [{ startsAfter: '2026-12-01T00:00:00Z', startsBefore: '2026-11-01T00:00:00Z' }, 'filter.startsBefore'],
    [{ tags: Array.from({ length: 21 }, (_, n) => `t${n}`) }, 'filter.tags'],
  ])('%j is refused, and the field is named', async (filter, field) => {
    const { errors } = await world.execute(null, SEARCH, { filter });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
  });
  test('circles over the date line and the pole are circles too', async () => {
    const fiji = await start();
    await fiji.anEvent({ title: 'Sunrise', venue: { name: 'Taveuni', latitude: -16.8, longitude: 179.95 } });
    await fiji.anEvent({ title: 'Polar night', venue: { name: 'Camp', latitude: 89.9, longitude: 10 } });
    const found = async (near: object) => (await fiji.run(null, SEARCH, { filter: { near } })).searchEvents.nodes;
    expect(await found({ latitude: -16.8, longitude: -179.95, radiusKm: 20 })).toMatchObject([{ title: 'Sunrise' }]);
    expect(await found({ latitude: 89.9, longitude: -170, radiusKm: 30 })).toMatchObject([{ title: 'Polar night' }]);
  });
});

test('facets count what is found, under the same filter', async () => {
  const { facets, totalCount } = await search({ filter: { near: { ...CITY_HALL, radiusKm: 15 } } });
  expect(totalCount).toBe(3);
  expect(Object.fromEntries(facets.map(({ field, values }: Data) => [field, values]))).toMatchObject({
    CATEGORY: [{ value: 'music', count: 2 }, { value: 'celebrations', count: 1 }],
    FORMAT: [{ value: 'IN_PERSON', count: 3 }],
    PRICE: [{ value: 'FREE', count: 1 }, { value: 'HIGH', count: 1 }, { value: 'LOW', count: 1 }],
    MONTH: [{ value: '2026-11', count: 2 }, { value: '2026-12', count: 1 }],
  }); // prettier-ignore
});

describe('what is found', () => {
  test('only what is published, public and not over; at once, and no longer', async () => {
    const one = await start();
    const found = async () => (await one.run(null, SEARCH, { query: 'moonrise' })).searchEvents.totalCount;
    await one.anEvent({ title: 'Moonrise draft', status: 'DRAFT' });
    await one.anEvent({ title: 'Moonrise under review', status: 'PENDING_REVIEW' });
    await one.anEvent({ title: 'Moonrise for friends', visibility: 'PRIVATE' });
    expect(await found()).toBe(0);
    const event = await one.anEvent({ title: 'Moonrise', endsAt: '2026-12-21T15:00:00Z', startsAt: '2026-12-21T12:30:00Z' });
    expect(await found()).toBe(1);
    await one.run(one.organiser, 'mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { __typename } }', {
      input: { eventId: event.id, version: event.version, visibility: 'PRIVATE' },
    });
    expect(await found()).toBe(0);
    await one.run(one.organiser, 'mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { __typename } }', {
      input: { eventId: event.id, version: event.version + 1, visibility: 'PUBLIC', title: 'Moonrise again' },
    });
    expect(await found()).toBe(1);
    one.clock.advance(31 * DAY);
    expect(await found()).toBe(0);
  });
  test('an event that flags have hidden is not found until it is cleared', async () => {
    const one = await start();
    const found = async () => (await one.run(null, SEARCH, { query: 'flagged' })).searchEvents.totalCount;
    const event = await one.anEvent({ title: 'To be flagged' });
    const workflowId = '7f2b3f6e-0000-4000-8000-000000000001';
    const tell = (version: number, status: string) =>
      one.tell(
        'curation.decided',
        event.id,
        decision({
          workflowId,
          version,
          eventId: event.id,
          eventVersion: event.version,
          status,
          decidedAt: `2026-11-22T12:00:0${version}.000Z`,
        }),
      );
    await tell(3, 'FLAGGED');
    expect(await found()).toBe(0);
    await tell(4, 'APPROVED');
    expect(await found()).toBe(1);
  });
  test('a cancelled event is not found, and a venue that moves takes its events along', async () => {
    const one = await start();
    const place = { name: 'Boat', city: 'Toronto' };
    const near = { ...CITY_HALL, radiusKm: 5 };
    const event = await one.anEvent({ title: 'Boat party', venue: place });
    const found = async () => (await one.run(null, SEARCH, { filter: { near } })).searchEvents.nodes;
    expect(await found()).toEqual([]);
    await one.anEvent({ title: 'Boat tour', status: 'DRAFT', venue: { ...place, ...CITY_HALL } });
    expect(await found()).toMatchObject([{ title: 'Boat party', distanceKm: 0 }]);
    await one.run(one.organiser, 'mutation ($id: ID!) { cancelEvent(input: { eventId: $id }) { __typename } }', { id: event.id });
    expect(await found()).toEqual([]);
  });
});

describe('pages', () => {
  let many: World;
  beforeAll(async () => {
    many = await start();
    // One event is made by its organiser; its copies cost one statement.
    const { id } = await many.anEvent({ title: 'Evening', description: 'An evening of songs.', venue: venue('Hall', 1) });
    const copies = sqlOn(many);
    await copies(
      `INSERT INTO events SELECT (jsonb_populate_record(e, jsonb_build_object('id', md5('copy ' || n)::uuid, 'title', 'Evening ' || n,
         'starts_at', e.starts_at + n % 7 * interval '1 hour', 'ends_at', e.ends_at + n % 7 * interval '1 hour'))).*
       FROM events e, generate_series(1, 119) n WHERE e.id = $1`,
      [id],
    );
    await copies('INSERT INTO attendance_counts (event_id) SELECT id FROM events ON CONFLICT DO NOTHING');
  });
  const page = async (variables: Data) => (await many.run(null, SEARCH, variables)).searchEvents;

  test.each([
    ['by relevance', { query: 'evening songs' }],
    ['by start', {}],
    ['by distance', { filter: { near: CITY_HALL }, orderBy: 'NEAREST' }],
    ['of titles alike', { query: 'evenign' }],
  ])('%s, one after the other hold everything once', async (_name, variables) => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { nodes, pageInfo, totalCount } = await page({ ...variables, first: 25, after });
      expect(totalCount).toBe(120);
      seen.push(...nodes.map((node: Data) => node.id));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after);
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
    const { nodes } = await page({ ...variables, first: 100 });
    expect(nodes.map((node: Data) => node.id)).toEqual(seen.slice(0, 100));
  });

  test('a cursor of another order, another list or nonsense is refused', async () => {
    const { pageInfo } = await page({ first: 1 });
    const foreign = Buffer.from(JSON.stringify(['organized', '2026-01-01', '7f2b3f6e-0000-4000-8000-000000000001'])).toString('base64url');
    const broken = Buffer.from(JSON.stringify(['search', 'SOONEST', 1e300, '7f2b3f6e-0000-4000-8000-000000000001'])).toString('base64url');
    for (const variables of [
      { query: 'evening', after: pageInfo.endCursor },
      { after: foreign },
      { after: broken },
      { after: 'x' },
      { first: 101 },
    ]) {
      const { errors } = await many.execute(null, SEARCH, variables);
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  });

  test('a search with venues, numbers, facets and total costs six statements, for 5 finds as for 100', async () => {
    for (const first of [5, 100]) {
      const { result, statements } = await cost(many.subgraph, () => page({ query: 'evening', filter: { near: CITY_HALL }, first }));
      expect(result.nodes).toHaveLength(first);
      expect(statements).toBe(6);
    }
  });
});

describe('suggestions', () => {
  const suggest = async (prefix: string, first = 8): Promise<string[]> =>
    (await world.run(null, 'query ($prefix: String!, $first: Int) { suggestEvents(prefix: $prefix, first: $first) }', { prefix, first }))
      .suggestEvents;

  test('titles, places and tags with a word that begins so; those that begin so themselves first', async () => {
    expect(await suggest('lan')).toEqual(['languages', 'Lantern parade', 'Café des langues']);
    expect(await suggest('RIVER')).toEqual(['Riverdale Farm', 'Riverdale Park']);
    expect(await suggest('cafe d')).toEqual(['Café des langues']);
    expect(await suggest('string')).toEqual(['strings', 'Hall of Strings']);
  });
  test('one misspelling is forgiven', async () => {
    for (const typo of ['lantren', 'latern', 'lanttern', 'lanyern', 'lanetrn']) expect(await suggest(typo)).toContain('Lantern parade');
    expect(await suggest('qaurtet')).toContain('Quartet night');
    expect(await suggest('zzzzzz')).toEqual([]);
  });
  test('nothing of what is not public: neither its title nor its place nor its tags', async () => {
    const one = await start();
    await one.anEvent({ title: 'Zanzibar night', visibility: 'PRIVATE', tags: ['zanzibar'], venue: { name: 'Zanzibar house' } });
    await one.anEvent({ title: 'Zanzibar draft', status: 'DRAFT', tags: ['zanzibar'] });
    const suggested = async (prefix: string) =>
      (await one.run(null, 'query ($prefix: String!) { suggestEvents(prefix: $prefix) }', { prefix })).suggestEvents;
    expect(await suggested('zanz')).toEqual([]);
    expect(await suggested('zanzbar')).toEqual([]);
  });
  test.each(['', 'a', ' ', '%', '__', "'"])('%j suggests nothing', async (prefix) => {
    expect(await suggest(prefix)).toEqual([]);
  });
});
