import { compatibility, jaccard, kilometresBetween, type Profile } from './suggestion-compatibility';

const toronto = { latitude: 43.6532, longitude: -79.3832 };
const hamilton = { latitude: 43.2557, longitude: -79.8711 };
const nothing: Profile = { interests: [], traits: [], location: null, activityLevel: null };
const full: Profile = { interests: ['jazz', 'film'], traits: ['calm'], location: toronto, activityLevel: 5 };

describe('compatibility', () => {
  it('is 1 for two who are alike in everything and have ten mutual friends', () => {
    expect(compatibility(full, full, 10).score).toBeCloseTo(1);
  });

  it('is 0 when nothing is known', () => {
    expect(compatibility(nothing, full, 0)).toEqual({ score: 0, interests: 0, traits: 0, proximity: 0, activity: 0, mutualFriends: 0 });
  });

  it('weighs the parts as decided (S51, S53, S54, S55, S56)', () => {
    const other: Profile = { interests: ['jazz', 'chess', 'film'], traits: ['calm', 'curious'], location: toronto, activityLevel: 9 };
    const parts = compatibility(full, other, 4);
    expect(parts).toMatchObject({ interests: 2 / 3, traits: 1 / 2, proximity: 1, mutualFriends: 0.4 });
    expect(parts.activity).toBeCloseTo(0.6);
    expect(parts.score).toBeCloseTo(0.3 * (2 / 3) + 0.25 * 0.5 + 0.2 + 0.15 * 0.6 + 0.1 * 0.4);
  });

  it('counts the less the further away, and no distance beyond 50 km (S52)', () => {
    expect(kilometresBetween(toronto, hamilton)).toBeCloseTo(59, 0);
    expect(compatibility(full, { ...full, location: hamilton }, 0).proximity).toBe(0);
    // 25 km to the north.
    const between = { ...toronto, latitude: toronto.latitude + 0.2248 };
    expect(compatibility(full, { ...full, location: between }, 0).proximity).toBeCloseTo(0.5, 2);
  });

  it('does not distinguish capitals, and knows no division by zero (S55)', () => {
    expect(jaccard(['Jazz '], ['jazz'])).toBe(1);
    expect(jaccard([], [])).toBe(0);
  });
});
