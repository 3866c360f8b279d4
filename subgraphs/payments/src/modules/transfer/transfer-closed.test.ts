import { statusAt, whyFixed } from './transfer-closed';

const HOUR = 3_600_000;
const now = new Date('2026-06-01T12:00:00Z');
const at = (hours: number) => new Date(now.getTime() + hours * HOUR);
const event = { status: 'PUBLISHED', startsAt: at(48), endsAt: at(51) };
const valid = { status: 'VALID' as const, refundId: null };
const hours = { before: 6, after: 6 };

test('a valid ticket of an event to come changes hands until the door is about to open', () => {
  expect(whyFixed(valid, event, now, hours)).toBeNull();
  expect(whyFixed(valid, { ...event, startsAt: at(6) }, now, hours)).toBe('DOOR_OPEN');
  expect(whyFixed(valid, { ...event, startsAt: at(7) }, now, hours)).toBeNull();
  expect(whyFixed(valid, { ...event, startsAt: at(-30), endsAt: at(-20) }, now, hours)).toBe('EVENT_CLOSED');
});

test.each(['USED', 'REFUNDED', 'TRANSFERRED', 'IN_RESALE'] as const)('a ticket that is %s stays where it is', (status) => {
  expect(whyFixed({ ...valid, status }, event, now, hours)).toBe('TICKET_NOT_VALID');
});

test('neither does one that is on its way back, nor one of an event that was called off or is not known', () => {
  expect(whyFixed({ ...valid, refundId: 'r' }, event, now, hours)).toBe('TICKET_NOT_VALID');
  expect(whyFixed(valid, { ...event, status: 'CANCELLED' }, now, hours)).toBe('EVENT_CLOSED');
  expect(whyFixed(valid, null, now, hours)).toBe('EVENT_CLOSED');
});

test('an offer expires by itself', () => {
  expect(statusAt({ status: 'OFFERED', expiresAt: at(1) }, now)).toBe('OFFERED');
  expect(statusAt({ status: 'OFFERED', expiresAt: now }, now)).toBe('EXPIRED');
  expect(statusAt({ status: 'ACCEPTED', expiresAt: now }, now)).toBe('ACCEPTED');
});
