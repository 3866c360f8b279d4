import { LogThrottle } from './log-throttle';

it('lets so many lines of each subject through in a second, and then tells how many it left out', () => {
  const throttle = new LogThrottle(2);
  expect([0, 1, 2, 999].map((now) => throttle.take('social', now))).toEqual([0, 0, null, null]);
  expect(throttle.take('events', 999)).toBe(0);
  expect([1000, 1001, 1002].map((now) => throttle.take('social', now))).toEqual([2, 0, null]);
  expect(throttle.take('social', 60_000)).toBe(1);
});
