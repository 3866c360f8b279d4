/** One kind of event. */
export interface Branch {
  slug: string;
  name: string;
  children?: readonly Branch[];
}

/**
 * The tree of categories, in display order. A slug, once here, stays: addresses and saved searches hold it. Which words of outside
 * sources lead where is the importer's knowledge (`ingestion/taxonomy.ts`); every slug it names is here.
 */
export const CATEGORY_TREE: readonly Branch[] = [
  { slug: 'music', name: 'Music' },
  {
    slug: 'performing-arts',
    name: 'Performing arts',
    children: [
      { slug: 'theatre', name: 'Theatre' },
      { slug: 'comedy', name: 'Comedy' },
      { slug: 'dance', name: 'Dance' },
    ],
  },
  {
    slug: 'arts',
    name: 'Arts',
    children: [
      { slug: 'exhibitions', name: 'Exhibitions' },
      { slug: 'museums', name: 'Museums' },
      { slug: 'crafts', name: 'Crafts' },
      { slug: 'film', name: 'Film' },
      { slug: 'literature', name: 'Literature' },
    ],
  },
  { slug: 'food-drink', name: 'Food and drink', children: [{ slug: 'markets', name: 'Markets' }] },
  { slug: 'family', name: 'Family' },
  {
    slug: 'festivals',
    name: 'Festivals',
    children: [
      { slug: 'celebrations', name: 'Celebrations' },
      { slug: 'fairs', name: 'Fairs and shows' },
    ],
  },
  {
    slug: 'culture',
    name: 'Culture',
    children: [
      { slug: 'history', name: 'History' },
      { slug: 'indigenous', name: 'Indigenous' },
    ],
  },
  {
    slug: 'community',
    name: 'Community',
    children: [
      { slug: 'charity', name: 'Charity and causes' },
      { slug: 'lgbtq', name: '2SLGBTQ+' },
    ],
  },
  {
    slug: 'learning',
    name: 'Learning',
    children: [
      { slug: 'talks', name: 'Talks' },
      { slug: 'workshops', name: 'Workshops' },
    ],
  },
  { slug: 'outdoors', name: 'Outdoors', children: [{ slug: 'tours', name: 'Tours' }] },
  {
    slug: 'sports',
    name: 'Sports',
    children: [
      { slug: 'running', name: 'Running' },
      { slug: 'cycling', name: 'Cycling' },
    ],
  },
  { slug: 'nightlife', name: 'Nightlife', children: [{ slug: 'games', name: 'Games and trivia' }] },
  { slug: 'online', name: 'Online' },
  { slug: 'other', name: 'Other' },
];

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
