import fc from 'fast-check';
import { badges, level, nothingDone, points, progress, reliability, reputation } from './reputation-formula';

const nothing = nothingDone();
const anyDeeds = fc.record({
  eventsAttended: fc.nat(5000),
  reviewsGiven: fc.nat(5000),
  communityContributions: fc.nat(5000),
  upheldFlags: fc.nat(5000),
  noShows: fc.nat(5000),
  lateCancellations: fc.nat(5000),
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

describe('reliability (A24)', () => {
  it.each([
    [{}, 1],
    [{ noShows: 1 }, 0.75],
    [{ noShows: 3 }, 0.5],
    [{ lateCancellations: 1 }, 0.86],
    [{ eventsAttended: 7, noShows: 1 }, 0.91],
  ])('of %j is %d', (deeds, expected) => expect(reliability({ ...nothing, ...deeds })).toBe(expected));

  it('stays between 0 and 1, falls by who does not come, and rises by who does', () => {
    fc.assert(
      fc.property(anyDeeds, (deeds) => {
        const so = reliability(deeds);
        return (
          so >= 0 &&
          so <= 1 &&
          reliability({ ...deeds, eventsAttended: deeds.eventsAttended + 1 }) >= so &&
          reliability({ ...deeds, noShows: deeds.noShows + 1 }) <= so &&
          reliability({ ...deeds, lateCancellations: deeds.lateCancellations + 1 }) <= so
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
  it('say how far somebody is', () =>
    expect(progress({ ...nothing, eventsAttended: 12 }).slice(0, 3)).toEqual([
      { badge: 'FIRST_EVENT', progress: 1, target: 1 },
      { badge: 'REGULAR', progress: 10, target: 10 },
      { badge: 'DEVOTEE', progress: 12, target: 50 },
    ]));
});
