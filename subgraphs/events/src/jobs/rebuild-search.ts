import type { Job } from '../context';
import { rebuildSomeOfSearch } from '../modules/search/search-index.store';

/** Makes the words of search anew for rows that were made otherwise: after an upgrade, and behind a person of thousands of events. */
export const rebuildSearch: Job = {
  name: 'rebuild-search',
  everyMs: 15_000,
  run: async ({ change }) => {
    // Small transactions: nobody waits long for a row.
    while ((await change((step) => rebuildSomeOfSearch(step))) > 0);
  },
};
