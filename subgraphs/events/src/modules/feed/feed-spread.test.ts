import fc from 'fast-check';
import { spread } from './feed-spread';

const of = (organisers: string) => [...organisers].map((creatorId, at) => ({ creatorId, at }));
const told = (items: { creatorId: string }[]) => items.map(({ creatorId }) => creatorId).join('');

test('the third event of one organiser waits until others have had their turn', () => {
  expect(told(spread(of('aaaabc')))).toBe('aabcaa');
});

test('with one organiser alone the order stays as it is', () => {
  expect(spread(of('aaaaa'))).toEqual(of('aaaaa'));
});

test('among any twenty in a row there are at most two of one organiser as long as there are others; nobody is lost', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...'abcdefghijklmnop'), { maxLength: 120 }), (organisers) => {
      const items = of(organisers.join(''));
      const placed = spread(items);
      expect([...placed].sort((a, b) => a.at - b.at)).toEqual(items);
      for (const [at, { creatorId }] of placed.entries()) {
        const before = placed.slice(Math.max(0, at - 19), at).filter((item) => item.creatorId === creatorId).length;
        const others = placed.slice(at).some((later) => {
          const had = placed.slice(Math.max(0, at - 19), at).filter((item) => item.creatorId === later.creatorId).length;
          return had < 2;
        });
        if (others) expect(before).toBeLessThan(2);
      }
    }),
  );
});

test('at most twelve of any twenty are of one category, eight on one day and sixteen at one price, as long as there are others (X84)', () => {
  const items = Array.from({ length: 60 }, (_, at) => ({
    ...{ creatorId: String(at), at },
    ...{ categorySlug: at < 40 ? 'music' : 'comedy', day: at < 30 ? 1 : at, priceType: at < 50 ? 'PAID' : 'FREE' },
  }));
  const first = spread(items).slice(0, 20);
  const most = (of: (item: (typeof items)[number]) => unknown) =>
    Math.max(...first.map((item) => first.filter((other) => of(other) === of(item)).length));
  expect(most(({ categorySlug }) => categorySlug)).toBe(12);
  expect(most(({ day }) => day)).toBe(8);
  expect(most(({ priceType }) => priceType)).toBe(16);
  expect(first[0]!.at).toBe(0);
});
