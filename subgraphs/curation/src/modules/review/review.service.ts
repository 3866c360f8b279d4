import { randomUUID } from 'node:crypto';
import { conflict, isId, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import { givesRight } from '@marquee/schema/rules/event-rights';
import type { Context, Step } from '../../context';
import type { Review } from '../../generated/prisma/client';
import type { EventAccess } from '../event/event-access.service';
import { rolesNow } from '../event/event-rights.store';
import { isOwnEvent } from '../event/event-visibility';
import { visibleEvent, lockEvents } from '../event/event.store';
import { bayesianMean, ratingPrior } from './rating';
import { attended } from './review-attended';
import type { DeleteReview, EditReview, ReplyToReview, ReviewEvent } from './review.input';
import { alreadyReplied, alreadyReviewed, notAttended } from './review.refusals';
import { isOfOwnEvent } from './review-moderation.store';
import { newestReviewsFirst } from './review.sql';
import { keepAndTell, lockReview, removeReview } from './review.store';

/** The organiser's reply to a review. */
export interface ReplyView {
  text: string;
  /** Null when they were erased. */
  authorId: string | null;
  createdAt: Date;
}

export class ReviewService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  /** The review if this viewer may see its event and is in no block with its author. */
  async byId(reviewId: string): Promise<Review | null> {
    const review = isId(reviewId) ? await this.ctx.loaders.reviewById.load(reviewId) : null;
    return review && (await this.events.byId(review.eventId)) && !(await this.isBlocked(review.authorId)) ? review : null;
  }

  /** The organiser's reply as this viewer may read it; null without one, and when a block is between them. */
  async replyTo({ replyText, replyById, repliedAt }: Review): Promise<ReplyView | null> {
    if (replyText === null || !repliedAt || (replyById !== null && (await this.isBlocked(replyById)))) return null;
    return { text: replyText, authorId: replyById, createdAt: repliedAt };
  }

  async require(reviewId: string): Promise<Review> {
    const review = await this.byId(reviewId);
    if (!review) throw notFound('This review');
    return review;
  }

  /** Null when the viewer may not see the event, or nobody has reviewed it. */
  async averageRating(eventId: string): Promise<number | null> {
    if (!(await this.events.byId(eventId))) return null;
    const rating = await this.ctx.loaders.ratingByEventId.load(eventId);
    return rating && bayesianMean(rating, ratingPrior(this.ctx.kept.settings));
  }

  /** Null when the viewer may not see the event. */
  async ofEvent(eventId: string, args: PageArguments): Promise<Connection<Review> | null> {
    const page = newestReviewsFirst.page(args);
    if (!(await this.events.byId(eventId))) return null;
    const { reviewsByEventId, ratingByEventId, hiddenReviewsByEventId } = this.ctx.loaders;
    const totalCount = async () => {
      const [rating, hidden] = await Promise.all([ratingByEventId.load(eventId), hiddenReviewsByEventId.load(eventId)]);
      return (rating?.count ?? 0) - (hidden?.count ?? 0);
    };
    return newestReviewsFirst.connection(await reviewsByEventId.load({ id: eventId, page }), page, { totalCount });
  }

  async ofAuthor(authorId: string, args: PageArguments): Promise<Connection<Review> | null> {
    const page = newestReviewsFirst.page(args);
    if (!isId(authorId)) return null;
    const { reviewsByAuthorId, reviewCountByAuthorId } = this.ctx.loaders;
    const totalCount = async () => (await reviewCountByAuthorId.load(authorId))?.count ?? 0;
    return newestReviewsFirst.connection(await reviewsByAuthorId.load({ id: authorId, page }), page, { totalCount });
  }

  async write(input: ReviewEvent): Promise<Review> {
    const { eventId, rating, text } = input;
    const { id: authorId } = this.ctx.viewer;
    const reviewId = await this.ctx.change('reviewEvent', input, async (step) => {
      const { tx, now: createdAt } = step;
      await lockEvents(step, [eventId]);
      await this.requireAttended(step, eventId);
      const known = await tx.review.findUnique({ where: { eventId_authorId: { eventId, authorId } } });
      if (known && !known.removedAt) throw alreadyReviewed(known);
      if (known) this.requireNotTakenDown(known, step.now);
      // What was removed and is written again is the same review: its earlier wordings, and the organiser's reply, stay with it.
      const review = known
        ? await tx.review.update({
            where: { id: known.id },
            data: { rating, text, version: { increment: 1 }, editedAt: createdAt, removedAt: null, removedById: null },
          })
        : await tx.review.create({ data: { id: randomUUID(), eventId, authorId, rating, text, createdAt } });
      await keepAndTell(step, review);
      return review.id;
    });
    return this.require(reviewId);
  }

  async edit(input: EditReview): Promise<Review> {
    const { reviewId, version, rating, text } = input;
    const { viewer } = this.ctx;
    await this.ctx.change('editReview', input, async (step) => {
      const known = await lockReview(step, reviewId, viewer);
      if (known.authorId !== viewer.id) throw notAllowed('Only its author may edit a review.');
      const [review] = await step.tx.review.updateManyAndReturn({
        where: { id: reviewId, version },
        data: { rating, text, version: { increment: 1 }, editedAt: step.now },
      });
      if (!review) throw conflict('The review has another version by now. Read it again, then decide.');
      await keepAndTell(step, review);
      return reviewId;
    });
    return this.require(reviewId);
  }

  /** Returns the event's id. */
  async remove(input: DeleteReview): Promise<string> {
    const { viewer } = this.ctx;
    return this.ctx.change('deleteReview', input, async (step) => {
      const review = await lockReview(step, input.reviewId, viewer);
      if (review.authorId !== viewer.id && !['moderator', 'admin'].includes(viewer.role))
        throw notAllowed('Only its author or a moderator may remove a review.');
      if (review.authorId !== viewer.id && (await isOfOwnEvent(step, review.id, viewer.id)))
        throw notAllowed('Somebody else must judge reviews of your own event.');
      await removeReview(step, review, viewer.id);
      return review.eventId;
    });
  }

  async reply(input: ReplyToReview): Promise<Review> {
    const { reviewId, text } = input;
    const { viewer } = this.ctx;
    await this.ctx.change('replyToReview', input, async (step) => {
      const { tx, now } = step;
      const known = await lockReview(step, reviewId, viewer);
      const event = await tx.eventCopy.findUniqueOrThrow({ where: { eventId: known.eventId }, omit: { signature: true } });
      // By a role alone, not as staff: it is the organiser's word.
      if (!givesRight(await rolesNow(step, event, viewer.id), 'GUESTS'))
        throw notAllowed('Only the organiser of this event and its editors may reply to a review.');
      const reply = { replyText: text, replyById: viewer.id, repliedAt: now };
      const { count } = await tx.review.updateMany({ where: { id: reviewId, replyText: null }, data: reply });
      if (count === 0) throw alreadyReplied(known);
      return reviewId;
    });
    return this.require(reviewId);
  }

  /** What a moderator removed is not written again at once. */
  private requireNotTakenDown({ removedAt, removedById, authorId }: Review, now: Date): void {
    if (!removedAt || removedById === authorId) return;
    const again = new Date(removedAt.getTime() + this.ctx.kept.settings.CURATION_REVIEW_AGAIN_DAYS * 86_400_000);
    if (again > now)
      throw notAllowed(`A moderator has removed your review of this event. You may write another one from ${again.toISOString()}.`);
  }

  private async isBlocked(userId: string): Promise<boolean> {
    return (await this.ctx.loaders.blockWithViewer.load(userId)) !== null;
  }

  private async requireAttended(step: Step, eventId: string): Promise<void> {
    const { viewer } = this.ctx;
    const seen = await visibleEvent(step, eventId, viewer);
    if (!seen) throw notFound('This event');
    if (isOwnEvent(seen.event, viewer.id, seen.roles)) throw notAllowed('You cannot review your own event.');
    const checkedIn = await step.tx.attendanceCopy.findFirst({ where: { eventId, checkedInAt: { not: null } }, select: { userId: true } });
    const attendance = attended({ ...seen, hasCheckIn: checkedIn !== null }, step.now);
    if (attendance !== 'ATTENDED') throw notAttended(attendance);
  }
}
