import type { Step } from '../../context';
import { rolesNow } from '../event/event-rights.store';
import { isOwnEvent } from '../event/event-visibility';
import { lockEvents } from '../event/event.store';
import { keepAndTell, removeReview } from './review.store';

/** Removes a review that was decided about, unless its author has. */
export async function takeAwayReview(step: Step, reviewId: string, byId: string): Promise<void> {
  const review = await lockedReview(step, reviewId);
  if (review && !review.removedAt) await removeReview(step, review, byId);
}

/** Puts a review back that a moderator removed, as it was. */
export async function putBackReview(step: Step, reviewId: string): Promise<void> {
  const review = await lockedReview(step, reviewId);
  if (!review?.removedAt || review.removedById === review.authorId) return;
  const back = { removedAt: null, removedById: null, version: { increment: 1 } };
  await keepAndTell(step, await step.tx.review.update({ where: { id: reviewId }, data: back }));
}

/** Is this review of an event in which the person has a part? Then it is not theirs to judge. Locks the event. */
export async function isOfOwnEvent(step: Step, reviewId: string, userId: string): Promise<boolean> {
  const review = await lockedReview(step, reviewId);
  if (!review) return false;
  const event = await step.tx.eventCopy.findUniqueOrThrow({ where: { eventId: review.eventId }, omit: { signature: true } });
  return isOwnEvent(event, userId, await rolesNow(step, event, userId));
}

async function lockedReview(step: Step, reviewId: string) {
  const known = await step.tx.review.findUnique({ where: { id: reviewId }, select: { eventId: true } });
  if (!known) return null;
  await lockEvents(step, [known.eventId]);
  return step.tx.review.findUnique({ where: { id: reviewId } });
}
