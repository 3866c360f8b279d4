import { nextTurn, peaceUntil, timesADay } from './organization-limits';

const now = new Date('2026-11-29T12:00:00Z');
const young = { createdAt: new Date('2026-11-29T11:00:00Z'), reputation: 0, isLimited: false };
const old = { createdAt: new Date('2026-11-28T12:00:00Z'), reputation: 59.9, isLimited: false };

test('a new account makes few organisations, a trusted person many', () => {
  expect([young, old, { ...young, reputation: 60 }].map((who) => timesADay('createOrganization', who, now))).toEqual([3, 5, 20]);
  expect([young, old, { ...old, reputation: 60 }].map((who) => timesADay('inviteToOrganization', who, now))).toEqual([10, 50, 200]);
  // What it looked like when it was new counts until it is trusted.
  const limited = { ...old, isLimited: true };
  expect([limited, { ...limited, reputation: 60 }].map((who) => timesADay('inviteToOrganization', who, now))).toEqual([3, 200]);
});

test('the next turn comes a day after the one that fills the day', () => {
  const at = (hour: number) => new Date(Date.UTC(2026, 10, 29, hour));
  expect(nextTurn(3, [at(1), at(2)])).toBeNull();
  expect(nextTurn(3, [at(1), at(2), at(3)])).toEqual(new Date(Date.UTC(2026, 10, 30, 1)));
  // More than now allowed, after a reputation fell.
  expect(nextTurn(3, [at(1), at(2), at(3), at(4)])).toEqual(new Date(Date.UTC(2026, 10, 30, 2)));
});

test('who has declined is left in peace for a week', () => {
  const declined = new Date('2026-11-22T12:00:01Z');
  expect(peaceUntil(declined, now)).toEqual(new Date('2026-11-29T12:00:01Z'));
  expect(peaceUntil(new Date('2026-11-22T12:00:00Z'), now)).toBeNull();
});
