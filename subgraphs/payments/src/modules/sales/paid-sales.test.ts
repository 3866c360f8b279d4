import { sellsPaid } from './paid-sales';

test('the sandbox sells nothing in production that costs anything, unless it is allowed to (payments F1)', () => {
  expect(sellsPaid({ takesMoney: false }, { NODE_ENV: 'production' })).toBe(false);
  expect(sellsPaid({ takesMoney: false }, { NODE_ENV: 'production', SANDBOX_PAYMENTS: 'allowed' })).toBe(true);
  expect(sellsPaid({ takesMoney: false }, { NODE_ENV: 'development' })).toBe(true);
  expect(sellsPaid({ takesMoney: false }, { NODE_ENV: 'development', SANDBOX_PAYMENTS: 'refused' })).toBe(false);
  expect(sellsPaid({ takesMoney: true }, { NODE_ENV: 'production' })).toBe(true);
});
