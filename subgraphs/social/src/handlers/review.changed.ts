import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { recordReview, removeReview } from '../modules/activity/activity.record';
import { isErased } from '../modules/person/person.erased';

/** A review makes an item of activity, and its removal takes it back. */
export const reviewChanged: Handler<'review.changed'> = async ({ payload, occurredAt }, { tx }) => {
  const { reviewId, version, eventId, authorId, rating } = payload;
  if (await isErased(tx, authorId)) return;
  if (!(await keepNewer(tx, 'known_reviews', ['id'], { id: reviewId, version }))) return;
  if (rating === null) await removeReview(tx, reviewId);
  else await recordReview(tx, reviewId, eventId, authorId, new Date(occurredAt));
};
