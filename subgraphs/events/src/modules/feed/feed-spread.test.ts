import fc from 'fast-check';
import { spreadOrganisers } from './feed-spread';

const of = (organisers: string) => [...organisers].map((creatorId, at) => ({ creatorId, at }));
const told = (items: { creatorId: string }[]) => items.map(({ creatorId }) => creatorId).join('');

test('the third event of one organiser waits until others have had their turn', () => {
  expect(told(spreadOrganisers(of('aaaabc')))).toBe('aabcaa');
});

test('with one organiser alone the order stays as it is', () => {
  expect(spreadOrganisers(of('aaaaa'))).toEqual(of('aaaaa'));
});

test('among any twenty in a row there are at most two of one organiser as long as there are others; nobody is lost', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...'abcdefghijklmnop'), { maxLength: 120 }), (organisers) => {
      const items = of(organisers.join(''));
      const placed = spreadOrganisers(items);
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
