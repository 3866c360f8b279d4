import { tryCarts } from './cart-property';

test('lines, taxes, fees, shares and refunds of 100,000 carts come to their totals exactly, in currencies of 0, 2 and 3 digits (P23)', () => {
  const tried = tryCarts(100_000);
  expect(Object.values(tried).reduce((sum, count) => sum + count, 0)).toBe(100_000);
}, 600_000);
