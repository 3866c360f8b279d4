import { collectionSlug } from './collection-slug';

const ID = '0f3b9a1c-0000-4000-8000-000000000000';

test.each([
  ["Jazz à l'aube", 'jazz-a-l-aube-0f3b9a1c'],
  ['Straße & Øl', 'strasse-ol-0f3b9a1c'],
  ['東京の夜', 'collection-0f3b9a1c'],
  [`${'long '.repeat(40)}`, `${'long-'.repeat(12).slice(0, 59)}-0f3b9a1c`],
])('%s is %s', (title, slug) => expect(collectionSlug(title, ID)).toBe(slug));
