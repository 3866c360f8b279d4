import { transitScore } from './transit-score';

test.each([
  ['nothing in walking distance', [], 1],
  ['a stop that is too far away', [801], 1],
  ['one stop at the door', [0], 3],
  ['one stop at the end of a walk', [800], 1],
  ['a handful close by', [50, 100, 150, 200, 250, 300], 7],
  ['the middle of a city', Array.from({ length: 30 }, (_, at) => at * 20), 10],
] as const)('%s', (_, metres, score) => expect(transitScore([...metres])).toBe(score));

test('each further station is worth less than the one before, and none takes anything away', () => {
  const scores = Array.from({ length: 20 }, (_, count) => transitScore(Array.from({ length: count }, () => 100)));
  expect(scores).toEqual([...scores].sort((one, other) => one - other));
});
