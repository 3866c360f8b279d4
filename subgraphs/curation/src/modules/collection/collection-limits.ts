/** Entries that a collection may have, and that are shown of it. */
export const MOST_ENTRIES = 100;
