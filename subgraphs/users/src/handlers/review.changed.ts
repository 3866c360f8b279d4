import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { recountDeeds } from '../modules/reputation/reputation.store';

/** Keeps the copy of a review and counts it for the reputation of its author. */
export const reviewChanged: Handler<'review.changed'> = async ({ payload }, step) => {
  const { reviewId, version, eventId, authorId, rating } = payload;
  const isNew = await keepNewer(step.tx, 'review_copies', ['reviewId'], { reviewId, version, eventId, authorId, rating });
  if (isNew) await recountDeeds(step, [authorId]);
};
