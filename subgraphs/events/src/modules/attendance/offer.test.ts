import { offerExpiry } from './offer';

const HOUR = 3_600_000;
const windows = { longestMs: 24 * HOUR, shortestMs: HOUR / 4 };
const now = new Date('2026-11-21T12:00:00Z');
const heldFor = (untilStart: number) => offerExpiry(now, new Date(now.getTime() + untilStart), windows).getTime() - now.getTime();

test('an offer lasts a day when there is plenty of time', () => {
  expect(heldFor(30 * 24 * HOUR)).toBe(24 * HOUR);
});

test('it lasts a quarter of the time that is left near the start', () => {
  expect(heldFor(8 * HOUR)).toBe(2 * HOUR);
});

test('it lasts a quarter of an hour at least, also when the event runs already', () => {
  expect(heldFor(HOUR / 6)).toBe(HOUR / 4);
  expect(heldFor(-HOUR)).toBe(HOUR / 4);
});
