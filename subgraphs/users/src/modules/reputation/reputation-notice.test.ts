import { isLate } from './reputation-notice';

const HOUR = 3_600_000;
const startsAt = new Date('2026-12-01T20:00:00Z');
const before = (hours: number) => new Date(startsAt.getTime() - hours * HOUR);
const longAgo = before(500);

it.each([
  ['25 hours before', { at: before(25), goingSince: longAgo }, false],
  ['exactly 24 hours before', { at: before(24), goingSince: longAgo }, false],
  ['23 hours before', { at: before(23), goingSince: longAgo }, true],
  ['after it began', { at: before(-1), goingSince: longAgo }, true],
  ['half an hour after saying so', { at: before(3), goingSince: before(3.5) }, false],
  ['after it was put elsewhere', { at: before(3), goingSince: longAgo, movedAt: before(20) }, false],
  ['when it was put elsewhere before they said so', { at: before(3), goingSince: before(30), movedAt: before(40) }, true],
  ['when nobody knows since when they meant to come', { at: before(3), goingSince: null }, true],
])(
  'a place given up %s: late is %s',
  (_when, { movedAt = null, ...given }: { at: Date; goingSince: Date | null; movedAt?: Date | null }, late) =>
    expect(isLate({ startsAt, movedAt, ...given })).toBe(late),
);
