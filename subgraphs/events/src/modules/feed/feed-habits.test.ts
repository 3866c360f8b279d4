import { withHabits } from './feed-habits';
import { NO_WISHES } from './feed-wishes';
import type { Past } from './taste.sql';

const past = (parts: Partial<Past> = {}): Past => ({
  ...{ id: 'a', weight: 2, at: '2026-11-01T00:00:00Z', title: 'One', description: '', categorySlug: 'music', tags: [] },
  ...{ startsAt: '2026-11-20T01:00:00Z', timezone: 'America/Toronto', priceType: 'PAID', priceMin: 2000, priceCurrency: 'CAD', ...parts },
});

test('a few choices are no habit; five are: the time of day, and what four in five cost', () => {
  expect(
    withHabits(
      NO_WISHES,
      Array.from({ length: 4 }, () => past()),
    ),
  ).toEqual(NO_WISHES);
  const prices = [1000, 1500, 2000, 2500, 9000];
  const habits = withHabits(
    NO_WISHES,
    prices.map((priceMin) => past({ priceMin })),
  );
  expect(habits).toMatchObject({ times: ['EVENING'], price: { minMinor: 0, maxMinor: 2500, currency: 'CAD' } });
});

test('what they have said themselves stands, and what they passed is no habit', () => {
  const said = { ...NO_WISHES, times: ['MORNING'] as const, price: { minMinor: 0, maxMinor: 500, currency: 'EUR' } };
  expect(
    withHabits(
      said,
      Array.from({ length: 9 }, () => past()),
    ),
  ).toEqual(said);
  expect(
    withHabits(
      NO_WISHES,
      Array.from({ length: 9 }, () => past({ weight: -1 })),
    ),
  ).toEqual(NO_WISHES);
});
