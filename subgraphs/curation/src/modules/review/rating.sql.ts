import type { Database, Tx } from '../../db';
import type { RatingSum } from './rating';

/** Ratings of one event. */
export type RatingRow = { eventId: string } & RatingSum;

const RATINGS = `SELECT event_id AS "eventId", sum(rating)::int AS sum, count(*)::int AS count
  FROM reviews WHERE event_id = ANY ($1::uuid[]) AND removed_at IS NULL GROUP BY event_id`;

/** Sum and number of the ratings of each event; events without reviews are absent. */
export const ratingsOf = (db: Database, eventIds: readonly string[]): Promise<RatingRow[]> =>
  db.query<RatingRow>({ name: 'ratings_of_events', text: RATINGS, values: [eventIds] });

/** The same as they are in this transaction, by the event's id. */
export const ratingsIn = async (tx: Tx, eventIds: readonly string[]): Promise<Map<string, RatingSum>> =>
  new Map((await tx.$queryRawUnsafe<RatingRow[]>(RATINGS, [...eventIds])).map((row) => [row.eventId, row]));
