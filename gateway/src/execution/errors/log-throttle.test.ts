import { Sparing } from './log-throttle';

it('says so much of each subject in a second, and then how much it did not', () => {
  const sparing = new Sparing(2);
  expect([0, 1, 2, 999].map((now) => sparing.take('social', now))).toEqual([0, 0, null, null]);
  expect(sparing.take('events', 999)).toBe(0);
  expect([1000, 1001, 1002].map((now) => sparing.take('social', now))).toEqual([2, 0, null]);
  expect(sparing.take('social', 60_000)).toBe(1);
});
