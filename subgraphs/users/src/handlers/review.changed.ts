import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { reviewRemoved } from '../modules/notification/notification-content';
import { postNotification } from '../modules/notification/notification.store';
import { recountDeeds } from '../modules/reputation/reputation.store';

/** Keeps the copy of a review and counts it for the reputation of its author, who is told when a moderator removed it. */
export const reviewChanged: Handler<'review.changed'> = async ({ payload }, step) => {
  const { reviewId, version, eventId, authorId, rating, removedBy } = payload;
  const { tx } = step;
  if (await isAnyErased(step, [authorId])) return;
  const isNew = await keepNewer(tx, 'review_copies', ['reviewId'], { reviewId, version, eventId, authorId, rating });
  if (!isNew) return;
  await recountDeeds(step, [authorId]);
  if (removedBy !== 'MODERATOR') return;
  await postNotification(step, [authorId], reviewRemoved(eventId, await tx.eventCopy.findUnique({ where: { eventId } })));
};
