import { notFound, type Viewer } from '@marquee/platform';
import type { FactOf } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { Step } from '../../context';
import type { Tx } from '../../db';
import type { Review } from '../../generated/prisma/client';
import { isCurator } from '../event/event-visibility';
import { lockEvents, visibleEvent } from '../event/event.store';
import { areInABlock } from '../person/person.store';
import { ratingPrior, type RatingPrior } from './rating';
import { ratingsIn } from './rating.sql';
import { reviewChanged, type ReviewNews } from './review.facts';

/** The review of an event that the viewer may see, unless a block with its author hides it. Locks the event: its rating is about to be told. */
export async function lockReview(step: Step, reviewId: string, viewer: Viewer): Promise<Review> {
  const known = await step.tx.review.findUnique({ where: { id: reviewId }, select: { eventId: true } });
  if (!known) throw notFound('This review');
  await lockEvents(step, [known.eventId]);
  const review = await step.tx.review.findUnique({ where: { id: reviewId } });
  if (!review || review.removedAt || !(await visibleEvent(step, known.eventId, viewer))) throw notFound('This review');
  if (!isCurator(viewer) && (await areInABlock(step, review.authorId, viewer.id))) throw notFound('This review');
  return review;
}

/** Keeps the present wording among the versions, and tells it. */
export async function keepAndTell(step: Step, review: Review): Promise<void> {
  const { id: reviewId, version, rating, text } = review;
  await step.tx.reviewVersion.create({ data: { reviewId, version, rating, text, createdAt: step.now } });
  await tellReviews(step, [newsOf(review)]);
}

/** Takes a review of an event that is locked out of sight. The removal is a version, too; the wordings before it stay. */
export async function removeReview(step: Step, review: Review, removedById: string): Promise<void> {
  const removed = await step.tx.review.update({
    where: { id: review.id },
    data: { removedAt: step.now, removedById, version: { increment: 1 } },
  });
  const removedBy = removedById === review.authorId ? ('AUTHOR' as const) : ('MODERATOR' as const);
  await tellReviews(step, [{ ...newsOf(removed), rating: null, removedBy }]);
}

/** Deletes all that a person wrote. */
export async function removeReviewsOf(step: Step, authorId: string): Promise<void> {
  const { tx } = step;
  const reviewed = await tx.review.findMany({ where: { authorId }, select: { eventId: true } });
  if (reviewed.length === 0) return;
  await lockEvents(
    step,
    reviewed.map(({ eventId }) => eventId),
  );
  // Read again: while the locks were waited for, some may have changed or been removed by others.
  const reviews = await tx.review.findMany({ where: { authorId }, orderBy: { id: 'asc' } });
  await tx.review.deleteMany({ where: { id: { in: reviews.map(({ id }) => id) } } });
  await tellReviews(
    step,
    reviews.map((review) => ({ ...newsOf(review), version: review.version + 1, rating: null })),
  );
}

const tellReviews = async ({ tx, kept, tell }: Step, news: readonly ReviewNews[]): Promise<void> =>
  tell(...(await reviewFacts(tx, news, ratingPrior(kept.settings))));

/**
 * What became of reviews, each with the rating of its event as it is in this transaction. The events must be locked: two reviews at once
 * would otherwise each tell a rating without the other, and the last fact would stay wrong.
 */
export async function reviewFacts(tx: Tx, news: readonly ReviewNews[], prior: RatingPrior): Promise<FactOf<Topics>[]> {
  const ratings = await ratingsIn(tx, [...new Set(news.map((one) => one.eventId))]);
  return news.map((one) => reviewChanged(one, ratings.get(one.eventId), prior));
}

export const newsOf = ({ id: reviewId, version, eventId, authorId, rating }: Review): ReviewNews => ({
  ...{ reviewId, version, eventId, authorId, rating },
});
