import fc from 'fast-check';
import { badges, level, points, reputation, type Deeds } from './reputation-formula';

const nothing: Deeds = { eventsAttended: 0, reviewsGiven: 0, communityContributions: 0, upheldFlags: 0, noShows: 0 };
const anyDeeds = fc.record({
  eventsAttended: fc.nat(5000),
  reviewsGiven: fc.nat(5000),
  communityContributions: fc.nat(5000),
  upheldFlags: fc.nat(5000),
  noShows: fc.nat(5000),
});

describe('reputation', () => {
  it('begins at 0', () => expect(reputation(nothing)).toBe(0));

  it.each([
    [{ eventsAttended: 1 }, 4.9],
    [{ reviewsGiven: 1 }, 3.3],
    [{ communityContributions: 1 }, 6.4],
    [{ eventsAttended: 20 }, 63.2],
    [{ eventsAttended: 20, noShows: 3 }, 59.3],
    [{ eventsAttended: 2, upheldFlags: 1 }, 0],
  ])('of %j is %d', (deeds, expected) => expect(reputation({ ...nothing, ...deeds })).toBe(expected));

  it('stays between 0 and 100', () => {
    fc.assert(fc.property(anyDeeds, (deeds) => reputation(deeds) >= 0 && reputation(deeds) <= 100));
  });

  it('never falls by a good deed and never rises by a bad one', () => {
    fc.assert(
      fc.property(anyDeeds, (deeds) => {
        const score = reputation(deeds);
        return (
          reputation({ ...deeds, eventsAttended: deeds.eventsAttended + 1 }) >= score &&
          reputation({ ...deeds, upheldFlags: deeds.upheldFlags + 1 }) <= score &&
          reputation({ ...deeds, noShows: deeds.noShows + 1 }) <= score
        );
      }),
    );
  });
});

describe('points and level', () => {
  it('count 10, 5 and 20', () => expect(points({ ...nothing, eventsAttended: 2, reviewsGiven: 3, communityContributions: 4 })).toBe(115));

  it.each([
    [0, 1],
    [99, 1],
    [100, 2],
    [399, 2],
    [400, 3],
    [10_000, 11],
  ])('%d points are level %d', (earned, expected) => expect(level(earned)).toBe(expected));
});

describe('badges', () => {
  it('are none at first', () => expect(badges(nothing)).toEqual([]));
  it('come at their numbers and stay beyond', () => {
    expect(badges({ ...nothing, eventsAttended: 9, reviewsGiven: 4 })).toEqual(['FIRST_EVENT']);
    expect(badges({ ...nothing, eventsAttended: 10, reviewsGiven: 5, communityContributions: 1 })).toEqual([
      'FIRST_EVENT',
      'REGULAR',
      'CRITIC',
      'HOST',
    ]);
  });
});
