import { itemsOf, timeLeft, totalOf } from '../src/pages/checkout/basket';
import { draftOf, momentOf, wallOf } from '../src/pages/desk/event-form';
import { pathOf } from '../src/pages/notifications/where';

describe('times on the wall of a place', () => {
  test.each([
    ['2026-07-01T19:30', 'America/Toronto', '2026-07-01T23:30:00.000Z'],
    ['2026-01-01T19:30', 'America/Toronto', '2026-01-02T00:30:00.000Z'],
    ['2026-07-01T19:30', 'Asia/Kathmandu', '2026-07-01T13:45:00.000Z'],
    // An hour before and after clocks go on.
    ['2026-03-08T01:30', 'America/Toronto', '2026-03-08T06:30:00.000Z'],
    ['2026-03-08T03:30', 'America/Toronto', '2026-03-08T07:30:00.000Z'],
    ['2026-11-01T03:30', 'America/Toronto', '2026-11-01T08:30:00.000Z'],
  ])('%s in %s is %s, and back', (wall, zone, at) => {
    expect(momentOf(wall, zone)).toBe(at);
    expect(wallOf(at, zone)).toBe(wall);
  });

  test('what is no time is none', () => expect([momentOf('', 'UTC'), momentOf('tomorrow', 'UTC')]).toEqual([null, null]));
});

describe('a draft', () => {
  const VALUES = {
    title: ' Songs ',
    description: 'By lantern light.',
    timezone: 'UTC',
    categorySlug: 'music',
    startsAt: '2026-07-01T19:30',
    endsAt: '2026-07-01T22:00',
  };

  test('is made of what was filled in', () => {
    const event = { ...VALUES, title: 'Songs', startsAt: '2026-07-01T19:30:00.000Z', endsAt: '2026-07-01T22:00:00.000Z', tags: [] };
    expect(draftOf(VALUES)).toEqual(event);
    expect(draftOf({ ...VALUES, capacity: '40', tags: 'lantern, songs,', venueName: 'The Cellar', venueCity: 'Toronto' })).toEqual({
      ...event,
      capacity: 40,
      tags: ['lantern', 'songs'],
      venue: { name: 'The Cellar', city: 'Toronto' },
    });
    expect(draftOf({ ...VALUES, organizationId: 'o1' })).toEqual({ ...event, organizationId: 'o1' });
    expect(draftOf({ ...VALUES, organizationId: '' })).toEqual(event);
    expect(draftOf({ ...VALUES, endsAt: '' })).toBeNull();
  });
});

describe('a basket', () => {
  const TIERS = [
    { id: 'a', priceWithTax: { amountMinor: 1_500, currency: 'CAD' } },
    { id: 'b', priceWithTax: { amountMinor: 500, currency: 'CAD' } },
    { id: 'c', priceWithTax: { amountMinor: 500, currency: 'USD' } },
  ];

  test('has what was chosen, and its sum where it has one', () => {
    expect(itemsOf({ a: 2, b: 0 })).toEqual([{ tierId: 'a', quantity: 2 }]);
    expect(totalOf(TIERS, { a: 2, b: 1 })).toEqual({ amountMinor: 3_500, currency: 'CAD' });
    const deposit = { dueFromViewer: { amountMinor: 500, currency: 'CAD' } };
    expect(totalOf([{ ...TIERS[0]!, deposit }, TIERS[1]!], { a: 2, b: 1 })).toEqual({ amountMinor: 4_500, currency: 'CAD' });
    expect([totalOf(TIERS, {}), totalOf(TIERS, { a: 1, c: 1 })]).toEqual([null, null]);
  });

  test('is kept for a while', () => {
    const until = '2026-07-01T20:00:00Z';
    expect([timeLeft(until, Date.parse('2026-07-01T19:55:55Z')), timeLeft(until, Date.parse(until))]).toEqual(['4:05', null]);
  });
});

test.each([
  ['https://marquee.example/events/e1', '/events/e1'],
  ['http://localhost:3000/rooms/r1', '/chat/r1'],
  ['/events/e1', '/events/e1'],
  ['https://marquee.example/organizations/o1', '/organizations/o1'],
  ['https://marquee.example/elsewhere', null],
])('a notification of %s opens %s', (url, path) => expect(pathOf(url)).toBe(path));
