import fc from 'fast-check';
import { fold, type PlaceScan } from './door-fold';

const scan = (deviceId: string, nonce: string, at: number, parts: Partial<PlaceScan> = {}): PlaceScan => ({
  deviceId,
  nonce,
  direction: 'ENTRY',
  people: 1,
  scannedAt: new Date(at * 1000),
  ...parts,
});
const outcomes = (scans: PlaceScan[], places = 1, noReentryFrom: Date | null = null) =>
  fold(scans, places, noReentryFrom).outcomes.map(({ outcome }) => outcome);

test('of two doors that saw one code the earlier let the guest in', () => {
  const { outcomes: found, ...result } = fold([scan('b', '1', 20), scan('a', '1', 10)], 1, null);
  expect(found.map(({ scan: { deviceId }, outcome }) => [deviceId, outcome])).toEqual([
    ['a', 'ADMITTED'],
    ['b', 'CONFLICT'],
  ]);
  expect(result).toEqual({ admitted: 1, inside: 1, firstAt: new Date(10_000) });
});

test('who went out comes in again', () => {
  expect(outcomes([scan('a', '1', 1), scan('a', '2', 2, { direction: 'EXIT' }), scan('a', '3', 3)])).toEqual([
    'ADMITTED',
    'LEFT',
    'REENTERED',
  ]);
  expect(outcomes([scan('a', '1', 1, { direction: 'EXIT' })])).toEqual(['CONFLICT']);
});

test('where nobody comes in again, who went out stays out; what was before that was said stays what it was', () => {
  const outAndIn = [
    scan('a', '1', 1),
    scan('a', '2', 2, { direction: 'EXIT' }),
    scan('a', '3', 3),
    scan('a', '4', 4, { direction: 'EXIT' }),
  ];
  const again = [...outAndIn, scan('b', '1', 6)];
  expect(outcomes(again, 1, new Date(0))).toEqual(['ADMITTED', 'LEFT', 'CONFLICT', 'CONFLICT', 'CONFLICT']);
  expect(outcomes(again, 1, new Date(5_000))).toEqual(['ADMITTED', 'LEFT', 'REENTERED', 'LEFT', 'CONFLICT']);
  expect(outcomes(again, 1, new Date(7_000))).toEqual(['ADMITTED', 'LEFT', 'REENTERED', 'LEFT', 'REENTERED']);
});

test('where nobody comes in again, the rest of a party still does, and each of it is counted', () => {
  const party = [scan('a', '1', 1, { people: 2 }), scan('a', '2', 2, { direction: 'EXIT' }), scan('a', '3', 3), scan('a', '4', 4)];
  expect(fold(party, 3, new Date(0))).toMatchObject({ admitted: 3, inside: 2 });
  expect(outcomes(party, 3, new Date(0))).toEqual(['ADMITTED', 'LEFT', 'ADMITTED', 'CONFLICT']);
});

test('a party comes in parts, but no more than it has people', () => {
  expect(outcomes([scan('a', '1', 1, { people: 2 }), scan('b', '1', 2), scan('a', '2', 3)], 3)).toEqual([
    'ADMITTED',
    'ADMITTED',
    'CONFLICT',
  ]);
});

test('a place that is good for nobody lets nobody in', () => {
  expect(fold([scan('a', '1', 1)], 0, null)).toMatchObject({ admitted: 0, inside: 0, firstAt: null });
});

test('whatever the order in which scans are told, the result is the same, and never more are inside than there are places', () => {
  const scans = fc.uniqueArray(
    fc.record({
      deviceId: fc.constantFrom('a', 'b', 'c'),
      nonce: fc.string({ minLength: 1, maxLength: 2 }),
      direction: fc.constantFrom('ENTRY' as const, 'ENTRY' as const, 'EXIT' as const),
      people: fc.integer({ min: 1, max: 3 }),
      scannedAt: fc.nat(5).map((at) => new Date(at)),
    }),
    { maxLength: 12, selector: ({ deviceId, nonce }) => `${deviceId} ${nonce}` },
  );
  const withOrder = scans.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
  fc.assert(
    fc.property(withOrder, fc.integer({ min: 1, max: 4 }), fc.option(fc.nat(6)), ([all, shuffled], places, from) => {
      const rule = from === null ? null : new Date(from);
      const result = fold(all, places, rule);
      expect(fold(shuffled, places, rule)).toEqual(result);
      expect(result.inside).toBeLessThanOrEqual(result.admitted);
      expect(result.admitted).toBeLessThanOrEqual(places);
    }),
  );
});
