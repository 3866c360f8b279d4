/** What may be tracked by apps, and what the platform writes down itself. */
export type Deed = 'VIEW' | 'IMPRESSION' | 'CLICK' | 'DWELL' | 'SHARE' | 'SEARCH' | 'INTERESTED' | 'ATTEND' | 'SAVE' | 'LIKE' | 'PASS';

/** A row of `interactions`, as it is written. */
export interface InteractionRow {
  clientId: string;
  at: Date;
  type: Deed;
  eventId: string | null;
  source: string;
  referenceId: string | null;
  dwellMs: number | null;
  query: string | null;
  results: number | null;
}

/** Who did it: a person, or the session of a visitor. */
export interface Actor {
  userId: string | null;
  sessionId: string | null;
  platform: string | null;
}

/** One query, and what came of it. */
export interface SearchedWords {
  query: string;
  searches: number;
  empty: number;
  clicked: number;
}
