import type { SavedSearch } from '../../generated/prisma/client';
import type { Search } from '../search/search.input';

export type SearchFilter = Search['filter'];

export type SavedSearchView = Omit<SavedSearch, 'filter'> & { filter: SearchFilter };

/** A new find of a saved search. */
export interface NewMatch {
  eventId: string;
  /** Its series, or itself. */
  subjectId: string;
  title: string;
}
