import { nextWeek } from './event-draft';

test.each([
  ['2026-10-27T23:30:00Z', '2026-10-28T00:00:00Z', '2026-11-04T00:30:00.000Z', 'across the end of daylight saving time'],
  ['2026-03-03T00:30:00Z', '2026-03-01T00:00:00Z', '2026-03-09T23:30:00.000Z', 'of what is still to come: a week later'],
  ['2026-01-06T00:30:00Z', '2026-01-20T00:30:00Z', '2026-01-27T00:30:00.000Z', 'not at the very moment'],
])('%s seen at %s is next on %s (%s)', (startsAt, now, next) => {
  expect(nextWeek(new Date(startsAt), 'America/Toronto', new Date(now)).toISOString()).toBe(next);
});
