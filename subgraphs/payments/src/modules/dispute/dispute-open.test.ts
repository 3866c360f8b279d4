import { askAgainAfter } from './dispute-open';

test('a dispute is asked about until it is decided, and one that is won until its money is back', () => {
  expect(askAgainAfter({ status: 'NEEDS_RESPONSE', takenMinor: 0n }, true)).toBe(3_600_000);
  expect(askAgainAfter({ status: 'UNDER_REVIEW', takenMinor: 5n }, false)).toBe(60_000);
  expect(askAgainAfter({ status: 'WON', takenMinor: 5n }, true)).toBe(3_600_000);
  expect(askAgainAfter({ status: 'WON', takenMinor: 0n }, true)).toBeNull();
  expect(askAgainAfter({ status: 'LOST', takenMinor: 5n }, true)).toBeNull();
});
