import { eventRecords, UnreadableDocument } from './schema-org-document';
import { readEvent, type EventRecord } from './schema-org-reader';
import { categoryByWords } from './taxonomy';

const options = { timezone: 'America/Toronto' };
const record = (parts: Record<string, unknown> = {}) => ({
  '@type': 'Event',
  name: 'Lantern night',
  startDate: '2026-05-08T19:00:00',
  endDate: '2026-05-08T22:00:00',
  ...parts,
});
const read = (parts: Record<string, unknown> = {}): EventRecord & { notes: string[] } => {
  const reading = readEvent(record(parts), options);
  if ('reason' in reading) throw new Error(reading.reason);
  return { ...reading.event, notes: reading.notes };
};
const reasonFor = (parts: Record<string, unknown>) => {
  const reading = readEvent(record(parts), options);
  return 'reason' in reading ? reading.reason : null;
};

describe('times', () => {
  test('a time without an offset is told in the given zone', () => {
    expect(read().startsAt.toISOString()).toBe('2026-05-08T23:00:00.000Z');
  });
  test('moving the calendar keeps the time on the wall over a change of the clocks', () => {
    const reading = readEvent(record({ startDate: '2026-03-01T19:00:00-05:00', endDate: '2026-03-01T21:00:00-05:00' }), {
      ...options,
      shiftDays: 28,
    });
    expect('event' in reading && reading.event.startsAt.toISOString()).toBe('2026-03-29T23:00:00.000Z');
  });
  test('a missing end becomes two hours, and says so', () => {
    const { endsAt, notes } = read({ endDate: null });
    expect(endsAt.toISOString()).toBe('2026-05-09T01:00:00.000Z');
    expect(notes).toContain('endDate is missing: 2 hours assumed');
  });
  test('a night that ends after midnight under the date of its evening ends on the next day', () => {
    const same = read({ endDate: '2026-05-08T20:00:00', startDate: '2026-05-08T20:00:00' });
    expect(same.endsAt.getTime() - same.startsAt.getTime()).toBe(2 * 3_600_000);
    expect(same.notes).toContain('endDate is startDate: 2 hours assumed');
    const told = read({ endDate: '2026-05-08T20:00:00', startDate: '2026-05-08T20:00:00', duration: 'PT5H' });
    expect(told.endsAt.getTime() - told.startsAt.getTime()).toBe(5 * 3_600_000);
    expect(read({ endDate: '2026-05-08T02:00:00' }).endsAt.toISOString()).toBe('2026-05-09T06:00:00.000Z');
  });
  test.each([
    [{ startDate: undefined }, 'startDate is missing'],
    [{ startDate: 'next Friday' }, 'startDate is no ISO 8601 time: next Friday'],
    [{ startDate: '2026-02-30T10:00:00' }, 'startDate is no ISO 8601 time: 2026-02-30T10:00:00'],
    [{ endDate: '2046-05-08' }, 'endDate is more than 730 days after startDate'],
    [{ name: ' \u200b ' }, 'name is missing'],
    [{ startDate: '2026-05' }, 'startDate names no day: 2026-05'],
    [
      { startDate: undefined, eventSchedule: { repeatFrequency: 'P1W' } },
      'startDate is missing; repeated events (eventSchedule) are not read',
    ],
    [{ '@type': 'BroadcastEvent' }, 'a BroadcastEvent is nothing that people go to'],
  ])('a record that cannot be an event is told with its reason: %j', (parts, reason) => {
    expect(reasonFor(parts)).toBe(reason);
  });
});

describe('texts', () => {
  test('HTML and entities are cleaned out of descriptions, scripts and all (X118)', () => {
    const { description } = read({ description: '<p>Songs &amp; tea</p><script>alert(1)</script><ul><li>cake</li></ul>' });
    expect(description).toContain('Songs & tea');
    expect(description).toContain('cake');
    expect(description).not.toMatch(/[<>]|alert/);
  });
  test('a comparison is no HTML', () => {
    expect(read({ description: 'Ages 3 < 12 welcome' }).description).toBe('Ages 3 < 12 welcome');
  });
});

describe('prices', () => {
  test.each([
    [{ offers: { price: 15, priceCurrency: 'CAD' } }, { type: 'PAID', minMinor: 1500, maxMinor: 1500, currency: 'CAD' }],
    [{ offers: { price: '35.94', priceCurrency: 'cad' } }, { type: 'PAID', minMinor: 3594, maxMinor: 3594, currency: 'CAD' }],
    [
      {
        offers: [
          { price: 10, priceCurrency: 'CAD' },
          { price: '1,250.50', priceCurrency: 'CAD' },
        ],
      },
      { type: 'PAID', minMinor: 1000, maxMinor: 125050, currency: 'CAD' },
    ],
    [{ offers: { lowPrice: 5, highPrice: 9, priceCurrency: 'CAD' } }, { type: 'PAID', minMinor: 500, maxMinor: 900, currency: 'CAD' }],
    [{ isAccessibleForFree: true }, { type: 'FREE', minMinor: null, maxMinor: null, currency: null }],
    [{ offers: { price: 0, priceCurrency: 'CAD' } }, { type: 'FREE', minMinor: null, maxMinor: null, currency: null }],
  ])('%j', (parts, price) => {
    expect(read(parts).price).toEqual(price);
  });
});

describe('places', () => {
  test('coordinates may be numbers or strings; 0,0 is no place', () => {
    const place = (geo: unknown) =>
      read({ location: { '@type': 'Place', name: 'Hall', address: { streetAddress: '1 Lane', addressLocality: 'Toronto' }, geo } }).venue;
    expect(place({ latitude: '43.65', longitude: '-79.34' })).toEqual({
      name: 'Hall',
      address: '1 Lane',
      city: 'Toronto',
      latitude: 43.65,
      longitude: -79.34,
    });
    expect(place({ latitude: 0, longitude: 0 })).toMatchObject({ latitude: null, longitude: null });
    expect(place({ latitude: 431, longitude: -79 })).toMatchObject({ latitude: null });
    expect(place(null)).toMatchObject({ latitude: null });
  });
});

describe('documents', () => {
  test.each([
    ['an array', JSON.stringify([record(), record()]), 2],
    ['one object', JSON.stringify(record()), 1],
    [
      'a graph with other things in it',
      JSON.stringify({ '@graph': [record(), { '@type': 'Organization' }, record({ '@type': ['MusicEvent'] })] }),
      2,
    ],
    ['an item list', JSON.stringify({ '@type': 'ItemList', itemListElement: [{ '@type': 'ListItem', item: record() }] }), 1],
  ])('%s', (_name, text, count) => {
    expect(eventRecords(text)).toHaveLength(count);
  });
  test.each(['{', '[]', '"hello"', '{"@type":"Person"}'])('what holds no event is refused: %s', (text) => {
    expect(() => eventRecords(text)).toThrow(UnreadableDocument);
  });
});

test('keywords give category and tags; words that say little decide only when alone', () => {
  expect(read({ keywords: ['Live Performances', 'Comedy'] })).toMatchObject({
    categorySlug: 'comedy',
    tags: ['live-performances', 'comedy'],
  });
  expect(categoryByWords(['Live Performances'])).toBe('performing-arts');
  expect(read({ keywords: "Farmers' Market" }).categorySlug).toBe('markets');
  expect(read({}).categorySlug).toBe('other');
});

test('the same record has the same id wherever the calendar is moved to', () => {
  const moved = readEvent(record(), { ...options, shiftDays: 70 });
  expect('event' in moved && moved.event.externalId).toBe(read().externalId);
});

test('an image address with spaces is mended, one that is no web address is dropped', () => {
  expect(read({ image: 'https://x.example/JOI MURUGAVELL.jpg' }).imageUrl).toBe('https://x.example/JOI%20MURUGAVELL.jpg');
  expect(read({ image: 'javascript:alert(1)' }).imageUrl).toBeNull();
});
