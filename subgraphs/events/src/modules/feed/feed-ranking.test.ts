import { rank } from './feed-ranking';
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
  heat: null,
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
  ['in a week', { startsAt: inDays(7) }, 0.05, ['SOON Starts in 7 days']],
  ['on now', { startsAt: inDays(-1) }, 0.1, ['SOON It is on now']],
])('%s', (_name, parts, score, reasons) => {
  const ranked = one(parts);
  expect(ranked.score).toBeCloseTo(score + (parts.startsAt ? 0 : 0.1 * 2 ** -10), 3);
  expect(ranked.reasons.map(({ kind, message }) => `${kind} ${message}`)).toEqual(reasons);
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
