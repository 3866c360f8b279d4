import { calendarShift } from './calendar';

const now = new Date('2026-11-21T12:00:00Z');
const starts = Array.from({ length: 100 }, (_, n) => new Date(Date.parse('2025-01-03T19:00:00Z') + n * 86_400_000).toISOString());

test('auto moves by whole weeks, so that about a third lies behind', () => {
  const shift = calendarShift('auto', starts, now);
  expect(shift % 7).toBe(0);
  const past = starts.filter((start) => Date.parse(start) + shift * 86_400_000 < now.getTime()).length;
  expect(past).toBeGreaterThan(25);
  expect(past).toBeLessThan(45);
});

test('none leaves it, a number moves it by days', () => {
  expect(calendarShift('none', starts, now)).toBe(0);
  expect(calendarShift('-30', starts, now)).toBe(-30);
});
