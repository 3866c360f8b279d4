import { likeness, rarities, tokens, vectorOf, wordsOf } from './event-words';

const event = (title: string, tags: string[] = [], description = '') => wordsOf({ title, tags, description, categorySlug: 'music' });

test('words are folded, without plurals, small words and what stands everywhere', () => {
  expect(tokens('The Café Concerts of Zoë, tonight: 5 free EVENTS in Toronto!')).toEqual(['cafe', 'concert', 'zoe', 'tonight']);
  expect(tokens('Джаз и блюз')).toEqual(['джаз', 'блюз']);
});

test('rare words that are shared make events alike, common ones do not', () => {
  const all = [
    event('Jazz at the harbour'),
    event('Harbour market'),
    event('Late jazz', ['jazz']),
    event('Harbour walk'),
    event('Harbour kids'),
  ];
  const rarity = rarities(all);
  const [first, market, jazz] = all.map((words) => vectorOf(words, rarity));
  expect(likeness(first!, jazz!)).toBeGreaterThan(likeness(first!, market!));
  expect(likeness(first!, first!)).toBeCloseTo(1, 9);
});
