import { refundableUntil, refundTerms, termsAt, type Bought, type Move } from './refund-right';
import { IN_FULL, stepsOf } from './refund-terms';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (ms: number) => new Date(ms);
const bought: Bought = {
  at: at(10 * DAY),
  startsAt: at(20 * DAY),
  city: 'Toronto',
  steps: stepsOf({ hoursBefore: 0, steps: [] }),
  feeMinor: 0n,
};
const move = (parts: Partial<Move>): Move => ({ heardAt: at(12 * DAY), startsAt: bought.startsAt, city: 'Toronto', ...parts });
const until = (startsAt: Date, ...moves: Move[]) => refundableUntil({ startsAt }, bought, moves)!.getTime() / DAY;

describe('a buyer may give tickets back', () => {
  it('until the start, as it is or as it was bought', () => {
    expect(until(at(20 * DAY))).toBe(20);
    expect(until(at(25 * DAY))).toBe(25);
    expect(until(at(20 * DAY - 2 * HOUR), move({ startsAt: at(20 * DAY - 2 * HOUR) }))).toBe(20);
  });

  it('for seven days after the start was moved by more than two hours, also when that is past', () => {
    expect(until(at(11 * DAY), move({ startsAt: at(11 * DAY) }))).toBe(20);
    const late = move({ heardAt: at(19 * DAY), startsAt: at(1 * DAY) });
    expect(until(at(1 * DAY), late)).toBe(26);
    expect(until(at(20 * DAY), late, move({ heardAt: at(19.5 * DAY) }))).toBe(26);
  });

  it('for seven days after it went to another city; its spelling does not matter, nor a city that nobody knew', () => {
    expect(until(at(20 * DAY), move({ heardAt: at(18 * DAY), city: 'Ottawa' }))).toBe(25);
    expect(until(at(20 * DAY), move({ heardAt: at(18 * DAY), city: ' TORONTO' }))).toBe(20);
    expect(until(at(20 * DAY), move({ heardAt: at(18 * DAY), city: null }))).toBe(20);
  });

  it('not because of a move before they bought', () => {
    expect(until(at(20 * DAY), move({ heardAt: at(9 * DAY), startsAt: at(15 * DAY) }), move({ heardAt: at(9.5 * DAY) }))).toBe(20);
  });

  it('until so many hours before the start as the organiser said, or never; a move gives seven days all the same', () => {
    const right = (hoursBefore: number | null, ...moves: Move[]) =>
      refundableUntil({ startsAt: at(20 * DAY) }, { ...bought, steps: stepsOf({ hoursBefore, steps: [] }) }, moves);
    expect(right(48)).toEqual(at(18 * DAY));
    expect(right(null)).toBeNull();
    const moved = move({ startsAt: at(25 * DAY) });
    expect(right(null, moved)).toEqual(at(19 * DAY));
    expect(right(480, moved)).toEqual(at(19 * DAY));
  });

  it('for less and less of the price as the organiser said, and for all of it while a move lets them', () => {
    const steps = [
      { hoursBefore: 168, basisPoints: 10_000 },
      { hoursBefore: 24, basisPoints: 5_000 },
    ];
    const event = { startsAt: at(20 * DAY) };
    const terms = (now: number, ...moves: Move[]) => termsAt(refundTerms(event, { ...bought, steps, feeMinor: 100n }, moves), at(now));
    expect(terms(12 * DAY)).toEqual({ basisPoints: 10_000, feeMinor: 100n, mostMinor: null });
    expect(terms(13 * DAY)).toEqual({ basisPoints: 5_000, feeMinor: 100n, mostMinor: null });
    expect(terms(19 * DAY)).toBeNull();
    const moved = move({ heardAt: at(13 * DAY), city: 'Ottawa' });
    expect(terms(19 * DAY, moved)).toEqual(IN_FULL);
    expect(terms(12 * DAY, move({ heardAt: at(11 * DAY), city: 'Ottawa' }))).toEqual(IN_FULL);
    expect(terms(20 * DAY, moved)).toBeNull();
  });
});
