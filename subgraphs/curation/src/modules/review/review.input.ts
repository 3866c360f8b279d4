import { id, idempotencyKey, text, z } from '@marquee/platform';

const rating = z.number().int('must be a whole number').min(1, 'must be 1 to 5').max(5, 'must be 1 to 5');
const reviewText = text(4_000);

export const reviewEventInput = z.object({ eventId: id(), rating, text: reviewText, idempotencyKey: idempotencyKey() });
export type ReviewEvent = z.output<typeof reviewEventInput>;

export const editReviewInput = z.object({
  reviewId: id(),
  version: z.number().int(),
  rating,
  text: reviewText,
  idempotencyKey: idempotencyKey(),
});
export type EditReview = z.output<typeof editReviewInput>;

export const deleteReviewInput = z.object({ reviewId: id(), idempotencyKey: idempotencyKey() });
export type DeleteReview = z.output<typeof deleteReviewInput>;

export const replyToReviewInput = z.object({ reviewId: id(), text: text(2_000, 1), idempotencyKey: idempotencyKey() });
export type ReplyToReview = z.output<typeof replyToReviewInput>;
