import { parse } from 'graphql';
import { labelsOf, OverrideShares, percentOf } from './override-shares';

const supergraph = (...labels: string[]) =>
  parse(
    `type Query { ${labels.map((label, n) => `f${n}: Int @join__field(graph: B, override: "a", overrideLabel: "${label}")`).join(' ')} plain: Int }`,
  );

test('a label names a share in percent, or something that gateways of this kind do not know', () => {
  expect(['percent(20)', 'percent(0.5)', 'percent(120)', 'beta', 'percent(x)'].map(percentOf)).toEqual([
    20,
    0.5,
    100,
    undefined,
    undefined,
  ]);
  expect(labelsOf(supergraph('percent(20)', 'beta', 'percent(20)'))).toEqual(['percent(20)', 'beta']);
});

test('without labels there is one range, and nothing is drawn', () => {
  expect(new OverrideShares(supergraph()).count).toBe(1);
  expect(new OverrideShares(supergraph('beta', 'percent(0)', 'percent(100)')).count).toBe(1);
});

test.each([
  [0, 0, 10],
  [0.199, 0, 10],
  [0.2, 1, 35],
  [0.499, 1, 35],
  [0.5, 2, 75],
  [0.999, 2, 75],
])('of a hundred requests, those that draw %d fall into the range %i', (drawn, range, number) => {
  const shares = new OverrideShares(supergraph('percent(50)', 'percent(20)'), () => drawn);
  expect(shares.count).toBe(3);
  expect(shares.draw()).toBe(range);
  expect(shares.numberIn(range)).toBe(number);
});
