import type { Handler } from '../context';

/**
 * How guests rate an event. `version` counts the changes of one review, the rating is about all of them: the later fact counts, by the
 * time at which it happened.
 */
export const reviewChanged: Handler<'review.changed'> = async ({ payload, occurredAt }, { tx }) => {
  const { eventId, eventRating, eventReviewCount } = payload;
  await tx.$executeRaw`
    INSERT INTO event_standings (event_id, rating, review_count, rated_at, badges)
    SELECT id, ${eventRating}::float8, ${eventReviewCount}::int, ${occurredAt}::timestamptz, '{}' FROM events WHERE id = ${eventId}::uuid
    ON CONFLICT (event_id) DO UPDATE SET rating = excluded.rating, review_count = excluded.review_count, rated_at = excluded.rated_at
      WHERE event_standings.rated_at IS NULL OR event_standings.rated_at <= excluded.rated_at`;
};
