import { hourlyLimit } from './hourly-limit';

const now = new Date('2026-11-21T12:00:00Z');
const account = { registeredAt: new Date('2026-11-01T00:00:00Z'), addressVerified: true, reputation: 0 };

test('a known account may put twice, a trusted one ten times as much before others as a new one, a limited one a quarter', () => {
  const limited = { ...account, limitedUntil: new Date('2026-11-22T00:00:00Z') };
  expect([null, account, { ...account, reputation: 60 }, limited].map((known) => hourlyLimit(10, known, now))).toEqual([10, 20, 100, 2]);
  expect(hourlyLimit(1, limited, now)).toBe(1);
});
