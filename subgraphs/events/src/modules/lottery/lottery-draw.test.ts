import fc from 'fast-check';
import { draw, hashOfEntries } from './lottery-draw';

const entries = Array.from({ length: 40 }, (_, n) => ({ id: `entry-${n}`, people: 1 + (n % 3) }));

test('the same seed draws the same winners, in whatever order the entries are told', () => {
  expect(draw('seed', entries.toReversed(), 20)).toEqual(draw('seed', entries, 20));
  expect(hashOfEntries(entries.toReversed())).toBe(hashOfEntries(entries));
});

test('another seed, or another entry, draws others', () => {
  const order = (seed: string) => draw(seed, entries, 20).map(({ id }) => id);
  expect(order('seed')).not.toEqual(order('another'));
  expect(hashOfEntries([...entries, { id: 'late', people: 1 }])).not.toBe(hashOfEntries(entries));
  expect(hashOfEntries(entries.map((entry) => ({ ...entry, people: 1 })))).not.toBe(hashOfEntries(entries));
});

test('never more people win than there are places, and a place stays empty only where nobody fits', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 30 }), fc.nat(40), fc.string(), (sizes, places, seed) => {
      const drawn = draw(
        seed,
        sizes.map((people, n) => ({ id: `e${n}`, people })),
        places,
      );
      const left = places - drawn.filter(({ won }) => won).reduce((sum, { people }) => sum + people, 0);
      expect(left).toBeGreaterThanOrEqual(0);
      for (const { won, people } of drawn) if (!won) expect(people).toBeGreaterThan(left);
    }),
  );
});

test('each of equal entries wins about as often', () => {
  const wins = new Map<string, number>();
  const equal = entries.slice(0, 10).map(({ id }) => ({ id, people: 1 }));
  for (let n = 0; n < 2000; n++) for (const { id, won } of draw(`seed ${n}`, equal, 3)) if (won) wins.set(id, (wins.get(id) ?? 0) + 1);
  for (const { id } of equal) expect(wins.get(id)).toBeGreaterThan(500);
});
