import fc from 'fast-check';
import { standingsOf, type Ballots } from './poll-count';

const ranksOf = (options: string, ballots: Ballots[]) =>
  [...standingsOf('RANKED', [...options], ballots)].map(([id, { rank }]) => `${id}${rank}`).join(' ');
const orders = (...given: Array<[number, string]>): Ballots[] => given.map(([people, choices]) => ({ people, choices: [...choices] }));

test('one option each: the most votes first, equal ones side by side', () => {
  const standings = standingsOf('SINGLE', ['a', 'b', 'c'], orders([2, 'b'], [1, 'a'], [1, 'c']));
  expect([...standings]).toEqual([
    ['a', { votes: 1, rank: 2 }],
    ['b', { votes: 2, rank: 1 }],
    ['c', { votes: 1, rank: 2 }],
  ]);
});

test('several options each: every one counts', () => {
  const standings = standingsOf('APPROVAL', ['a', 'b', 'c'], orders([2, 'bc'], [1, 'c']));
  expect([...standings.values()]).toEqual([
    { votes: 0, rank: 3 },
    { votes: 2, rank: 2 },
    { votes: 3, rank: 1 },
  ]);
});

test('in order: a published example of Schulze’s method comes out as published: E A C B D', () => {
  const first = orders([5, 'acbed'], [5, 'adecb'], [8, 'bedac'], [3, 'cabed'], [7, 'caebd'], [2, 'cbade'], [7, 'dceba'], [8, 'ebadc']);
  expect(ranksOf('abcde', first)).toBe('a2 b4 c3 d5 e1');
});

test('in order: who beats each other one alone is first, whoever is put first most often', () => {
  const ballots = orders([4, 'abc'], [3, 'cba'], [2, 'bca']);
  const standings = standingsOf('RANKED', ['a', 'b', 'c'], ballots);
  expect([standings.get('a')!.votes, standings.get('b')!.rank]).toEqual([4, 1]);
});

test('in order: what is left out is equal, behind what is named', () => {
  expect(ranksOf('abc', orders([1, 'b']))).toBe('a2 b1 c2');
});

test('ranks follow preferences: who beats everybody is first, and twins of an answer change nothing', () => {
  const ballot = fc.record({
    people: fc.integer({ min: 1, max: 9 }),
    choices: fc.shuffledSubarray(['a', 'b', 'c', 'd'], { minLength: 1 }),
  });
  fc.assert(
    fc.property(fc.array(ballot, { minLength: 1, maxLength: 12 }), (ballots) => {
      const ids = ['a', 'b', 'c', 'd'];
      const standings = standingsOf('RANKED', ids, ballots);
      const prefer = (one: string, other: string) =>
        ballots.reduce((sum, { people, choices }) => {
          const [i, j] = [choices.indexOf(one), choices.indexOf(other)];
          return sum + (i >= 0 && (j < 0 || i < j) ? people : 0);
        }, 0);
      const winner = ids.find((one) => ids.every((other) => other === one || prefer(one, other) > prefer(other, one)));
      if (winner) expect([...standings].filter(([, { rank }]) => rank === 1).map(([id]) => id)).toEqual([winner]);
      expect(Math.min(...[...standings.values()].map(({ rank }) => rank))).toBe(1);
      const split = ballots.flatMap(({ people, choices }) => Array.from({ length: people }, () => ({ people: 1, choices })));
      expect(standingsOf('RANKED', ids, split)).toEqual(standings);
    }),
  );
});
