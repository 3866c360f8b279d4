import type { Database } from '../../db';
import type { Category } from '../../generated/prisma/client';

/** The tree is small and asked for as a whole: one statement for each request. */
export const categoryLoaders = ({ prisma }: Database) => {
  let rows: Promise<Category[]> | undefined;
  return { categories: () => (rows ??= prisma.category.findMany({ orderBy: [{ position: 'asc' }, { slug: 'asc' }] })) };
};
