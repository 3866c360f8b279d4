import type { FactHandler } from '@marquee/platform';
import type { ReviewChanged } from '@marquee/schema/topics';
import type { Tx } from '../db';
import { recordReview, removeReview } from '../modules/activity/activity.record';
import { isErased } from '../modules/person/person.erased';

/** A review makes an item of activity, and its removal takes it back. */
export const reviewChanged: FactHandler<ReviewChanged, Tx> = async ({ payload, occurredAt }, { tx }) => {
  const { reviewId, version, eventId, authorId, rating } = payload;
  if (await isErased(tx, authorId)) return;
  const newer = await tx.$executeRaw`
    INSERT INTO known_reviews (id, version) VALUES (${reviewId}::uuid, ${version}::int)
    ON CONFLICT (id) DO UPDATE SET version = excluded.version WHERE known_reviews.version < excluded.version`;
  if (newer === 0) return;
  if (rating === null) await removeReview(tx, reviewId);
  else await recordReview(tx, reviewId, eventId, authorId, new Date(occurredAt));
};
