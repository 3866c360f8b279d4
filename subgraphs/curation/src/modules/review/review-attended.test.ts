import { attended, type AttendanceRecord } from './review-attended';

const now = new Date('2026-11-21T12:00:00Z');
const past: AttendanceRecord = {
  event: { status: 'COMPLETED', endsAt: new Date('2026-11-20T23:00:00Z') },
  attendance: { status: 'GOING', checkedInAt: null },
  hasCheckIn: false,
};
const ahead = { status: 'PUBLISHED', endsAt: new Date('2026-11-22T23:00:00Z') };

describe('having attended', () => {
  it('is being checked in, even before the end, and whatever came after', () => {
    expect(attended({ ...past, event: ahead, attendance: { status: 'GOING', checkedInAt: now } }, now)).toBe('ATTENDED');
    expect(
      attended({ ...past, event: { ...ahead, status: 'CANCELLED' }, attendance: { status: 'CANCELLED', checkedInAt: now } }, now),
    ).toBe('ATTENDED');
  });

  it('is GOING after the end where nobody was checked in', () => {
    expect(attended(past, now)).toBe('ATTENDED');
    expect(attended({ ...past, hasCheckIn: true }, now)).toBe('ABSENT');
    expect(attended({ ...past, event: ahead }, now)).toBe('TOO_EARLY');
  });

  it.each(['INTERESTED', 'MAYBE', 'NOT_GOING', 'WAITLISTED', 'PENDING_APPROVAL', 'CANCELLED'])('is not %s', (status) => {
    expect(attended({ ...past, attendance: { status, checkedInAt: null } }, now)).toBe('ABSENT');
  });

  it('is nothing without an attendance, or of a cancelled event', () => {
    expect(attended({ ...past, attendance: null }, now)).toBe('ABSENT');
    expect(attended({ ...past, event: { ...past.event, status: 'CANCELLED' } }, now)).toBe('ABSENT');
  });
});
