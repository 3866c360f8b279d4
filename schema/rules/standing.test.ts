import { standingOf, type Account, type Standing } from './standing';

const now = new Date('2026-11-21T12:00:00Z');
const account = (parts: Partial<Account> = {}): Account => ({
  registeredAt: new Date('2026-11-01T00:00:00Z'),
  addressVerified: true,
  reputation: 0,
  ...parts,
});

test.each<[string, Account | null, Standing]>([
  ['of which nothing is known yet', null, 'NEW'],
  ['of today, whatever else', account({ registeredAt: new Date('2026-11-20T12:00:01Z'), reputation: 90 }), 'NEW'],
  ['a day old', account({ registeredAt: new Date('2026-11-20T12:00:00Z') }), 'KNOWN'],
  ['whose address nobody has verified', account({ addressVerified: false }), 'NEW'],
  ['with a verified address', account(), 'KNOWN'],
  ['with a reputation', account({ addressVerified: false, reputation: 12 }), 'KNOWN'],
  ['from before this was told', account({ registeredAt: null }), 'KNOWN'],
  ['with a high reputation', account({ reputation: 60 }), 'TRUSTED'],
  ['that looks like one of many', account({ limitedUntil: new Date('2026-11-21T12:00:01Z') }), 'LIMITED'],
  ['that did so', account({ limitedUntil: now }), 'KNOWN'],
  ['that looks so and is trusted', account({ reputation: 60, limitedUntil: new Date('2026-12-01T00:00:00Z') }), 'TRUSTED'],
])('an account %s', (_name, known, standing) => {
  expect(standingOf(known, now)).toBe(standing);
});
