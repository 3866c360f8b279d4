import type { Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import { SearchEventsDocument, UpdateEventDocument, type NearInput } from './generated/documents';
import { CITY_HALL, venue } from './searching';
import { sqlOn, type Sql } from './sql';
import { DAY, decision, HOUR, startWorld, type World } from './world';

let world: World;
let sql: Sql;
let later: (ms: number) => string;

const search = async (variables: Data = {}): Promise<Data> => (await world.run(null, SearchEventsDocument, variables)).searchEvents;
const titles = async (variables: Data = {}): Promise<string[]> => (await search(variables)).nodes.map((node: Data) => node.title);
const at = (ms: number, length = 2 * HOUR) => ({ startsAt: later(ms), endsAt: later(ms + length) });

beforeAll(async () => {
  world = await startWorld();
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
    onlineUrl: 'https://watch.example/room',
  });
});

describe('words', () => {
  test('each may occur in any field; what has all of them comes first, then what has the rarer ones', async () => {
    expect(new Set(await titles({ query: 'quartet jazz' }))).toEqual(new Set(['Jazz in the park', 'Quartet night']));
    expect(await titles({ query: 'jazz outdoors' })).toEqual(['Jazz in the park', 'Quartet night']);
    expect(new Set(await titles({ query: 'jazz comedians' }))).toEqual(new Set(['Stand-up comedy', 'Jazz in the park', 'Quartet night']));
  });
  test('a word in the title weighs more than one in the description', async () => {
    expect(await titles({ query: 'jazz' })).toEqual(['Jazz in the park', 'Quartet night']);
    expect(await titles({ query: 'quartet' })).toEqual(['Quartet night', 'Jazz in the park']);
  });
  test('the category and the place are searched too', async () => {
    expect(await titles({ query: 'celebrations riverdale' })).toEqual(['Lantern parade', 'Jazz in the park']);
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
  test('a misspelt word is corrected', async () => {
    for (const query of ['lantren parade', 'lanter parad', 'lantrn', 'parqde']) expect((await titles({ query }))[0]).toBe('Lantern parade');
    expect(await titles({ query: 'xylophone' })).toEqual([]);
  });
  test('quotes keep words together; what follows a minus must not occur', async () => {
    expect(await titles({ query: '"quartet night"' })).toEqual(['Quartet night']);
    expect(await titles({ query: 'jazz -strings' })).toEqual(['Jazz in the park']);
  });
  test.each(['', '   ', '!!!', "' OR 1=1 --", '\\', '%', '"unclosed'])('%j is no fault (X119)', async (query) => {
    expect(await world.execute(null, print(SearchEventsDocument), { query })).not.toHaveProperty('errors');
  });
});

describe('what a find is worth', () => {
  const points = async (expression: string): Promise<number> => Number((await sql(`SELECT ${expression} AS points`)).rows[0].points) / 1e6;

  test('a word counts three times in a title, twice in a description, one and a half times in a tag, once in the category (X73)', async () => {
    const [title, description, tag, category] = await Promise.all(
      ['A', 'B', 'C', 'D'].map((weight) => points(`text_points('jazz:1${weight}', 'jazz')`)),
    );
    expect(title! / category!).toBeCloseTo(3, 4);
    expect(description! / category!).toBeCloseTo(2, 4);
    expect(tag! / category!).toBeCloseTo(1.5, 4);
  });
  test('quality and company add log10(1 + 1.5 · quality) · log10(1 + 1.2 · attending) (X75)', async () => {
    expect(await points('standing_points(0.8, 9)')).toBeCloseTo(Math.log10(2.2) * Math.log10(11.8), 5);
    expect(await points('standing_points(NULL, 9)')).toBeCloseTo(Math.log10(1.75) * Math.log10(11.8), 5);
    expect(await points('standing_points(0.8, NULL)')).toBe(0);
  });
  test('prices are sorted into buckets by the unit of their currency (X72)', async () => {
    const buckets = await sql(`SELECT price_bucket(type::price_type, minor, currency) AS bucket FROM (VALUES
      ('FREE', NULL, NULL), ('DONATION', NULL, NULL), ('PAID', NULL, NULL), ('PAID', 1999, 'CAD'), ('PAID', 2000, 'CAD'), ('PAID', 7500, 'EUR'),
      ('PAID', 74, 'JPY'), ('PAID', 19999, 'KWD')) AS price (type, minor, currency)`);
    expect(buckets.rows.map(({ bucket }) => bucket)).toEqual(['FREE', 'FREE', null, 'LOW', 'MEDIUM', 'HIGH', 'MEDIUM', 'LOW']);
  });
});

describe('filters', () => {
  test('a circle on the map, with the distance of each find (E62, X74)', async () => {
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
    const { errors } = await world.execute(null, print(SearchEventsDocument), { filter: { categorySlugs: ['jazz-hands'] } });
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
  test('text, place, category and time at once (X81)', async () => {
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
    const { errors } = await world.execute(null, print(SearchEventsDocument), { filter });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
  });
  test('circles over the date line and the pole are circles too', async () => {
    const fiji = await startWorld();
    await fiji.anEvent({ title: 'Sunrise', venue: { name: 'Taveuni', latitude: -16.8, longitude: 179.95 } });
    await fiji.anEvent({ title: 'Polar night', venue: { name: 'Camp', latitude: 89.9, longitude: 10 } });
    const found = async (near: NearInput) => (await fiji.run(null, SearchEventsDocument, { filter: { near } })).searchEvents.nodes;
    expect(await found({ latitude: -16.8, longitude: -179.95, radiusKm: 20 })).toMatchObject([{ title: 'Sunrise' }]);
    expect(await found({ latitude: 89.9, longitude: -170, radiusKm: 30 })).toMatchObject([{ title: 'Polar night' }]);
  });
});

test('facets count what is found, under the same filter (X77)', async () => {
  const { facets, totalCount } = await search({ filter: { near: { ...CITY_HALL, radiusKm: 15 } } });
  expect(totalCount).toBe(3);
  expect(Object.fromEntries(facets.map(({ field, values }: Data) => [field, values]))).toMatchObject({
    CATEGORY: [{ value: 'music', count: 2 }, { value: 'celebrations', count: 1 }, { value: 'festivals', count: 1 }],
    FORMAT: [{ value: 'IN_PERSON', count: 3 }],
    PRICE: [{ value: 'FREE', count: 1 }, { value: 'HIGH', count: 1 }, { value: 'LOW', count: 1 }],
    MONTH: [{ value: '2026-11', count: 2 }, { value: '2026-12', count: 1 }],
  }); // prettier-ignore
});

describe('facets of which any value may be chosen', () => {
  const facet = async (filter: Data, field: string): Promise<Data> => {
    const { facets } = await search({ filter });
    return Object.fromEntries(facets.find((each: Data) => each.field === field).values.map(({ value, count }: Data) => [value, count]));
  };
  const finds = async (filter: Data): Promise<number> => (await search({ filter })).totalCount;

  test('count as if nothing of their own were chosen, but under all else', async () => {
    expect(await facet({ categorySlugs: ['comedy'] }, 'CATEGORY')).toEqual(await facet({}, 'CATEGORY'));
    expect(await facet({ priceBucket: ['HIGH'] }, 'PRICE')).toEqual({ FREE: 4, HIGH: 1, LOW: 1 });
    expect(await facet({ priceBucket: ['HIGH'] }, 'CATEGORY')).toEqual({ music: 1 });
    expect(await facet({ format: 'VIRTUAL' }, 'FORMAT')).toEqual({ IN_PERSON: 5, VIRTUAL: 1 });
    expect(await facet({ categorySlugs: ['music'] }, 'PRICE')).toEqual({ FREE: 1, HIGH: 1, LOW: 1 });
  });
  test('each count is what choosing the value would find; a category counts those below it (X77)', async () => {
    for (const [slug, count] of Object.entries(await facet({ free: true }, 'CATEGORY')))
      expect([slug, await finds({ free: true, categorySlugs: [slug] })]).toEqual([slug, count]);
    for (const [bucket, count] of Object.entries(await facet({ categorySlugs: ['music'] }, 'PRICE')))
      expect([bucket, await finds({ categorySlugs: ['music'], priceBucket: bucket })]).toEqual([bucket, count]);
  });
});

describe('what is found', () => {
  test('only what is published, public and not over; at once, and no longer (E34, X76)', async () => {
    const one = await startWorld();
    const found = async () => (await one.run(null, SearchEventsDocument, { query: 'moonrise' })).searchEvents.totalCount;
    await one.anEvent({ title: 'Moonrise draft', status: 'DRAFT' });
    await one.anEvent({ title: 'Moonrise under review', status: 'PENDING_REVIEW' });
    await one.anEvent({ title: 'Moonrise for friends', visibility: 'PRIVATE' });
    expect(await found()).toBe(0);
    const event = await one.anEvent({ title: 'Moonrise', endsAt: '2026-12-21T15:00:00Z', startsAt: '2026-12-21T12:30:00Z' });
    expect(await found()).toBe(1);
    await one.run(one.organiser, UpdateEventDocument, {
      input: { eventId: event.id, version: event.version, visibility: 'PRIVATE' },
    });
    expect(await found()).toBe(0);
    await one.run(one.organiser, UpdateEventDocument, {
      input: { eventId: event.id, version: event.version + 1, visibility: 'PUBLIC', title: 'Moonrise again' },
    });
    expect(await found()).toBe(1);
    one.clock.advance(31 * DAY);
    expect(await found()).toBe(0);
  });
  test('an event that flags have hidden is not found until it is cleared', async () => {
    const one = await startWorld();
    const found = async () => (await one.run(null, SearchEventsDocument, { query: 'flagged' })).searchEvents.totalCount;
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
  test('a cancelled event is not found, and nobody moves a place by telling of it', async () => {
    const one = await startWorld();
    const place = { name: 'Boat', city: 'Toronto' };
    const near = { ...CITY_HALL, radiusKm: 5 };
    await one.anEvent({ title: 'Boat party', venue: place });
    const found = async () => (await one.run(null, SearchEventsDocument, { filter: { near } })).searchEvents.nodes;
    expect(await found()).toEqual([]);
    const event = await one.anEvent({ title: 'Boat tour', venue: { ...place, ...CITY_HALL } });
    expect(await found()).toMatchObject([{ title: 'Boat tour', distanceKm: 0 }]);
    await one.callOff(event.id);
    expect(await found()).toEqual([]);
  });
});
