import { median, medianRatio, percentile } from './statistics';

describe('percentiles', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it.each([
    [0.5, 50],
    [0.99, 99],
    [1, 100],
    [0, 1],
  ])('%s of 1 to 100 is %s, in whatever order they come', (share, expected) => {
    expect(percentile(hundred, share)).toBe(expected);
  });

  it('is not a number when there is nothing to count', () => {
    expect(percentile([], 0.5)).toBeNaN();
  });
});

describe('medians', () => {
  it('is the middle value, or the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 7])).toBe(6);
  });

  it('a round in which the whole machine was slow does not change the ratio', () => {
    expect(medianRatio([80, 8, 82], [10, 1, 10])).toBe(8);
  });

  it('a round that failed for one of both counts for nothing', () => {
    expect(medianRatio([80, undefined, 60], [10, 1, 10])).toBe(7);
  });
});
