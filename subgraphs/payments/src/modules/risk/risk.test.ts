import { FEATURES, featuresOf, type TryFacts } from './risk-features';
import { actionOf, purchaseWeights, reasonsOf, riskOf } from './risk-score';
import { isTestingCards, isTestingFrom, type Outcomes } from './risk-testing';

const NOW = new Date('2026-11-21T12:00:00Z');
const KNOWN: TryFacts = {
  ...{ amount: 50, places: 2, accountAgeHours: null, isLimited: false, isOriginKnown: true, isForeignCard: false },
  ...{ ordersInDay: 1, triesInHour: 0, declinesInDay: 0, cardsInDay: 0, codesInDay: 0 },
  ...{ cardAccountsInDay: 0, cardDeclinesInDay: 0, originAccountsInHour: 0, originDeclinesInDay: 0 },
};
const judge = (parts: Partial<TryFacts> = {}) => {
  const features = featuresOf({ ...KNOWN, ...parts });
  return { action: actionOf(riskOf(features)), reasons: reasonsOf(features) };
};

test('somebody who is known pays unasked, also from a crowd, and for a party', () => {
  expect(judge().action).toBe('ALLOW');
  expect(judge({ originAccountsInHour: 5_000 }).action).toBe('ALLOW');
  expect(judge({ places: 10, amount: 250 }).action).toBe('ALLOW');
});

test('a new account with a card that others use, and much to buy, is refused for reasons that are told to staff', () => {
  const { action, reasons } = judge({ accountAgeHours: 1, cardAccountsInDay: 4, amount: 600, places: 10 });
  expect(action).toBe('REFUSE');
  expect(reasons).toEqual(expect.arrayContaining(['NEW_ACCOUNT', 'CARD_OF_MANY', 'HIGH_AMOUNT']));
  expect(reasons.length).toBeLessThanOrEqual(4);
});

test('nothing that is told as a reason speaks for a payment, each feature is from 0 to 1.5, and each outcome is stricter than the one before', () => {
  expect(Object.keys(purchaseWeights.weights)).toEqual([...FEATURES]);
  for (const name of FEATURES) expect(purchaseWeights.weights[name]).toBeGreaterThanOrEqual(0);
  const counts = Object.fromEntries(Object.entries(KNOWN).map(([name, value]) => [name, typeof value === 'number' ? 99_999 : value]));
  for (const parts of [KNOWN, { ...KNOWN, ...counts, isLimited: true, isForeignCard: true, isOriginKnown: false, accountAgeHours: 0 }])
    for (const value of featuresOf(parts)) expect(value >= 0 && value <= 1.5).toBe(true);
  const { stepUpFrom, inspectFrom, refuseFrom } = purchaseWeights;
  expect([stepUpFrom, inspectFrom, refuseFrom].map((score) => actionOf(score))).toEqual(['STEP_UP', 'INSPECT', 'REFUSE']);
  expect(stepUpFrom < inspectFrom && inspectFrom < refuseFrom).toBe(true);
});

const tries = (parts: Partial<Outcomes>, agoMs = 0): Outcomes => ({
  ...{ declined: 0, underWay: 0, succeeded: 0, lastDeclinedAt: new Date(NOW.getTime() - agoMs) },
  ...parts,
});

test('declined tries wait longer and longer, and those under way count as declined', () => {
  expect(isTestingCards(tries({ declined: 2 }), NOW)).toBe(false);
  expect(isTestingCards(tries({ underWay: 3 }), NOW)).toBe(true);
  expect([3, 4, 5].map((declined) => isTestingCards(tries({ declined }, 30_000), NOW))).toEqual([false, false, true]);
  expect(isTestingCards(tries({ declined: 8 }, 3_599_000), NOW)).toBe(true);
});

test('a network is shut where more was declined than succeeded, and never for a crowd alone', () => {
  expect(isTestingFrom(tries({ underWay: 500 }))).toBe(false);
  expect(isTestingFrom(tries({ declined: 40, succeeded: 60, underWay: 100 }))).toBe(false);
  expect(isTestingFrom(tries({ declined: 6, succeeded: 5, underWay: 4 }))).toBe(true);
});
