import { isTooMuch, nextSync } from './source-schedule';

const now = new Date('2026-12-01T12:00:00Z');
const after = (frequency: number, failures: number) => (nextSync(now, frequency, failures).getTime() - now.getTime()) / 60_000;

test('a source is read at its frequency, and after failures later each time, up to a day', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 60].map((failures) => after(240, failures))).toEqual([240, 5, 20, 80, 320, 1280, 1440, 1440]);
  expect(after(10_080, 12)).toBe(10_080);
});

test('a few may be missing, and less than half', () => {
  expect([isTooMuch(10, 10), isTooMuch(11, 22), isTooMuch(11, 21), isTooMuch(0, 0)]).toEqual([false, false, true, false]);
});
