import taxonomy from './taxonomy.json';

/** One kind of event. */
export interface Branch {
  slug: string;
  /** In English. */
  name: string;
  /** By language, as BCP 47 writes it. */
  translations: Readonly<Record<string, string>>;
  children?: readonly Branch[];
}

/**
 * The tree of categories, in display order: data (`taxonomy.json`). A slug, once there, stays: addresses and saved searches hold it. Which words
 * of outside sources lead where is the importer's knowledge (`ingestion/taxonomy.ts`); every slug it names is here.
 */
export const CATEGORY_TREE: readonly Branch[] = taxonomy;

/** A category's slug and those below it; null when there is no such category. */
export function withinCategories(slug: string): string[] | null {
  const find = (branches: readonly Branch[]): Branch | null =>
    branches.find((branch) => branch.slug === slug) ??
    branches.map((branch) => find(branch.children ?? [])).find((branch) => branch !== null) ??
    null;
  const slugs = (branch: Branch): string[] => [branch.slug, ...(branch.children ?? []).flatMap(slugs)];
  const branch = find(CATEGORY_TREE);
  return branch && slugs(branch);
}

/** The names of a category in other languages, by language; none of one that is not in the tree. */
export function translationsOf(slug: string): { language: string; name: string }[] {
  const branch = CATEGORY_TREE.flatMap((top) => [top, ...(top.children ?? [])]).find((one) => one.slug === slug);
  return Object.entries(branch?.translations ?? {})
    .map(([language, name]) => ({ language, name }))
    .sort((a, b) => (a.language < b.language ? -1 : 1));
}
