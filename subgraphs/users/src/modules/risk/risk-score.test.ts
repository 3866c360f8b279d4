import { FEATURES, featuresOf, stemOf, type Neighbours } from './risk-features';
import { reasonsOf, riskOf, riskWeights } from './risk-score';

const ALONE: Neighbours = { networkInHour: 0, networkInDay: 0, domainInDay: 0, stemInDay: 0, isNetworkKnown: true };
const score = (parts: Partial<Parameters<typeof featuresOf>[0]> = {}, near: Partial<Neighbours> = {}) => {
  const features = featuresOf(
    { email: 'ada.wong@gmail.com', username: 'adawong', displayName: 'Ada Wong', ...parts },
    { ...ALONE, ...near },
  );
  return { risk: riskOf(features), reasons: reasonsOf(features) };
};

test('an account by itself, whose names belong together, is not limited, and nothing speaks against it', () => {
  expect(score()).toMatchObject({ reasons: [] });
  expect(score().risk).toBeLessThan(riskWeights.threshold);
  for (const displayName of ['王伟', 'José Núñez', 'Ng', '🎷']) expect(score({ displayName }).risk).toBeLessThan(riskWeights.threshold);
});

test('the network alone limits nobody: a lecture hall signs up together', () => {
  expect(score({}, { networkInHour: 200, networkInDay: 400 }).risk).toBeLessThan(riskWeights.threshold);
});

test('one of many that a program has counted up is limited, for reasons that are told', () => {
  const { risk, reasons } = score(
    { email: 'xkqwzjvb4711@gmail.com', username: 'qzxwvk90210', displayName: 'Anna Novak' },
    { networkInHour: 40, networkInDay: 40, stemInDay: 40 },
  );
  expect(risk).toBeGreaterThan(riskWeights.threshold);
  expect(reasons).toContain('MANY_OF_NAME');
  expect(reasons.length).toBeLessThanOrEqual(4);
});

test('nothing that is told as a reason speaks for an account, and each is from 0 to 1.5', () => {
  expect(Object.keys(riskWeights.weights)).toEqual([...FEATURES]);
  for (const name of FEATURES) expect(riskWeights.weights[name]).toBeGreaterThanOrEqual(0);
  const all = featuresOf(
    { email: '1+2.3.4.5@mailinator.com', username: 'bcdfgh123456', displayName: 'Mаrquee www.x\u200By.com' },
    { networkInHour: 9_999, networkInDay: 9_999, domainInDay: 9_999, stemInDay: 9_999, isNetworkKnown: false },
  );
  for (const value of all) expect(value >= 0 && value <= 1.5).toBe(true);
});

test('a username is one of many where it has digits and four letters beside them', () => {
  expect(['walker12', 'Walker_9', 'walker', 'ab12'].map(stemOf)).toEqual(['walker', 'walker', null, null]);
});
