/** Under which the events of each category are counted in the cache; whatever changes an event deletes it. */
export const CATEGORY_COUNTS = 'events:category-counts';
