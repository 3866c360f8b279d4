import { NOTHING_KNOWN, rank, type Suits } from './feed-ranking';
import { NO_WISHES, type Wishes } from './feed-wishes';
import type { Candidate } from './feed.sql';
import { heatAt } from './popularity';

const now = new Date('2026-11-21T12:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
const candidate = (parts: Partial<Candidate> = {}): Candidate => ({
  id: 'a',
  creatorId: 'o',
  categorySlug: 'music',
  tags: [],
  startsAt: inDays(70),
  metres: null,
  friendsGoing: 0,
  title: 'An evening',
  description: '',
  peers: 0,
  heat: null,
  timezone: 'America/Toronto',
  priceType: 'UNKNOWN',
  priceMin: null,
  priceCurrency: null,
  latitude: null,
  longitude: null,
  ...parts,
});
const taste = { categorySlugs: ['comedy'], tags: ['jazz'] };
const one = (parts: Partial<Candidate>) => rank([candidate(parts)], taste, now)[0]!;

test.each<[string, Partial<Candidate>, number, string[]]>([
  ['nothing speaks for it but that it is coming', {}, 0, ['UPCOMING In 70 days']],
  ['a category that the reader likes', { categorySlug: 'comedy' }, 0.3, ['INTEREST You like comedy']],
  ['a tag that the reader likes', { tags: ['jazz'] }, 0.21, ['INTEREST You like jazz']],
  ['two friends are going', { friendsGoing: 2 }, 0.125, ['FRIENDS_GOING 2 friends are going']],
  ['at home', { metres: 400 }, 0.1476, ['NEARBY Less than a kilometre from you']],
  ['a trip away', { metres: 12_500 }, 0.075, ['UPCOMING In 70 days']],
  ['ten points of activity', { heat: heatAt(now) + Math.log2(10) }, 0.1, ['TRENDING Many people are interested']],
  ['the same three half-lives ago', { heat: heatAt(now) + Math.log2(10) - 3 }, 0.2 / 9, ['UPCOMING In 70 days']],
  ['well reached (X88)', { transit: 10 }, 0.05, ['TRANSIT Well reached by public transport']],
  ['reached somehow', { transit: 4 }, 0.05 / 3, ['UPCOMING In 70 days']],
  ['in a week', { startsAt: inDays(7) }, 0.05, ['SOON Starts in 7 days']],
  ['on now', { startsAt: inDays(-1) }, 0.1, ['SOON It is on now']],
])('%s', (_name, parts, score, reasons) => {
  const ranked = one(parts);
  expect(ranked.score).toBeCloseTo(score + (parts.startsAt ? 0 : 0.1 * 2 ** -10), 3);
  expect(ranked.reasons.map(({ kind, message }) => `${kind} ${message}`)).toEqual(reasons);
});

const wanting = (parts: Partial<Wishes>, of: Partial<Candidate>) =>
  rank([candidate(of)], { ...taste, wishes: { ...NO_WISHES, ...parts } }, now)[0]!;
const CAD = { minMinor: 0, maxMinor: 2_000, currency: 'CAD' };
const paid = (priceMin: number) => ({ priceType: 'PAID', priceMin, priceCurrency: 'CAD' });

test.each<[string, Partial<Wishes>, Partial<Candidate>, number, string[]]>([
  ['a price that they want to pay', { price: CAD }, paid(1_500), 0.05, ['PRICE At a price that you want to pay']],
  ['what is free', { price: CAD }, { priceType: 'FREE' }, 0.05, ['PRICE At a price that you want to pay']],
  ['a price, of who minds it much', { price: CAD, priceSensitivity: 1 }, paid(1_500), 0.1, ['PRICE At a price that you want to pay']],
  ['a price that is too high', { price: CAD }, { ...paid(2_500), categorySlug: 'comedy' }, 0.25, ['INTEREST You like comedy']],
  ['a price in another currency', { price: CAD }, { priceType: 'PAID', priceMin: 5, priceCurrency: 'EUR' }, 0, ['UPCOMING In 70 days']],
  ['their time of day, where it takes place', { times: ['MORNING'] }, {}, 0.05, ['TIME_OF_DAY In the morning, as you like it']],
  ['another time of day', { times: ['NIGHT'] }, {}, 0, ['UPCOMING In 70 days']],
  ['friends, of who goes where friends go', { socialPreference: 1 }, { friendsGoing: 2 }, 0.1875, ['FRIENDS_GOING 2 friends are going']],
  ['friends, of who does not', { socialPreference: 0 }, { friendsGoing: 2 }, 0.0625, ['FRIENDS_GOING 2 friends are going']],
  ['a way that is not too long', { maxDistanceKm: 100 }, { metres: 50_000 }, 0.075, ['UPCOMING In 70 days']],
  ['a way that is too long', { maxDistanceKm: 5 }, { metres: 6_000, categorySlug: 'comedy' }, 0.15, ['INTEREST You like comedy']],
])('by what they look for: %s (U65, U68)', (_name, wishes, of, score, reasons) => {
  const ranked = wanting(wishes, of);
  expect(ranked.score).toBeCloseTo(score, 3);
  expect(ranked.reasons.map(({ kind, message }) => `${kind} ${message}`)).toEqual(reasons);
});

const suiting = (parts: Partial<Suits>, of: Partial<Candidate> = {}, variant: 'A' | 'B' = 'A') =>
  rank([candidate(of)], taste, now, () => ({ ...NOTHING_KNOWN, ...parts }), variant)[0]!;
const LIKE = { id: 'x', title: 'Blue notes' };

test.each<[string, Partial<Suits>, Partial<Candidate>, number, string[]]>([
  ['words that they chose', { words: 0.5, like: LIKE }, {}, 0.15, ['LIKED_SIMILAR Because you liked Blue notes']],
  ['words that they passed', { words: -0.5 }, { categorySlug: 'comedy' }, 0.15, ['INTEREST You like comedy']],
  [
    'words and a category: whichever is more',
    { words: 0.5, like: LIKE },
    { categorySlug: 'comedy' },
    0.3,
    ['INTEREST You like comedy', 'LIKED_SIMILAR Because you liked Blue notes'],
  ],
  ['words of an interest', {}, { title: 'A night of Jazz' }, 0.21, ['INTEREST You like jazz']],
  ['choices of two who choose alike', { alike: 0.4, peers: 2 }, {}, 0.2, ['UPCOMING In 70 days']],
  ['choices of three', { alike: 0.4, peers: 3 }, {}, 0.2, ['SIMILAR_PEOPLE People who chose what you chose like it']],
])('by what they chose: %s (X82, X86, A14)', (_name, suits, of, score, reasons) => {
  const ranked = suiting(suits, of);
  expect(ranked.score).toBeCloseTo(score, 3);
  expect(ranked.reasons.map(({ kind, message }) => `${kind} ${message}`)).toEqual(reasons);
});

test('B weighs words more and the choices of others less', () => {
  expect(suiting({ words: 1 }, {}, 'B').score).toBeCloseTo(0.45, 3);
  expect(suiting({ alike: 1 }, {}, 'B').score).toBeCloseTo(0.35, 3);
});

test('no wish takes a score out of 0 to 1', () => {
  const all = { maxDistanceKm: 50, price: CAD, times: ['MORNING'] as const, priceSensitivity: 1, socialPreference: 1 };
  const most = wanting(all, { categorySlug: 'comedy', friendsGoing: 500, metres: 0, heat: heatAt(now) + 20, startsAt: now, ...paid(100) });
  expect(most.score).toBeLessThanOrEqual(1);
  expect(wanting(all, paid(9_000)).score).toBe(0);
});

test('the strongest reason comes first', () => {
  const { reasons } = one({ categorySlug: 'comedy', friendsGoing: 20, startsAt: inDays(1), metres: 9_000 });
  expect(reasons.map(({ kind }) => kind)).toEqual(['INTEREST', 'FRIENDS_GOING', 'NEARBY', 'SOON']);
});

test('equals come in the order of their ids, whatever the order in which they were found', () => {
  const found = ['c', 'a', 'b'].map((id) => candidate({ id }));
  const ids = (candidates: Candidate[]) => rank(candidates, taste, now).map(({ id }) => id);
  expect(ids(found)).toEqual(['a', 'b', 'c']);
  expect(ids(found.toReversed())).toEqual(['a', 'b', 'c']);
});
