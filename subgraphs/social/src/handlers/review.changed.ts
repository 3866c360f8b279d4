import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { recordReview, removeReview } from '../modules/activity/activity.store';
import { isErased } from '../modules/person/person.store';

/** A review makes an item of activity, and its removal takes it back. */
export const reviewChanged: Handler<'review.changed'> = async ({ payload, occurredAt }, step) => {
  const { reviewId, version, eventId, authorId, rating } = payload;
  if (await isErased(step, authorId)) return;
  if (!(await keepNewer(step.tx, 'known_reviews', ['id'], { id: reviewId, version }))) return;
  if (rating === null) await removeReview(step, reviewId);
  else await recordReview(step, reviewId, eventId, authorId, new Date(occurredAt));
};
