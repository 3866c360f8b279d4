import { IMPORT_CATEGORIES } from '../ingestion/taxonomy';
import { CATEGORY_TREE } from './category-tree';

const slugs = CATEGORY_TREE.flatMap((top) => [top, ...(top.children ?? [])]).map((branch) => branch.slug);

test('no slug is in the tree twice', () => {
  expect(new Set(slugs).size).toBe(slugs.length);
});

test('every category that an import can lead to is in the tree', () => {
  expect(IMPORT_CATEGORIES.filter((slug) => !slugs.includes(slug))).toEqual([]);
});
