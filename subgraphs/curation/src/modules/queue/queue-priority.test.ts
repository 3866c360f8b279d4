import fc from 'fast-check';
import { flagFacts, HORIZON_HOURS, priorityAt, queueRank, type QueueFacts, type QueueWeights } from './queue-priority';

const weights: QueueWeights = { waiting: 1, nearness: 0.5, uncertainty: 24, reputation: 12, flagged: 48, urgent: 2_000, failed: 72 };
const now = new Date('2026-11-21T12:00:00Z');
const hoursFrom = (moment: Date, hours: number) => new Date(moment.getTime() + hours * 3_600_000);
const dull: QueueFacts = {
  queuedAt: now,
  startsAt: hoursFrom(now, HORIZON_HOURS),
  status: 'PENDING',
  flagShare: 0,
  urgent: false,
  uncertainty: 0,
  reputation: 0,
  recommendation: 'HUMAN_REVIEW',
};
const priority = (change: Partial<QueueFacts>, at = now) => priorityAt(queueRank({ ...dull, ...change }, weights), at, weights);

describe('the priority in the queue', () => {
  it('is 0 for something dull that came in just now and starts in two weeks or later', () => {
    expect(priority({})).toBe(0);
    expect(priority({ startsAt: hoursFrom(now, 10_000) })).toBe(0);
  });

  it('grows by a point with each hour of waiting, and by half a point with each hour that the start comes nearer (C19)', () => {
    expect(priority({}, hoursFrom(now, 10))).toBeCloseTo(15, 6);
    expect(priority({ startsAt: hoursFrom(now, 24) })).toBeCloseTo(0.5 * (HORIZON_HOURS - 24), 6);
  });

  it('adds for an uncertain screening, a good creator and flags, and takes off for a failed screening (C19)', () => {
    expect(priority({ uncertainty: 1 })).toBe(24);
    expect(priority({ reputation: 50 })).toBe(6);
    expect(priority({ status: 'FLAGGED' })).toBe(48);
    expect(priority({ recommendation: 'FAIL' })).toBe(-72);
  });

  it('grows with the weight of open flags, and puts danger and staff before everything else', () => {
    const flag = { weight: 1, reason: 'SPAM', byStaff: false };
    expect(priority(flagFacts([flag], 3))).toBe(16);
    expect(priority(flagFacts([flag, flag, flag, flag], 3))).toBe(48);
    expect(priority(flagFacts([{ ...flag, weight: -1 }], 3))).toBe(0);
    expect(priority(flagFacts([{ ...flag, weight: 0, reason: 'DANGEROUS' }], 3))).toBe(2_000);
    expect(priority(flagFacts([{ ...flag, weight: 0, byStaff: true }], 3))).toBe(2_000);
  });

  it('orders any two alike at any time', () => {
    const facts = fc.record({
      queuedAt: fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true }),
      startsAt: fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true }),
      status: fc.constantFrom('PENDING' as const, 'FLAGGED' as const),
      flagShare: fc.double({ min: 0, max: 1, noNaN: true }),
      urgent: fc.boolean(),
      uncertainty: fc.double({ min: 0, max: 1, noNaN: true }),
      reputation: fc.double({ min: 0, max: 100, noNaN: true }),
      recommendation: fc.constantFrom('PASS' as const, 'HUMAN_REVIEW' as const, 'FAIL' as const, null),
    });
    fc.assert(
      fc.property(
        facts,
        facts,
        fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
        (one, other, at) => {
          const [first, second] = [queueRank(one, weights), queueRank(other, weights)];
          const apart = priorityAt(first, at, weights) - priorityAt(second, at, weights);
          expect(Math.abs(apart - (first - second))).toBeLessThan(0.011);
        },
      ),
    );
  });
});
