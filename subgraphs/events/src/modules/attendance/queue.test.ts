import fc from 'fast-check';
import { serve, type Party, type SkipRules } from './queue';
import { byPlace, inOrder, MOST_YIELDS, yieldsOf } from './queue-order';

const NOW = new Date('2026-11-21T12:00:00Z');
const RULES: SkipRules = { most: 2, longestMs: 3_600_000 };
const party = (id: string, size: number, parts: Partial<Party> = {}): Party => ({
  id,
  size,
  acceptsPart: false,
  skipped: 0,
  heldUpSince: null,
  ...parts,
});

test('the head is served first, whole', () => {
  expect(serve([party('a', 2), party('b', 1)], 2, 10, NOW, RULES).offers).toEqual([{ id: 'a', places: 2 }]);
});

test('a party that accepts a part takes what there is', () => {
  const { offers } = serve([party('a', 4, { acceptsPart: true }), party('b', 1)], 3, 10, NOW, RULES);
  expect(offers).toEqual([{ id: 'a', places: 3 }]);
});

test('a smaller party is served past a larger head, which is told how often', () => {
  const { offers, heldUp } = serve([party('a', 4), party('b', 1)], 1, 10, NOW, RULES);
  expect(offers).toEqual([{ id: 'b', places: 1 }]);
  expect(heldUp).toEqual([{ id: 'a', skipped: 1, heldUpSince: NOW, saved: false }]);
});

test('a head that was skipped often enough has what is free kept for it', () => {
  const { offers, heldUp } = serve([party('a', 4), party('b', 1), party('c', 1), party('d', 1)], 3, 10, NOW, RULES);
  expect(offers.map(({ id }) => id)).toEqual(['b', 'c']);
  expect(heldUp).toEqual([expect.objectContaining({ id: 'a', skipped: 2, saved: true })]);
  expect(serve([party('a', 4, { skipped: 2 }), party('b', 1)], 3, 10, NOW, RULES).offers).toEqual([]);
});

test('and so has a head that was held up for long', () => {
  const since = new Date(NOW.getTime() - RULES.longestMs);
  expect(serve([party('a', 4, { heldUpSince: since }), party('b', 1)], 3, 10, NOW, RULES).offers).toEqual([]);
});

test('nothing is kept for a party that is larger than the event', () => {
  const { offers, heldUp } = serve([party('a', 9, { skipped: 9 }), party('b', 1)], 1, 5, NOW, RULES);
  expect(offers).toEqual([{ id: 'b', places: 1 }]);
  expect(heldUp).toEqual([]);
});

const MINUTE = 60_000;
type Deed = { kind: 'comes'; size: number; acceptsPart: boolean } | { kind: 'leaves'; at: number } | { kind: 'waits'; minutes: number };
const deeds = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('comes' as const), size: fc.integer({ min: 1, max: 6 }), acceptsPart: fc.boolean() }),
    fc.record({ kind: fc.constant('leaves' as const), at: fc.nat(50) }),
    fc.record({ kind: fc.constant('waits' as const), minutes: fc.integer({ min: 1, max: 40 }) }),
  ),
  { minLength: 20, maxLength: 120 },
);

/** Plays a queue: who is served is inside at once. Checks at each step what must always hold, and returns how often each was skipped. */
function play(capacity: number, story: readonly Deed[], rules: SkipRules): number {
  let now = NOW;
  let queue: Party[] = [];
  let inside: number[] = [];
  let mostSkipped = 0;
  story.forEach((deed, index) => {
    if (deed.kind === 'waits') now = new Date(now.getTime() + deed.minutes * MINUTE);
    if (deed.kind === 'comes' && deed.size <= capacity) queue.push(party(String(index), deed.size, { acceptsPart: deed.acceptsPart }));
    if (deed.kind === 'leaves') inside = inside.filter((_, at) => at !== deed.at % Math.max(1, inside.length));
    const taken = inside.reduce((sum, size) => sum + size, 0);
    const { offers, heldUp } = serve(queue, capacity - taken, capacity, now, rules);
    inside.push(...offers.map(({ places }) => places));
    expect(inside.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(capacity);
    const stands = new Map(heldUp.map((one) => [one.id, one]));
    queue = queue
      .filter(({ id }) => !offers.some((offer) => offer.id === id))
      .map((one) => ({
        ...one,
        ...(stands.has(one.id) ? { skipped: stands.get(one.id)!.skipped, heldUpSince: stands.get(one.id)!.heldUpSince } : {}),
      }));
    mostSkipped = Math.max(mostSkipped, ...queue.map(({ skipped }) => skipped));
  });
  // Everybody inside leaves, and nobody else comes: whatever the queue is, its head is served now.
  const [head] = queue;
  if (head) expect(serve(queue, capacity, capacity, now, rules).offers[0]).toEqual({ id: head.id, places: head.size });
  return mostSkipped;
}

test('whatever parties come and leave: never more people than capacity, and nobody is skipped more often than the rules say', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 10 }), deeds, (capacity, story) => {
      expect(play(capacity, story, RULES)).toBeLessThanOrEqual(RULES.most);
    }),
    { numRuns: 300 },
  );
});

test('control: without a bound a large party is skipped for ever', () => {
  const story: Deed[] = [
    { kind: 'comes', size: 1, acceptsPart: false },
    { kind: 'comes', size: 1, acceptsPart: false },
    { kind: 'comes', size: 2, acceptsPart: false },
    ...Array.from({ length: 20 }, (): Deed[] => [
      { kind: 'comes', size: 1, acceptsPart: false },
      { kind: 'leaves', at: 0 },
    ]).flat(),
  ];
  expect(play(2, story, { most: Infinity, longestMs: Infinity })).toBe(20);
  expect(play(2, story, { most: 3, longestMs: Infinity })).toBe(3);
});

test('however many yield: nobody who comes later passes more than they yield to, and a party that yields to none is passed by nobody', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: MOST_YIELDS })), { maxLength: 60 }),
      fc.nat(60),
      (yields, first) => {
        const rows = yields.map((each, at) => ({ queueNumber: at + 1, yields: each }));
        const order = inOrder(rows);
        for (const row of rows) {
          const passedBy = order.slice(0, order.indexOf(row)).filter(({ queueNumber }) => queueNumber > row.queueNumber);
          expect(passedBy.length).toBeLessThanOrEqual(row.yields);
        }
        // The first of the order are among those with the lowest numbers, so that few are read.
        expect(inOrder(rows.slice(0, first + MOST_YIELDS)).slice(0, first)).toEqual(order.slice(0, first));
        expect([...rows].reverse().sort(byPlace)).toEqual(order);
      },
    ),
  );
});

test('one slip of somebody new yields to nobody, two do', () => {
  const rules = { least: 0.7, yields: 3 };
  expect([1, 3 / 4, 3 / 5].map((reliability) => yieldsOf(reliability, rules))).toEqual([0, 0, 3]);
});
