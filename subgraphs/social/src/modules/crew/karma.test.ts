import { GOOD, karmaOf, shown, WEIGHTS, type Voice } from './karma';

const at = (day: number) => new Date(Date.UTC(2026, 0, 1 + day));
const says = (giverId: string, crewId: string, again = true, weight = WEIGHTS.TRUSTED, day = 0): Voice => ({
  ...{ giverId, crewId, again, weight, givenAt: at(day) },
});
/** Everybody of the ring says of one of them, in many crews, what they say of each other. */
function ring(people: number, crews: number, weight: number, again = true): number | null {
  const givers = Array.from({ length: people - 1 }, (_, n) => `giver ${n}`);
  // In crews of two: nobody meets two of them in one.
  const voices = givers.flatMap((giver, n) => Array.from({ length: crews }, (_, k) => says(giver, `crew ${n} ${k}`, again, weight, k)));
  const acquainted = givers.flatMap((one) => givers.filter((other) => other !== one).map((other) => [one, other] as const));
  return karmaOf(voices, acquainted);
}
const crewsOf = (crews: number, people: number, weight: number, again = true) =>
  Array.from({ length: crews }, (_, c) =>
    Array.from({ length: people }, (_, p) => says(`giver ${c} ${p}`, `crew ${c}`, again, weight)),
  ).flat();

test('nothing is said by fewer than three people, nor by accounts of which nothing is known', () => {
  expect(karmaOf([], [])).toBeNull();
  expect(karmaOf([says('a', '1'), says('b', '1')], [])).toBeNull();
  expect(karmaOf([says('a', '1'), says('b', '1'), says('c', '1')], [])).not.toBeNull();
  expect(karmaOf(crewsOf(3, 3, WEIGHTS.NEW), [])).toBeNull();
  expect(karmaOf(crewsOf(20, 19, WEIGHTS.LIMITED), [])).toBeNull();
});

test('it begins in the middle, and is 0 to 100 whatever is said', () => {
  expect(karmaOf([says('a', '1'), says('b', '2', false), says('c', '3'), says('d', '4', false)], [])).toBe(50);
  const best = karmaOf(crewsOf(200, 5, WEIGHTS.TRUSTED), [])!;
  const worst = karmaOf(crewsOf(200, 5, WEIGHTS.TRUSTED, false), [])!;
  expect([best > 95, best <= 100, worst < 5, worst >= 0]).toEqual([true, true, true, true]);
});

test('people who have met others in several crews are good company', () => {
  expect(karmaOf(crewsOf(2, 4, WEIGHTS.TRUSTED), [])).toBeGreaterThanOrEqual(GOOD);
  expect(karmaOf(crewsOf(3, 4, WEIGHTS.KNOWN), [])).toBeGreaterThanOrEqual(GOOD);
  expect(karmaOf(crewsOf(1, 19, WEIGHTS.TRUSTED), [])).toBeLessThan(GOOD);
});

test('a giver has one voice, the last one', () => {
  const others = crewsOf(2, 2, WEIGHTS.TRUSTED);
  const changed = karmaOf([...others, says('a', '1', true, 1, 1), says('a', '2', true, 1, 2), says('a', '3', false, 1, 3)], []);
  expect(changed).toBe(karmaOf([...others, says('a', '3', false, 1, 3)], []));
});

test('a ring that praises itself is never good company, however many and however often; one that speaks ill sinks nobody to the ground', () => {
  for (const people of [4, 8, 20, 200])
    for (const crews of [1, 50]) {
      expect([people, crews, ring(people, crews, WEIGHTS.KNOWN)! < GOOD]).toEqual([people, crews, true]);
      expect([people, crews, ring(people, crews, WEIGHTS.TRUSTED)! < GOOD]).toEqual([people, crews, true]);
      expect([people, crews, ring(people, crews, WEIGHTS.TRUSTED, false)! > 35]).toEqual([people, crews, true]);
    }
  expect(ring(8, 50, WEIGHTS.NEW)).toBeNull();
});

test('it is shown in steps of five', () => {
  expect([62.5, 64, 71.4].map(shown)).toEqual([65, 65, 70]);
});
