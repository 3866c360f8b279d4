import { sellsPaid } from './paid-sales';

test('the sandbox sells nothing in production that costs anything, unless it is allowed to (payments F1)', () => {
  expect(sellsPaid('sandbox', { NODE_ENV: 'production' })).toBe(false);
  expect(sellsPaid('sandbox', { NODE_ENV: 'production', SANDBOX_PAYMENTS: 'allowed' })).toBe(true);
  expect(sellsPaid('sandbox', { NODE_ENV: 'development' })).toBe(true);
  expect(sellsPaid('sandbox', { NODE_ENV: 'development', SANDBOX_PAYMENTS: 'refused' })).toBe(false);
  expect(sellsPaid('stripe', { NODE_ENV: 'production' })).toBe(true);
});
