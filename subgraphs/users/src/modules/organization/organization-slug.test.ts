import { SLUG, slugOf, slugsFor } from './organization-slug';

const ID = '0f3b9a1c-0000-4000-8000-000000000000';

test.each([
  ['Café de l’Olympia', 'cafe-de-l-olympia'],
  ['Übermaß & Søn', 'ubermass-son'],
  ['Łódź Klub', 'lodz-klub'],
  ['  The Rex  ', 'the-rex'],
])('%s is %s', (name, slug) => expect(slugOf(name, ID)).toBe(slug));

test.each(['Клуб друзей', '東京クラブ', '🎷', 'Q', '--'])('users F14: %s is called by its id', (name) => {
  expect(slugOf(name, ID)).toBe('org-0f3b9a1c');
});

test('each next one to try is a slug of its own, however long the name', () => {
  for (const name of ['The Rex', 'x'.repeat(120), `${'x'.repeat(57)} y`]) {
    const slugs = slugsFor(name, ID);
    expect(slugs.filter((slug) => !SLUG.test(slug))).toEqual([]);
    expect(new Set(slugs).size).toBe(10);
  }
  expect(slugsFor('The Rex', ID).slice(0, 3)).toEqual(['the-rex', 'the-rex-2', 'the-rex-3']);
});
