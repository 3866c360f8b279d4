import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calendarShift } from './calendar';

const DAY = 86_400_000;
const starts = (JSON.parse(readFileSync(join(__dirname, '../../data/toronto-events.jsonld'), 'utf8')) as { startDate: string }[]).map(
  ({ startDate }) => startDate,
);

const moved = (now: Date) => {
  const shift = calendarShift('auto', starts, now);
  return starts.map((start) => ({ from: new Date(start), days: shift(start), to: new Date(Date.parse(start) + shift(start) * DAY) }));
};

describe.each(['2026-11-29T12:00:00Z', '2027-03-01T12:00:00Z', '2027-06-15T12:00:00Z', '2029-12-31T12:00:00Z'])('auto on %s', (date) => {
  const now = new Date(date);

  test('about two thirds are to come, all of them within a year', () => {
    const ahead = moved(now).filter(({ to }) => to > now).length / starts.length;
    expect(ahead).toBeGreaterThan(0.55);
    expect(ahead).toBeLessThan(0.75);
    for (const { to } of moved(now)) expect(Math.abs(to.getTime() - now.getTime())).toBeLessThan(364 * DAY);
  });

  test('a Friday night stays one, and Christmas stays at the end of December (events F19)', () => {
    for (const { from, days, to } of moved(now)) {
      expect(Math.abs(days % 364)).toBe(0);
      expect(to.getUTCDay()).toBe(from.getUTCDay());
    }
    const lateDecember = moved(now).filter(({ from }) => from.getUTCMonth() === 11 && from.getUTCDate() >= 15);
    expect(lateDecember.length).toBeGreaterThan(20);
    for (const { to } of lateDecember) expect([11, 0]).toContain(to.getUTCMonth());
  });
});

test('none leaves it, a number moves it by days', () => {
  const now = new Date('2026-11-29T12:00:00Z');
  expect(calendarShift('none', starts, now)(starts[0]!)).toBe(0);
  expect(calendarShift('-30', starts, now)(starts[0]!)).toBe(-30);
});
