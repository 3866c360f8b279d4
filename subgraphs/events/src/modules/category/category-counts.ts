/** Key under which the cache keeps how many events each category has; every change of an event deletes it. */
export const CATEGORY_COUNTS = 'events:category-counts';
