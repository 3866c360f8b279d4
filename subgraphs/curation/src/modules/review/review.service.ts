import {
  conflict,
  isId,
  notAllowed,
  notFound,
  once,
  parseInput,
  Refusal,
  type Caller,
  type Clock,
  type Connection,
  type PageArguments,
} from '@marquee/platform';
import { randomUUID } from 'node:crypto';
import type { Database, Tx } from '../../db';
import type { Settings } from '../../env';
import type { Review } from '../../generated/prisma/client';
import type { Loaders } from '../../loaders';
import { lockEvents } from '../event/event.copies';
import type { EventService } from '../event/event.service';
import { isCurator, maySeeEvent } from '../event/event.visibility';
import { attended } from './review.attended';
import { ratingPrior, tellReviews } from './review.facts';
import { deleteReviewInput, editReviewInput, replyToReviewInput, reviewEventInput } from './review.input';
import { parseReviewPage, reviewConnection } from './review.pages';

interface Deps {
  db: Database;
  loaders: Loaders;
  clock: Clock;
  settings: Settings;
  caller: Caller;
  events: EventService;
}

export class ReviewService {
  constructor(private readonly deps: Deps) {}

  /** The review if this viewer may see its event. */
  async visible(reviewId: string): Promise<Review | null> {
    const review = isId(reviewId) ? await this.deps.loaders.reviewById.load(reviewId) : null;
    return review && (await this.deps.events.visible(review.eventId)) ? review : null;
  }

  /** Null when the viewer may not see the event. */
  async ofEvent(eventId: string, args: PageArguments): Promise<Connection<Review> | null> {
    const page = parseReviewPage(args);
    if (!(await this.deps.events.visible(eventId))) return null;
    const { reviewsOfEvent, ratingByEventId } = this.deps.loaders;
    return reviewConnection(
      await reviewsOfEvent.load({ owner: eventId, page }),
      page,
      async () => (await ratingByEventId.load({ eventId }))?.count ?? 0,
    );
  }

  async ofAuthor(authorId: string, args: PageArguments): Promise<Connection<Review> | null> {
    const page = parseReviewPage(args);
    if (!isId(authorId)) return null;
    const { caller, loaders } = this.deps;
    const reader = { viewerId: caller.viewer?.id ?? null, isCurator: isCurator(caller.viewer) };
    return reviewConnection(await loaders.reviewsOfAuthor.load({ owner: authorId, page, reader }), page, () =>
      loaders.reviewCountOfAuthor.load({ authorId, reader }),
    );
  }

  async write(input: unknown): Promise<Review> {
    const { idempotencyKey, eventId, rating, text } = parseInput(reviewEventInput, input);
    const reviewId = await this.deps.db.transaction((tx) =>
      this.once(tx, 'reviewEvent', idempotencyKey, { eventId, rating, text }, async () => {
        await lockEvents(tx, [eventId]);
        await this.mustHaveAttended(tx, eventId);
        const known = await tx.review.findUnique({ where: { eventId_authorId: { eventId, authorId: this.viewer.id } } });
        if (known)
          throw new Refusal('AlreadyReviewed', 'CONFLICT', 'You have reviewed this event before. Edit that review instead.', {
            review: known,
          });
        const row = { id: randomUUID(), eventId, authorId: this.viewer.id, rating, text, createdAt: this.deps.clock.now() };
        const review = await tx.review.create({ data: row });
        await this.keepVersion(tx, review);
        await this.tell(tx, review, rating);
        return review.id;
      }),
    );
    return this.reload(reviewId);
  }

  async edit(input: unknown): Promise<Review> {
    const { idempotencyKey, reviewId, version, rating, text } = parseInput(editReviewInput, input);
    await this.deps.db.transaction((tx) =>
      this.once(tx, 'editReview', idempotencyKey, { reviewId, version, rating, text }, async () => {
        const known = await this.mustSee(tx, reviewId);
        if (known.authorId !== this.viewer.id) throw notAllowed('Only its author may edit a review.');
        const [review] = await tx.review.updateManyAndReturn({
          where: { id: reviewId, version },
          data: { rating, text, version: { increment: 1 }, editedAt: this.deps.clock.now() },
        });
        if (!review) throw conflict('The review has another version by now. Read it again and decide anew.');
        await this.keepVersion(tx, review);
        await this.tell(tx, review, rating);
        return review.id;
      }),
    );
    return this.reload(reviewId);
  }

  async remove(input: unknown): Promise<{ reviewId: string; eventId: string }> {
    const { idempotencyKey, reviewId } = parseInput(deleteReviewInput, input);
    const eventId = await this.deps.db.transaction((tx) =>
      this.once(tx, 'deleteReview', idempotencyKey, { reviewId }, async () => {
        const known = await this.mustSee(tx, reviewId);
        if (known.authorId !== this.viewer.id && !['moderator', 'admin'].includes(this.viewer.role))
          throw notAllowed('Only its author or a moderator may remove a review.');
        await tx.review.delete({ where: { id: reviewId } });
        await this.tell(tx, { ...known, version: known.version + 1 }, null);
        return known.eventId;
      }),
    );
    return { reviewId, eventId };
  }

  async reply(input: unknown): Promise<Review> {
    const { idempotencyKey, reviewId, text } = parseInput(replyToReviewInput, input);
    await this.deps.db.transaction((tx) =>
      this.once(tx, 'replyToReview', idempotencyKey, { reviewId, text }, async () => {
        const known = await this.mustSee(tx, reviewId);
        const event = await tx.eventCopy.findUniqueOrThrow({ where: { eventId: known.eventId }, select: { creatorId: true } });
        if (event.creatorId !== this.viewer.id) throw notAllowed('Only the organiser may answer a review.');
        const reply = { replyText: text, replyById: this.viewer.id, repliedAt: this.deps.clock.now() };
        const { count } = await tx.review.updateMany({ where: { id: reviewId, replyText: null }, data: reply });
        if (count === 0) throw new Refusal('AlreadyReplied', 'CONFLICT', 'You have answered this review before.', { review: known });
        return reviewId;
      }),
    );
    return this.reload(reviewId);
  }

  private async mustHaveAttended(tx: Tx, eventId: string): Promise<void> {
    const userId = this.viewer.id;
    const event = await tx.eventCopy.findUnique({ where: { eventId }, omit: { signature: true } });
    const attendance = await tx.attendanceCopy.findUnique({ where: { eventId_userId: { eventId, userId } } });
    if (!event || !maySeeEvent(event, this.viewer, attendance)) throw notFound('This event');
    if (event.creatorId === userId) throw notAllowed('You cannot review your own event.');
    const hasCheckIn =
      (await tx.attendanceCopy.findFirst({ where: { eventId, checkedInAt: { not: null } }, select: { userId: true } })) !== null;
    const presence = attended({ event, attendance, hasCheckIn }, this.deps.clock.now());
    if (presence === 'TOO_EARLY')
      throw new Refusal(
        'NotAttended',
        'NOT_ALLOWED_NOW',
        'You can review this event once you are checked in, or once it has ended.',
        {},
        { retryable: true },
      );
    if (presence === 'ABSENT') throw new Refusal('NotAttended', 'NOT_ALLOWED_NOW', 'Only people who were at an event can review it.');
  }

  /** Locks the event, too: its rating is about to be told. */
  private async mustSee(tx: Tx, reviewId: string): Promise<Review> {
    const visible = await this.visible(reviewId);
    if (!visible) throw notFound('This review');
    await lockEvents(tx, [visible.eventId]);
    const review = await tx.review.findUnique({ where: { id: reviewId } });
    if (!review) throw notFound('This review');
    return review;
  }

  private keepVersion(tx: Tx, { id, version, rating, text }: Review): Promise<unknown> {
    return tx.reviewVersion.create({ data: { reviewId: id, version, rating, text, createdAt: this.deps.clock.now() } });
  }

  private tell(tx: Tx, { id, version, eventId, authorId }: Review, rating: number | null): Promise<void> {
    const { settings, caller } = this.deps;
    return tellReviews(tx, [{ reviewId: id, version, eventId, authorId, rating }], ratingPrior(settings), caller.correlationId);
  }

  private once<T>(tx: Tx, operation: string, key: string | null | undefined, args: object, work: () => Promise<T>): Promise<T> {
    return once(tx, { principal: this.viewer.id, operation, key, args }, work);
  }

  /** As it is after the change; the loader may have cached it before. */
  private async reload(reviewId: string): Promise<Review> {
    const review = await this.deps.db.prisma.review.findUnique({ where: { id: reviewId } });
    if (!review) throw notFound('This review');
    return review;
  }

  private get viewer() {
    return this.deps.caller.viewer!;
  }
}
