import { picturesAnHour } from './avatar-limits';

const now = new Date('2026-11-21T12:00:00Z');
const account = { registeredAt: new Date('2026-11-01T00:00:00Z'), addressVerified: true, reputation: 0 };

test('a known account may upload twice, a trusted one ten times as many pictures as a new one', () => {
  const all = [{ ...account, registeredAt: now }, account, { ...account, reputation: 60 }];
  expect(all.map((one) => picturesAnHour(10, one, now))).toEqual([10, 20, 100]);
});
