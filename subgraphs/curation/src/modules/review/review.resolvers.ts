import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { deleteReviewInput, editReviewInput, replyToReviewInput, reviewEventInput } from './review.input';

export const reviewResolvers: Resolvers = {
  Query: { review: (_, { id }, { services }) => services.reviews.byId(id) },
  Mutation: {
    reviewEvent: mutation('ReviewEventSuccess', reviewEventInput, async (input, { services }) => ({
      review: await services.reviews.write(input),
    })),
    editReview: mutation('EditReviewSuccess', editReviewInput, async (input, { services }) => ({
      review: await services.reviews.edit(input),
    })),
    deleteReview: mutation('DeleteReviewSuccess', deleteReviewInput, async (input, { services }) => ({
      deletedId: input.reviewId,
      event: refTo(await services.reviews.remove(input)),
    })),
    replyToReview: mutation('ReplyToReviewSuccess', replyToReviewInput, async (input, { services }) => ({
      review: await services.reviews.reply(input),
    })),
  },
  Review: {
    __resolveReference: ({ id }, { services }) => services.reviews.byId(id),
    event: ({ eventId }) => refTo(eventId),
    author: ({ authorId }) => refTo(authorId),
    reply: (review, _, { services }) => services.reviews.replyTo(review),
  },
  ReviewReply: {
    author: ({ authorId }) => refTo(authorId),
  },
};
