import { bucketsFor, differences, differingBuckets, inGroups } from './differences';

test('a bucket differs when its rows do, or when only one side has it', () => {
  const source = [1, 2, 3, 4].map((bucket) => ({ bucket, count: 2, hash: 'same' }));
  const copy = [{ ...source[0]! }, { ...source[1]!, hash: 'other' }, { ...source[2]!, count: 1 }, { bucket: 9, count: 1, hash: 'same' }];
  expect(differingBuckets(source, copy)).toEqual([2, 3, 4, 9]);
  expect(differingBuckets(source, source)).toEqual([]);
});

test('tells what is missing or old, what is ahead, and what the source does not have', () => {
  const source = [
    ['a', 1],
    ['b', 2],
    ['c', 3],
    ['d', 4],
  ] as const;
  const copy = [
    ['a', 1],
    ['b', 1],
    ['c', 5],
    ['x', 1],
  ] as const;
  expect(differences(source, copy)).toEqual({ behind: ['b', 'd'], ahead: [['c', 5]], absent: [['x', 1]] });
  expect(differences(source, source)).toEqual({ behind: [], ahead: [], absent: [] });
});

test('few rows are one bucket, many are bounded in number', () => {
  expect([0, 1, 500, 501, 10_000_000].map(bucketsFor)).toEqual([1, 1, 1, 2, 1_024]);
});

test('groups keep what belongs together', () => {
  expect(inGroups([3, 3, 5, 1, 9, 1], (weight) => weight, 6)).toEqual([[3, 3], [5, 1], [9], [1]]);
  expect(inGroups([], () => 1, 6)).toEqual([]);
});
