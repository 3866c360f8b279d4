import type { Data } from '@marquee/platform/testing';
import { SearchOnMapDocument } from './generated/documents';
import { DAY, HOUR, startWorld, type World } from './world';

// Events on a part of a map, and in clusters (E62).

let world: World;
let later: (ms: number) => string;
let made = 0;
const at = async (latitude: number, longitude: number, title: string, days = 2): Promise<void> => {
  const startsAt = later(days * DAY);
  await world.anEvent({
    ...{ title, description: '', startsAt, endsAt: later(days * DAY + HOUR) },
    venue: { name: `Place ${++made}`, city: 'Somewhere', latitude, longitude },
  });
};
const onMap = async (filter: Data, columns?: number, query?: string): Promise<Data> =>
  (await world.run(null, SearchOnMapDocument, { filter: { collapseSeries: false, ...filter }, columns, query } as never)).searchEvents;
const within = (south: number, west: number, north: number, east: number) => ({ within: { south, west, north, east } });
const told = ({ clusters }: Data) =>
  (clusters as Data[]).map(({ count, isOnePoint, event }) => [count, isOnePoint, event.title as string]).sort();

beforeAll(async () => {
  world = await startWorld();
  later = (ms) => new Date(world.clock.now().getTime() + ms).toISOString();
  // Two in one house, one across the street, one at the other end of the city; two at the date line; one near the pole.
  await at(43.65, -79.38, 'Jazz in the hall', 3);
  await at(43.65, -79.38, 'Choir in the hall', 2);
  await at(43.6502, -79.3803, 'Jazz across the street', 4);
  await at(43.75, -79.2, 'Far away jazz', 5);
  await at(-17.0, 179.6, 'West of the line');
  await at(-17.2, -179.7, 'East of the line');
  await at(78.22, 15.65, 'Polar night');
});

test('finds what lies on a part of a map, exactly, and nothing beside it', async () => {
  const titles = async (...box: [number, number, number, number]) =>
    ((await onMap(within(...box))).nodes as Data[]).map(({ title }) => title as string).sort();
  expect(await titles(43.64, -79.39, 43.66, -79.37)).toEqual(['Choir in the hall', 'Jazz across the street', 'Jazz in the hall']);
  expect(await titles(43.64, -79.3802, 43.66, -79.37)).toEqual(['Choir in the hall', 'Jazz in the hall']);
  expect(await titles(43.6501, -79.39, 43.66, -79.37)).toEqual(['Jazz across the street']);
  expect(await titles(43.7, -79.3, 43.8, -79.1)).toEqual(['Far away jazz']);
  expect(await titles(-18, 179, -16, -179)).toEqual(['East of the line', 'West of the line']);
  expect(await titles(-18, -179.8, -16, -179)).toEqual(['East of the line']);
  expect(await titles(77, 0, 80, 30)).toEqual(['Polar night']);
  expect(await titles(-90, -180, 90, 180)).toHaveLength(7);
});

test('puts what lies close together into one cluster; a closer map parts it, as far as it can', async () => {
  const city = within(43.5, -79.6, 43.9, -79.0);
  expect(told(await onMap(city))).toEqual([
    [1, true, 'Far away jazz'],
    [3, false, 'Choir in the hall'],
  ]);
  const [largest] = (await onMap(city)).clusters;
  expect(largest.latitude).toBeCloseTo((43.65 + 43.65 + 43.6502) / 3, 6);
  expect(largest.longitude).toBeCloseTo((-79.38 - 79.38 - 79.3803) / 3, 6);
  expect(told(await onMap(within(43.6495, -79.3807, 43.6505, -79.3797)))).toEqual([
    [1, true, 'Jazz across the street'],
    [2, true, 'Choir in the hall'],
  ]);
  expect(told(await onMap(city, 1))).toEqual([[4, false, 'Choir in the hall']]);
});

test('over the date line, the mean is on the line and not on the other side of the earth', async () => {
  const [cluster, ...others] = (await onMap(within(-30, 160, -5, -160), 1)).clusters;
  expect(others).toEqual([]);
  expect(cluster).toMatchObject({ count: 2, isOnePoint: false });
  expect(cluster.longitude).toBeCloseTo(179.95, 6);
});

test('counts what is found, by words and filters too, and all of it, not the page alone', async () => {
  const city = within(43.5, -79.6, 43.9, -79.0);
  const found = await onMap(city, 8, 'jazz');
  expect([found.totalCount, (found.nodes as Data[]).length]).toEqual([3, 3]);
  expect(told(found)).toEqual([
    [1, true, 'Far away jazz'],
    [2, false, 'Jazz in the hall'],
  ]);
  expect((await onMap({})).clusters).toEqual([]);
  expect(told(await onMap({ ...city, startsBefore: later(2.5 * DAY) }))).toEqual([[1, true, 'Choir in the hall']]);
});

test('clusters stay where they are while the map is moved', async () => {
  const moved = async (by: number) => told(await onMap(within(43.5, -79.6 + by, 43.9, -79.0 + by)));
  const [still, ...others] = await Promise.all([0, 0.01, 0.02, 0.05].map(moved));
  for (const other of others) expect(other).toEqual(still);
});

test.each<[string, Data, string]>([
  ['upside down', within(44, -80, 43, -79), 'filter.within.north'],
  ['without a width', within(43, -80, 44, -80), 'filter.within.east'],
  ['beyond the pole', within(43, -80, 91, -79), 'filter.within.north'],
])('a map %s is refused', async (_, filter, field) => {
  const ask = 'query($filter: EventFilter) { searchEvents(filter: $filter) { totalCount } }';
  const { errors } = await world.execute(null, ask, { filter });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(JSON.stringify(errors)).toContain(field);
});

test.each([0, 25])('%d columns are refused', async (columns) => {
  const ask = 'query($filter: EventFilter, $columns: Int) { searchEvents(filter: $filter) { clusters(columns: $columns) { count } } }';
  const { errors } = await world.execute(null, ask, { filter: within(43, -80, 44, -79), columns });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});
