import { picturesAnHour } from './avatar-limits';

const now = new Date('2026-11-21T12:00:00Z');
const account = { registeredAt: new Date('2026-11-01T00:00:00Z'), addressVerified: true, reputation: 0 };

test('a known account may upload twice, a trusted one ten times as many pictures as a new one, a limited one a quarter', () => {
  const all = [
    { ...account, registeredAt: now },
    account,
    { ...account, reputation: 60 },
    { ...account, limitedUntil: new Date('2026-11-22T00:00:00Z') },
  ];
  expect(all.map((one) => picturesAnHour(10, one, now))).toEqual([10, 20, 100, 2]);
});
