import { rowsOf } from '@marquee/platform';
import type { Category } from '../../generated/prisma/client';
import type { Kept } from '../../kept';

const wholeTree = rowsOf<Category>('Category', 'TRUE ORDER BY position, slug');

/** The tree is small and asked for as a whole: one statement for each request. */
export const categoryLoaders = ({ db }: Kept) => {
  let rows: Promise<Category[]> | undefined;
  return { categories: () => (rows ??= wholeTree(db, [])) };
};
