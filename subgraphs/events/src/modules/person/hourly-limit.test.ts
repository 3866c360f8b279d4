import type { Account } from '@marquee/schema/rules/standing';
import { hourlyLimit } from './hourly-limit';

const now = new Date('2026-11-21T12:00:00Z');
const account = (parts: Partial<Account> = {}): Account => ({
  registeredAt: new Date('2026-11-01T00:00:00Z'),
  addressVerified: true,
  reputation: 0,
  ...parts,
});

test.each<[string, Account | null, number]>([
  ['of which nothing is known yet', null, 20],
  ['of today, whatever else', account({ registeredAt: new Date('2026-11-21T00:00:00Z'), reputation: 90 }), 20],
  ['whose address nobody has verified', account({ addressVerified: false }), 20],
  ['with a verified address', account(), 200],
  ['with a reputation', account({ addressVerified: false, reputation: 12 }), 200],
  ['from before this was told', account({ registeredAt: null }), 200],
  ['that is trusted', account({ reputation: 60 }), 2000],
])('an account %s is bounded by that', (_name, known, limit) => {
  expect(hourlyLimit(20, known, now)).toBe(limit);
});
