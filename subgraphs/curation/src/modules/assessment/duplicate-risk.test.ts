import { bandsOf, fingerprintOf, textSimilarity, titleSimilarity } from '../text/fingerprint';
import { normalise } from '../text/normalise';
import { duplicateRisk, likeliestDuplicate, type Occasion } from './duplicate-risk';

const words = (from: number, count: number) => Array.from({ length: count }, (_, index) => `word${from + index}`).join(' ');

const occasion = (change: Partial<Occasion> & { title?: string; description?: string } = {}): Occasion => {
  const { title = 'Candlelight quartet in St. Anne', description = words(0, 60), ...rest } = change;
  const { matchTitle, signature } = fingerprintOf({ title, description });
  const base = {
    eventId: 'a',
    creatorId: 'c1',
    startsAt: new Date('2026-12-01T19:30:00Z'),
    venueId: 'v1',
    latitude: 43.65,
    longitude: -79.43,
  };
  return { ...base, matchTitle, signature, ...rest };
};
const other = (change: Parameters<typeof occasion>[0] = {}) => occasion({ eventId: 'b', creatorId: 'c2', venueId: 'v2', ...change });

describe('the fingerprint of a text', () => {
  it('does not change with case, accents and punctuation', () => {
    expect(normalise('  Café — CONCERT, à 19h! ')).toBe('cafe concert a 19h');
    expect(fingerprintOf({ title: 'x', description: 'Café, concert at NINE!' })).toEqual(
      fingerprintOf({ title: 'X!', description: 'cafe concert at nine' }),
    );
  });

  it('estimates how much two texts share', () => {
    const of = (description: string) => fingerprintOf({ title: '', description }).signature;
    expect(textSimilarity(of(words(0, 200)), of(words(0, 200)))).toBe(1);
    expect(textSimilarity(of(words(0, 200)), of(words(1_000, 200)))).toBeLessThan(0.1);
    // 200 of 202 + 202 − 200 shingles are shared, and so on down.
    const truth = 98 / (198 + 198 - 98);
    expect(Math.abs(textSimilarity(of(words(0, 200)), of(words(100, 200))) - truth)).toBeLessThan(0.2);
    expect(textSimilarity([], [])).toBe(0);
  });

  it('gives near-duplicates a band in common and strangers none', () => {
    const bands = (description: string) => new Set(bandsOf(fingerprintOf({ title: '', description }).signature));
    const original = bands(words(0, 200));
    const shared = (description: string) => [...bands(description)].filter((band) => original.has(band)).length;
    expect(shared(`${words(0, 195)} changed at the very end`)).toBeGreaterThan(0);
    expect(shared(words(1_000, 200))).toBe(0);
  });

  it('counts trigrams of titles as Postgres does', () => {
    // SELECT similarity('word', 'two words') → 0.36363637
    expect(titleSimilarity('word', 'two words')).toBeCloseTo(4 / 11, 6);
    expect(titleSimilarity('', 'word')).toBe(0);
  });
});

describe('duplicate risk', () => {
  it('is near 1 for the same occasion entered by somebody else in other words (C11, C14)', () => {
    expect(duplicateRisk(occasion(), other({ title: 'Candle-light Quartet at St Anne' }))).toBeGreaterThan(0.75);
  });

  it('is low for another evening of a series, and for the late show', () => {
    expect(duplicateRisk(occasion(), occasion({ eventId: 'b', startsAt: new Date('2026-12-08T19:30:00Z') }))).toBe(0);
    expect(duplicateRisk(occasion(), occasion({ eventId: 'b', startsAt: new Date('2026-12-01T21:30:00Z') }))).toBeLessThan(0.5);
  });

  it('is low for another event in another room of the house at the same hour', () => {
    expect(duplicateRisk(occasion(), other({ venueId: 'v1', title: 'Chess for beginners', description: words(500, 60) }))).toBeLessThan(
      0.5,
    );
  });

  it('is high for a text copied from somebody else, wherever and whenever', () => {
    const copy = other({ startsAt: new Date('2027-02-01T10:00:00Z'), latitude: 45, longitude: -75 });
    expect(duplicateRisk(occasion(), copy)).toBeGreaterThanOrEqual(0.5);
    expect(duplicateRisk(occasion(), { ...copy, creatorId: 'c1' })).toBe(0);
  });

  it('names the likeliest of several', () => {
    const candidates = [
      other({ eventId: 'far', latitude: 50 }),
      other({ eventId: 'near' }),
      other({ eventId: 'later', startsAt: new Date('2026-12-09T19:30:00Z'), description: '' }),
    ];
    expect(likeliestDuplicate(occasion(), candidates).eventId).toBe('near');
    expect(likeliestDuplicate(occasion(), [])).toEqual({ risk: 0, eventId: null });
  });
});
