import { slotFor, type Rest } from './notification-schedule';

const calm: Rest = { timeZone: 'Europe/Berlin', quietFrom: null, quietUntil: null, digest: 'IMMEDIATE' };
const nights: Rest = { ...calm, quietFrom: 22 * 60, quietUntil: 7 * 60 + 30 };
const at = (text: string) => new Date(`${text}Z`);
const told = (now: string, rest: Rest, type: Parameters<typeof slotFor>[0] = 'EVENT_UPDATED', expires: string | null = null) => {
  const slot = slotFor(type, 'EMAIL', at(now), expires ? at(expires) : null, rest);
  return slot && `${slot.at.toISOString().slice(0, 16)}${slot.gathered ? ' gathered' : ''}`;
};

/** X56; Berlin is an hour before UTC in winter, two in summer. */
describe('a notification leaves the app', () => {
  it('after a breath, or at once when it is urgent', () => {
    expect(told('2026-11-23T12:00', calm)).toBe('2026-11-23T12:02');
    expect(told('2026-11-23T12:00', calm, 'PLACE_OFFERED')).toBe('2026-11-23T12:00');
    expect(slotFor('EVENT_UPDATED', 'PUSH', at('2026-11-23T12:00'), null, calm)?.at).toEqual(at('2026-11-23T12:00:03'));
  });

  it('after the hours of rest of its reader, by the clock where they are', () => {
    expect(told('2026-11-23T20:30', nights)).toBe('2026-11-23T20:32');
    expect(told('2026-11-23T20:59', nights)).toBe('2026-11-24T06:30');
    expect(told('2026-11-24T06:00', nights)).toBe('2026-11-24T06:30');
    expect(told('2026-11-24T06:28', nights)).toBe('2026-11-24T06:30');
    // The night in which clocks go forward is an hour shorter.
    expect(told('2026-03-28T23:00', nights)).toBe('2026-03-29T05:30');
    expect(told('2026-11-24T13:00', { ...nights, quietFrom: 13 * 60, quietUntil: 15 * 60 })).toBe('2026-11-24T14:00');
    expect(told('2026-11-23T20:59', { ...nights, timeZone: null })).toBe('2026-11-23T21:01');
  });

  it('with the digest: on the hour, at eight, on Monday at eight', () => {
    expect(told('2026-11-25T12:10', { ...calm, digest: 'HOURLY' })).toBe('2026-11-25T13:00 gathered');
    expect(told('2026-11-25T12:00', { ...calm, digest: 'HOURLY' })).toBe('2026-11-25T13:00 gathered');
    expect(told('2026-11-25T12:10', { ...calm, digest: 'HOURLY', timeZone: 'Asia/Kathmandu' })).toBe('2026-11-25T12:15 gathered');
    expect(told('2026-11-25T06:59', { ...calm, digest: 'DAILY' })).toBe('2026-11-25T07:00 gathered');
    expect(told('2026-11-25T07:00', { ...calm, digest: 'DAILY' })).toBe('2026-11-26T07:00 gathered');
    // A Wednesday, and the Monday before and after eight; the night before the clocks change, too.
    expect(told('2026-11-25T12:00', { ...calm, digest: 'WEEKLY' })).toBe('2026-11-30T07:00 gathered');
    expect(told('2026-11-30T06:00', { ...calm, digest: 'WEEKLY' })).toBe('2026-11-30T07:00 gathered');
    expect(told('2026-11-30T08:00', { ...calm, digest: 'WEEKLY' })).toBe('2026-12-07T07:00 gathered');
    expect(told('2026-10-24T12:00', { ...calm, digest: 'DAILY' })).toBe('2026-10-25T07:00 gathered');
  });

  it('by itself where the digest would be too late, and not at all where the night is', () => {
    const daily: Rest = { ...nights, digest: 'DAILY' };
    expect(told('2026-11-25T12:00', daily, 'PLACE_OFFERED', '2026-11-25T18:00')).toBe('2026-11-25T12:00');
    expect(told('2026-11-25T12:00', daily, 'PLACE_OFFERED', '2026-11-27T18:00')).toBe('2026-11-26T07:00 gathered');
    expect(told('2026-11-25T22:00', daily, 'PLACE_OFFERED', '2026-11-26T05:00')).toBeNull();
  });

  it('at once, whatever the hour, of the four transactional kinds', () => {
    for (const type of ['ORDER_PAID', 'ORDER_REFUNDED', 'EVENT_CANCELLED', 'SECURITY_ALERT'] as const)
      expect(told('2026-11-23T23:00', { ...nights, digest: 'WEEKLY' }, type)).toBe('2026-11-23T23:00');
  });
});
