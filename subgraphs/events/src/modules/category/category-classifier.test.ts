import { featuresOf, guessCategories, type CategoryModel } from './category-classifier';
import { CATEGORY_TREE } from './category-tree';
import { learnedModel, sureCategory } from './learned-categories';

const described = (title: string, description = '') => ({ title, description, keywords: [], types: [] });

test('what was learned tells categories of the tree alone', () => {
  const slugs = CATEGORY_TREE.flatMap((top) => [top, ...(top.children ?? [])]).map(({ slug }) => slug);
  expect(learnedModel().classes.filter((slug) => !slugs.includes(slug))).toEqual([]);
});

test.each([
  ['Stand-up comedy showcase', 'comedy'],
  ['Paint night workshop for beginners', 'workshops'],
  ['Saturday farmers market', 'markets'],
  ['String quartet plays Beethoven, live concert', 'music'],
  ['Historical walking tour of the old harbour', 'tours'],
])('%s is %s, and it is sure (E17)', (title, slug) => {
  expect(sureCategory(described(title))?.slug).toBe(slug);
});

test('is sure of nothing that it does not know', () => {
  expect(sureCategory(described('Zzyzx qwv'))).toBeNull();
  expect(sureCategory(described(''))).toBeNull();
});

test('a name that every object has is no weight', () => {
  const model: CategoryModel = { format: 1, classes: ['a', 'b'], bias: [0, 0], weights: {} };
  expect(guessCategories(model, described('constructor toString __proto__'), 2).map(({ confidence }) => confidence)).toEqual([0.5, 0.5]);
});

test('features have length 1, however long the text is', () => {
  for (const text of ['one night', 'word '.repeat(5_000) + 'other '.repeat(500)]) {
    const length = [...featuresOf(described('A night of jazz', text)).values()].reduce((sum, value) => sum + value * value, 0);
    expect(length).toBeCloseTo(1);
  }
});
