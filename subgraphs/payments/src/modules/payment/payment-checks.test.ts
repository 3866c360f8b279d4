import { checkAfter } from './payment-checks';

const HOUR = 3_600_000;

test('a payment is looked at less and less often, and for three days', () => {
  expect([0, 60_000, 10 * HOUR, 72 * HOUR].map((age) => checkAfter('REQUIRES_ACTION', age))).toEqual([10_000, 30_000, HOUR, HOUR]);
  expect(checkAfter('REQUIRES_METHOD', 73 * HOUR)).toBeNull();
});

test('one that is under way for as long as it takes; one that is settled never', () => {
  expect([checkAfter('PROCESSING', 0), checkAfter('PROCESSING', 200 * HOUR)]).toEqual([2_000, HOUR]);
  expect(checkAfter('SUCCEEDED', 0)).toBeNull();
});
