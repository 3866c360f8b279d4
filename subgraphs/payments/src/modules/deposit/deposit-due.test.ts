import { depositDue } from './deposit-due';

const asked = { depositMinor: 1_000n, depositWaivedFrom: 90 };

test('who is reliable enough deposits nothing where the organiser says so', () => {
  expect(depositDue(asked, { points: 30, reliability: 0.9 })).toBe(0n);
  expect(depositDue(asked, { points: 30, reliability: 0.89 })).toBe(1_000n);
  expect(depositDue({ ...asked, depositWaivedFrom: null }, { points: 30, reliability: 1 })).toBe(1_000n);
});

test('who has been nowhere, and of whom nothing is known, deposits', () => {
  expect(depositDue(asked, { points: 0, reliability: 1 })).toBe(1_000n);
  expect(depositDue(asked, { points: 30, reliability: null })).toBe(1_000n);
  expect(depositDue(asked, null)).toBe(1_000n);
});
