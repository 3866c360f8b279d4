import type { Settings } from '../../env';
import type { Database, Tx } from '../../db';
import { outbox } from '../../outbox';
import { bayesianMean, type RatingPrior, type RatingSum } from './rating';

export const ratingPrior = (settings: Settings): RatingPrior => ({
  mean: settings.CURATION_RATING_PRIOR,
  weight: settings.CURATION_RATING_PRIOR_WEIGHT,
});

export interface ReviewNews {
  reviewId: string;
  version: number;
  eventId: string;
  authorId: string;
  /** Null when it was removed. */
  rating: number | null;
}

/**
 * Tells what became of reviews, each with the rating of its event as it is in this transaction. The events must be locked: two reviews
 * at once would otherwise each tell a rating without the other, and the last fact would stay wrong.
 */
export async function tellReviews(tx: Tx, news: readonly ReviewNews[], prior: RatingPrior, correlationId: string): Promise<void> {
  const ratings = await ratingsIn(tx, [...new Set(news.map((one) => one.eventId))]);
  await outbox.appendAll(
    tx,
    news.map((one) => {
      const rating = ratings.get(one.eventId) ?? { sum: 0, count: 0 };
      const payload = { ...one, eventRating: bayesianMean(rating, prior), eventReviewCount: rating.count };
      return { topic: 'review.changed' as const, key: one.eventId, payload, headers: { correlationId } };
    }),
  );
}

type RatingRow = { eventId: string } & RatingSum;

const RATINGS = `SELECT event_id AS "eventId", sum(rating)::int AS sum, count(*)::int AS count
  FROM reviews WHERE event_id = ANY ($1::uuid[]) GROUP BY event_id`;

const byEvent = (rows: readonly RatingRow[]) => new Map(rows.map(({ eventId, ...rating }): [string, RatingSum] => [eventId, rating]));

/** Sum and number of the ratings of each event, as they are in this transaction; events without reviews are absent. */
export const ratingsIn = async (tx: Tx, eventIds: readonly string[]): Promise<Map<string, RatingSum>> =>
  byEvent(await tx.$queryRawUnsafe<RatingRow[]>(RATINGS, [...eventIds]));

/** The same, outside transactions. */
export const ratingsOf = async (db: Database, eventIds: readonly string[]): Promise<Map<string, RatingSum>> =>
  byEvent(await db.query<RatingRow>({ name: 'ratings_of_events', text: RATINGS, values: [eventIds] }));
