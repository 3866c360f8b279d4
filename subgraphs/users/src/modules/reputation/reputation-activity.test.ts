import { activityOf, weekOf } from './reputation-activity';

it.each([
  [0, 0],
  [1, 1.6],
  [4, 5],
  [12, 8.8],
  [100, 10],
])('who was at %d events in twelve weeks is active by %d', (attended, level) => expect(activityOf(attended)).toBe(level));

it.each([
  ['2026-11-23T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
  ['2026-11-29T23:59:59.999Z', '2026-11-23T00:00:00.000Z'],
  ['2026-11-30T00:00:00.000Z', '2026-11-30T00:00:00.000Z'],
])('the week of %s begins on %s', (at, monday) => expect(weekOf(new Date(at)).toISOString()).toBe(monday));
