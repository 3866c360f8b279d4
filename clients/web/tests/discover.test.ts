import { clusters, frameOf, graticule, onScreen, pan, project, scaleBar, unproject, zoom } from '../src/pages/discover/plane';
import {
  hasValue,
  isFiltered,
  readState,
  searchFor,
  toggle,
  variablesOf,
  withoutFilters,
  writeState,
} from '../src/pages/discover/search-state';

const NOTHING = readState('');

describe('what is looked for', () => {
  test('stands in the address, and is read from it again', () => {
    const address =
      'q=free+jazz&without=DATES&category=music&category=art&tag=lantern&format=VIRTUAL&price=FREE&price=LOW&month=2026-05&near=43.651%2C-79.347&order=NEAREST&view=map';
    expect(writeState(readState(address))).toBe(address);
    expect(writeState(NOTHING)).toBe('');
  });

  test.each([
    'month=2026-13',
    'near=here',
    'near=91,0',
    'near=,',
    'format=ROUND',
    'order=WORST',
    'price=DEAR',
    'view=globe',
    'without=ALL',
  ])('an address that makes no sense is one without it: %s', (address) => expect(readState(address)).toEqual(NOTHING));

  test('is asked of the API, each part where there is one', () => {
    expect(variablesOf(NOTHING, 24, 'America/Toronto')).toEqual({ first: 24 });
    expect(variablesOf(readState('q=jazz&without=DATES&near=43.5,-79&order=NEAREST'), 24, 'America/Toronto')).toEqual({
      query: 'jazz',
      here: { timezone: 'America/Toronto', latitude: 43.5, longitude: -79 },
      without: ['DATES'],
      filter: { near: { latitude: 43.5, longitude: -79, radiusKm: 25 } },
      orderBy: 'NEAREST',
      first: 24,
    });
    // Nobody is nearest to nowhere.
    expect(variablesOf(readState('order=NEAREST'), 24, 'UTC')).toEqual({ first: 24 });
    const { filter } = variablesOf(readState('month=2026-12&category=music&price=FREE'), 24, 'UTC');
    expect(filter).toEqual({
      categorySlugs: ['music'],
      priceBucket: ['FREE'],
      startsAfter: new Date(2026, 11, 1).toISOString(),
      startsBefore: new Date(2027, 0, 1).toISOString(),
    });
  });

  test('is narrowed down by a value, and widened by the same', () => {
    for (const [field, value] of [
      ['CATEGORY', 'music'],
      ['TAG', 'lantern'],
      ['FORMAT', 'VIRTUAL'],
      ['PRICE', 'LOW'],
      ['MONTH', '2026-05'],
    ] as const) {
      const narrowed = toggle(NOTHING, field, value);
      expect([hasValue(NOTHING, field, value), hasValue(narrowed, field, value), isFiltered(narrowed)]).toEqual([false, true, true]);
      expect(toggle(narrowed, field, value)).toEqual(NOTHING);
      expect(withoutFilters(narrowed)).toEqual(NOTHING);
    }
  });

  test('new words are understood as a whole', () => {
    expect(searchFor(readState('q=jazz+tonight&without=DATES&tag=lantern'), ' jazz tomorrow ')).toEqual(
      readState('q=jazz+tomorrow&tag=lantern'),
    );
  });
});

describe('the map', () => {
  const SIZE = { width: 800, height: 480 };
  const TORONTO = { latitude: 43.651, longitude: -79.347 };
  const OTTAWA = { latitude: 45.421, longitude: -75.697 };

  test('knows where a point is, and which place it was', () => {
    const { latitude, longitude } = unproject(project(TORONTO));
    expect([latitude, longitude]).toEqual([expect.closeTo(43.651, 6), expect.closeTo(-79.347, 6)]);
    expect(project({ latitude: 90, longitude: 0 }).y).toBeGreaterThanOrEqual(0);
  });

  test('shows all places, north above south', () => {
    const frame = frameOf([TORONTO, OTTAWA], SIZE);
    const [toronto, ottawa] = [TORONTO, OTTAWA].map((place) => onScreen(project(place), frame, SIZE));
    expect(ottawa!.y).toBeLessThan(toronto!.y);
    expect(toronto!.x).toBeLessThan(ottawa!.x);
    for (const { x, y } of [toronto!, ottawa!])
      expect([x >= 0, y >= 0, x <= SIZE.width, y <= SIZE.height]).toEqual([true, true, true, true]);
  });

  test('one place alone is in the middle of what is around it, and none is the world', () => {
    const frame = frameOf([TORONTO], SIZE);
    expect(onScreen(project(TORONTO), frame, SIZE)).toEqual({ x: 400, y: 240 });
    expect(scaleBar(frame, 160).km).toBeLessThan(5);
    expect(scaleBar(frameOf([], SIZE), 160).km).toBeGreaterThan(1_000);
  });

  test('what is close together is one mark until somebody comes closer; what is outside is none', () => {
    const neighbours = [TORONTO, { latitude: 43.66, longitude: -79.35 }, OTTAWA];
    const frame = frameOf(neighbours, SIZE);
    expect(clusters(neighbours, frame, SIZE, 30).map(({ items }) => items.length)).toEqual([2, 1]);
    const closer = zoom({ ...frame, middle: project(TORONTO) }, 40);
    expect(clusters(neighbours, closer, SIZE, 30).map(({ items }) => items.length)).toEqual([1, 1]);
    expect(clusters(neighbours, pan(closer, 10_000, 0), SIZE, 30)).toEqual([]);
  });

  test('has few lines to see by, however close', () => {
    for (const factor of [1, 10, 1_000, 100_000]) {
      const { across, down } = graticule(zoom(frameOf([TORONTO, OTTAWA], SIZE), factor), SIZE);
      expect(across.length).toBeLessThanOrEqual(12);
      expect(down.length).toBeLessThanOrEqual(12);
    }
  });
});
