import { flagWeight, type FlaggerStanding } from './flag-weight';

const now = new Date('2026-11-21T12:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const member: FlaggerStanding = { registeredAt: hoursAgo(48), addressVerified: true, attended: 0, isLimited: false, isStaff: false };
const weight = (record: { upheld?: number; dismissed?: number }, standing: Partial<FlaggerStanding> = {}) =>
  flagWeight({ upheld: 0, dismissed: 0, ...record }, { ...member, ...standing }, now);

describe('the weight of a flag', () => {
  it('is 1 without a record, more for accuracy, and below zero for somebody who is always wrong (C26)', () => {
    expect(weight({})).toBeCloseTo(1, 10);
    expect(weight({ upheld: 20 })).toBeGreaterThan(1.8);
    expect(weight({ dismissed: 3 })).toBeCloseTo(0, 10);
    expect(weight({ dismissed: 10 })).toBeLessThan(-0.4);
    expect(weight({ dismissed: 1_000_000 })).toBeGreaterThan(-1);
  });

  it('is 0 for an account of less than a day, and for one that has shown nothing (security F3)', () => {
    expect(weight({}, { registeredAt: hoursAgo(23.9) })).toBe(0);
    expect(weight({}, { registeredAt: hoursAgo(24) })).toBeCloseTo(1, 10);
    expect(weight({ upheld: 20 }, { registeredAt: null })).toBe(0);
    expect(weight({}, { addressVerified: false })).toBe(0);
    expect(weight({}, { addressVerified: false, attended: 1 })).toBeCloseTo(1, 10);
  });

  it('does not ask staff for more than their role', () => {
    expect(weight({}, { registeredAt: null, addressVerified: false, isStaff: true })).toBeCloseTo(1, 10);
  });
});
