import { delayAfter } from './account-throttle';

describe('the delay after failures from many networks', () => {
  it.each([
    [1, 0],
    [20, 0],
    [21, 1_000],
    [22, 2_000],
    [30, 512_000],
    [31, 900_000],
    [10_000, 900_000],
  ])('%d failures: %d ms', (failures, delay) => expect(delayAfter(failures)).toBe(delay));
});
