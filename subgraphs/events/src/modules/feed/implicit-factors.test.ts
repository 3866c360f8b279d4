import { factorise, foldIn, pointsOf, USUAL } from './implicit-factors';

/** Two circles of people, each with things of its own. */
const preferences = Array.from({ length: 40 }, (_, person) =>
  Array.from({ length: 5 }, (_each, n) => ({ person, thing: (person % 2) * 10 + ((person + n * 3) % 10), weight: 1 })),
).flat();
const options = { ...USUAL, factors: 8, regularization: 0.5 };

test('who chose things of one circle is given the others of it (X93)', () => {
  const factors = factorise(preferences, 40, 20, options);
  const person = foldIn(
    factors,
    [
      { thing: 0, weight: 1 },
      { thing: 3, weight: 1 },
    ],
    options,
  )!;
  const points = Array.from({ length: 20 }, (_, thing) => pointsOf(factors, person, thing));
  const mean = (some: number[]) => some.reduce((sum, each) => sum + each, 0) / some.length;
  expect(mean(points.slice(0, 10)) - mean(points.slice(10))).toBeGreaterThan(0.2);
});

test('the same choices and seed give the same factors; nobody is made of nothing (A14)', () => {
  const [one, two] = [factorise(preferences, 40, 20, options), factorise(preferences, 40, 20, options)];
  expect(one.things).toEqual(two.things);
  expect(foldIn(one, [], options)).toBeNull();
});

test('somebody who is folded in is who they would be if they had been there', () => {
  const factors = factorise(preferences, 40, 20, { ...options, rounds: 40 });
  const mine = preferences.filter(({ person }) => person === 7);
  const person = foldIn(factors, mine, options)!;
  const hers = mine.map(({ thing }) => pointsOf(factors, person, thing));
  const others = Array.from({ length: 10 }, (_, thing) => pointsOf(factors, person, thing));
  expect(Math.min(...hers)).toBeGreaterThan(Math.max(...others));
});
