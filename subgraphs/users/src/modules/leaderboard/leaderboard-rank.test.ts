import fc from 'fast-check';
import { ranked } from './leaderboard-rank';

it('has one rank for as many points, and then the place in the list', () => {
  const rows = [{ points: 9 }, { points: 7 }, { points: 7 }, { points: 5 }];
  expect(ranked(rows, { rows: 0, greater: 0 }).map(({ rank }) => rank)).toEqual([1, 2, 2, 4]);
});

it('is the same on every page, wherever it begins', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5), { minLength: 1, maxLength: 30 }), fc.nat(29), (some, at) => {
      const all = some.map((points) => ({ points })).sort((a, b) => b.points - a.points);
      const from = at % all.length;
      const greater = all.filter(({ points }) => points > all[from]!.points).length;
      expect(ranked(all.slice(from), { rows: from, greater })).toEqual(ranked(all, { rows: 0, greater: 0 }).slice(from));
    }),
  );
});
