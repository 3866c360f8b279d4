import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { reviewRemoved } from '../modules/notification/notification-content';
import { postNotification } from '../modules/notification/notification.store';
import { hearersOf, tellWebhooks } from '../modules/webhook-news/webhook-news.store';
import { recountDeeds } from '../modules/reputation/reputation.store';

/** Keeps the copy of a review and counts it for the reputation of its author, who is told when a moderator removed it. */
export const reviewChanged: Handler<'review.changed'> = async ({ payload, occurredAt }, step) => {
  const { reviewId, version, eventId, authorId, rating, removedBy } = payload;
  const { tx } = step;
  if (await isAnyErased(step, [authorId])) return;
  const isNew = await keepNewer(tx, 'review_copies', ['reviewId'], { reviewId, version, eventId, authorId, rating });
  if (!isNew) return;
  await recountDeeds(step, [authorId]);
  const event = await tx.eventCopy.findUnique({ where: { eventId } });
  const variables = { eventId, reviewId, userId: authorId };
  await tellWebhooks(step, { topic: 'REVIEW_CHANGED', entity: `review:${reviewId}`, variables, occurredAt, ...hearersOf(event) });
  if (removedBy === 'MODERATOR') await postNotification(step, [authorId], reviewRemoved(eventId, event));
};
