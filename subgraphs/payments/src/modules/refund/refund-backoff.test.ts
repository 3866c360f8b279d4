import { waitAfter } from './refund-backoff';

test('a refund is tried after 2 s, 4 s, 8 s and so on, then every hour', () => {
  expect([1, 2, 3, 11, 12, 500].map((attempts) => waitAfter(attempts) / 1000)).toEqual([2, 4, 8, 2048, 3600, 3600]);
});
