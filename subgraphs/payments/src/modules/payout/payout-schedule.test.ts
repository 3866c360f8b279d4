import { nextPayoutAt } from './payout-schedule';

test.each([
  ['IMMEDIATE', '2026-06-03T10:00:00Z', '2026-06-03T11:00:00.000Z'],
  ['WEEKLY', '2026-06-03T10:00:00Z', '2026-06-08T06:00:00.000Z'],
  // A Monday, before and after the hour.
  ['WEEKLY', '2026-06-08T05:59:59Z', '2026-06-08T06:00:00.000Z'],
  ['WEEKLY', '2026-06-08T06:00:00Z', '2026-06-15T06:00:00.000Z'],
  ['WEEKLY', '2026-06-07T23:00:00Z', '2026-06-08T06:00:00.000Z'],
  ['MONTHLY', '2026-06-03T10:00:00Z', '2026-07-01T06:00:00.000Z'],
  ['MONTHLY', '2026-12-31T23:59:59Z', '2027-01-01T06:00:00.000Z'],
  ['MONTHLY', '2026-07-01T05:00:00Z', '2026-07-01T06:00:00.000Z'],
] as const)('%s, seen at %s, is %s', (schedule, now, next) => {
  expect(nextPayoutAt(schedule, new Date(now)).toISOString()).toBe(next);
});
