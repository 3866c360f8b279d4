import { attended, type AttendanceRecord } from './review-attended';

const now = new Date('2026-11-21T12:00:00Z');
const past: AttendanceRecord = {
  event: { status: 'COMPLETED', startsAt: new Date('2026-11-20T20:00:00Z'), endsAt: new Date('2026-11-20T23:00:00Z') },
  attendance: { status: 'GOING', checkedInAt: null },
  hasCheckIn: false,
};
const ahead = { status: 'PUBLISHED', startsAt: new Date('2026-11-21T12:00:01Z'), endsAt: new Date('2026-11-22T23:00:00Z') };
const running = { ...ahead, startsAt: now };

describe('having attended', () => {
  it('is being checked in, from the start on, and whatever the person does after (events F2, security F14)', () => {
    const checkedIn = { status: 'GOING', checkedInAt: now };
    expect(attended({ ...past, event: running, attendance: checkedIn }, now)).toBe('ATTENDED');
    expect(attended({ ...past, event: running, attendance: { ...checkedIn, status: 'CANCELLED' } }, now)).toBe('ATTENDED');
    expect(attended({ ...past, event: ahead, attendance: checkedIn }, now)).toBe('TOO_EARLY');
    expect(attended({ ...past, event: { ...running, status: 'CANCELLED' }, attendance: checkedIn }, now)).toBe('ABSENT');
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
