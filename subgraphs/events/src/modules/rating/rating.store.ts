import type { ReviewChanged } from '@marquee/schema/topics';
import type { Step } from '../../context';
import { isAnyErased } from '../person/person.store';

interface Known {
  rating: number | null;
  reviewCount: number;
  ratedAt: Date | null;
  ratedOwnerId: string | null;
  ownerId: string;
}

/**
 * Keeps how guests rate an event, and with it its organiser. The later fact counts, by the time at which it happened: each is about all
 * reviews of the event. What an event has added to its organiser is taken back from whom it was added to, so that one that changed hands since
 * counts once.
 */
export async function keepRating(step: Step, { eventId, eventRating, eventReviewCount }: ReviewChanged, at: Date): Promise<void> {
  const { tx } = step;
  await tx.$executeRaw`
    INSERT INTO event_standings (event_id, badges) SELECT id, '{}' FROM events WHERE id = ${eventId}::uuid ON CONFLICT (event_id) DO NOTHING`;
  const [known] = await tx.$queryRaw<Known[]>`
    SELECT t.rating, t.review_count AS "reviewCount", t.rated_at AS "ratedAt", t.rated_owner_id AS "ratedOwnerId",
      coalesce(e.organization_id, e.creator_id) AS "ownerId"
    FROM event_standings t JOIN events e ON e.id = t.event_id WHERE t.event_id = ${eventId}::uuid FOR UPDATE OF t`;
  if (!known || (known.ratedAt !== null && known.ratedAt > at)) return;
  const ownerId = (await isAnyErased(step, [known.ownerId])) ? null : known.ownerId;
  await tx.eventStanding.update({
    where: { eventId },
    data: { rating: eventRating, reviewCount: eventReviewCount, ratedAt: at, ratedOwnerId: ownerId },
  });
  const changes = [
    { ownerId: known.ratedOwnerId, sum: -(known.rating ?? 0) * known.reviewCount, count: -known.reviewCount },
    { ownerId, sum: (eventRating ?? 0) * eventReviewCount, count: eventReviewCount },
  ].filter((change): change is typeof change & { ownerId: string } => change.ownerId !== null);
  // In one order, so that two that change hands with each other do not wait for one another.
  for (const change of changes.sort((a, b) => a.ownerId.localeCompare(b.ownerId)))
    await tx.$executeRaw`
      INSERT INTO organizer_ratings (owner_id, rated_sum, review_count) VALUES (${change.ownerId}::uuid, ${change.sum}, ${change.count})
      ON CONFLICT (owner_id) DO UPDATE SET rated_sum = organizer_ratings.rated_sum + excluded.rated_sum,
        review_count = organizer_ratings.review_count + excluded.review_count`;
}

/** Their events stay, of nobody: nothing is added up for them any more. */
export async function forgetRatingOf({ tx }: Step, userId: string): Promise<void> {
  await tx.eventStanding.updateMany({ where: { ratedOwnerId: userId }, data: { ratedOwnerId: null } });
  await tx.organizerRating.deleteMany({ where: { ownerId: userId } });
}
