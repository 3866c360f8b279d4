import { afterTests, callerFor, freshDatabase, type Data } from '@marquee/platform/testing';
import { type Prisma } from '../src/generated/prisma/client';
import pg from 'pg';
import { startAsking, type Asking } from '../bench/asking';
import { fillLargeWorld, LARGE_WORLD_NOW } from '../bench/large-world';
import { inBox, within, type AreaBy } from '../src/modules/search/place.sql';

// Counting what is found where it is much: each find, or a sample of them that says so (X77, E62).

let pool: pg.Pool;
let each: Asking;
let sampling: Asking;

const TORONTO = { south: 43.2, west: -80, north: 44.1, east: -78.8 };

beforeAll(async () => {
  const { url } = await freshDatabase('events');
  pool = new pg.Pool({ connectionString: url, max: 1 });
  afterTests(() => pool.end());
  const client = await pool.connect();
  await fillLargeWorld(client, { events: 2_000, attendances: 10, people: 1_000 });
  client.release();
  each = await startAsking(url);
  sampling = await startAsking(url, { SEARCH_COUNTS_EACH: '500' });
  afterTests(() => each.stop());
  afterTests(() => sampling.stop());
});

const counted = async ({ subgraph }: Asking, variables: Data): Promise<Data> => {
  const query = `query ($query: String, $filter: EventFilter) { searchEvents(query: $query, filter: $filter, first: 1) {
    totalCount isEstimated facets { field values { value count } } clusters(columns: 2) { count } } }`;
  const { data, errors } = await subgraph.execute({ query, variables, caller: callerFor(null) });
  expect(errors).toBeUndefined();
  const { totalCount, isEstimated, facets, clusters } = (data as Data).searchEvents;
  const sums = (facets as Data[]).map(({ field, values }) => [field, (values as Data[]).reduce((sum, { count }) => sum + count, 0)]);
  return {
    totalCount,
    isEstimated,
    sums: Object.fromEntries(sums),
    onMap: (clusters as Data[]).reduce((sum, { count }) => sum + count, 0),
  };
};

/** As its indexes have it. */
const inSample = async (condition: string): Promise<number> =>
  (
    await pool.query(
      `SELECT count(*)::int AS n FROM event_search s WHERE s.ends_at > $1 AND right(replace(s.event_id::text, '-', ''), 2) < '08' AND ${condition}`,
      [LARGE_WORLD_NOW],
    )
  ).rows[0].n;

test('up to so many finds are counted one by one, and are no estimate', async () => {
  const all = await counted(each, {});
  expect(all).toMatchObject({ isEstimated: false, sums: { FORMAT: all.totalCount, MONTH: all.totalCount } });
  const few = { query: 'lantern', filter: { within: TORONTO } };
  const found = await counted(sampling, few);
  expect(found).toEqual(await counted(each, few));
  expect(found).toMatchObject({ isEstimated: false, onMap: found.totalCount, sums: { FORMAT: found.totalCount } });
  expect(found.totalCount).toBeGreaterThan(0);
});

test('of more, one event in 32 stands for all of them in the total, the facets and the clusters, and it is said', async () => {
  const all = await counted(sampling, {});
  expect(all).toMatchObject({ isEstimated: true, totalCount: 32 * (await inSample('TRUE')) });
  expect(all.sums).toMatchObject({ FORMAT: all.totalCount, MONTH: all.totalCount, PRICE: all.totalCount });
  // The sample is what chance makes of it, here always the same.
  const { totalCount } = await counted(each, {});
  expect(Math.abs(all.totalCount - totalCount) / totalCount).toBeLessThan(0.2);

  const word = { query: 'night', filter: { within: TORONTO } };
  const found = await counted(sampling, { ...word, filter: { ...word.filter, collapseSeries: false } });
  const meant = await inSample(
    `s.document @@ 'night' AND latitude(s.place) BETWEEN 43.2 AND 44.1 AND longitude(s.place) BETWEEN -80 AND -78.8`,
  );
  expect((await counted(each, word)).totalCount).toBeLessThan(500);
  expect(found).toMatchObject({ isEstimated: false });
  const broad = await counted(sampling, { filter: { within: TORONTO } });
  expect(broad).toMatchObject({ isEstimated: true, onMap: broad.totalCount, sums: { FORMAT: broad.totalCount } });
  expect(meant).toBeGreaterThan(0);
});

test('what is chosen in a facet does not change how finds are counted', async () => {
  const free = await counted(sampling, { filter: { priceBucket: ['FREE'], categorySlugs: ['comedy'] } });
  expect(free.isEstimated).toBe(true);
  expect(free.totalCount % 32).toBe(0);
});

test('a series is in the sample whole or not at all, and counts once for each value', async () => {
  const series = '00000000-0000-4000-8000-000000000001';
  const { rows } = await pool.query<{ event_id: string }>(
    `SELECT event_id FROM event_search WHERE document @@ 'waltz' AND ends_at > $1 ORDER BY starts_at, event_id LIMIT 6`,
    [LARGE_WORLD_NOW],
  );
  const before = await counted(sampling, {});
  const inItself = rows.filter(({ event_id }) => event_id.slice(-2) < '08').length;
  await pool.query(`UPDATE event_search SET series_id = $1, format = 'IN_PERSON' WHERE event_id = ANY ($2::uuid[])`, [
    series,
    rows.map(({ event_id }) => event_id),
  ]);
  const after = await counted(sampling, {});
  expect(after.totalCount).toBe(before.totalCount + 32 * (1 - inItself));
  const wanted = await counted(sampling, { filter: { collapseSeries: false } });
  expect(wanted.totalCount).toBe(before.totalCount + 32 * (6 - inItself));
  const exact = await counted(each, { query: 'waltz' });
  expect(exact.sums.FORMAT).toBe(exact.totalCount);
});

test('an area means the same by its index as by each row, also over the date line, at the poles and all around', async () => {
  const client = await pool.connect();
  afterTests(async () => client.release());
  await client.query(`CREATE TEMP TABLE points AS SELECT n, ll_to_earth(lat, lon)::cube AS place, lat, lon FROM (
    SELECT n, -90 + (n * 37 % 181) AS lat, -180 + (n * 53 % 361) AS lon FROM generate_series(1, 20000) n) at`);
  const found = async (condition: Prisma.Sql): Promise<number[]> => {
    const { text, values } = { text: condition.text, values: condition.values };
    return (await client.query(`SELECT n FROM points s WHERE ${text} ORDER BY n`, values as unknown[])).rows.map(({ n }) => n);
  };
  const boxes = [
    { south: -10, west: -20, north: 30, east: 40 },
    { south: 43, west: -80, north: 44, east: -79 },
    { south: -20, west: 170, north: 20, east: -170 },
    { south: 70, west: -180, north: 90, east: 180 },
    { south: -90, west: -100, north: -60, east: 100 },
    { south: -90, west: 10, north: 90, east: -10 },
    { south: -5, west: -90, north: 5, east: 90 },
    { south: -5, west: 100, north: 5, east: 99 },
  ];
  for (const box of boxes) {
    const { south, west, north, east } = box;
    const along = west < east ? `lon BETWEEN ${west} AND ${east}` : `(lon >= ${west} OR lon <= ${east})`;
    // At a pole all meridians meet; the line of 180 degrees has two names.
    const { rows } = await client.query(
      `SELECT n FROM points WHERE lat BETWEEN ${south} AND ${north} AND ${along} AND abs(lat) < 90 AND abs(lon) < 180 ORDER BY n`,
    );
    const { rows: odd } = await client.query(`SELECT n FROM points WHERE abs(lat) = 90 OR abs(lon) = 180`);
    const strange = new Set(odd.map(({ n }) => n as number));
    for (const by of ['INDEX', 'ROW'] satisfies AreaBy[])
      expect((await found(inBox(box, by))).filter((n) => !strange.has(n))).toEqual(rows.map(({ n }) => n));
  }
  for (const near of [
    { latitude: 43.65, longitude: -79.38, radiusKm: 300 },
    { latitude: 0, longitude: 180, radiusKm: 500 },
    { latitude: 89, longitude: 20, radiusKm: 400 },
  ]) {
    const byIndex = await found(within(near));
    expect(await found(within(near, 'ROW'))).toEqual(byIndex);
    const { rows } = await client.query(
      `SELECT n FROM points s WHERE sec_to_gc(cube_distance(s.place, ll_to_earth($1, $2)::cube)) <= $3 ORDER BY n`,
      [near.latitude, near.longitude, near.radiusKm * 1000],
    );
    expect(byIndex).toEqual(rows.map(({ n }) => n));
  }
});
