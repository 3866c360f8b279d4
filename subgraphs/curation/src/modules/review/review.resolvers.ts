import { settle } from '@marquee/platform';
import type { MutationResolvers, Resolvers, ReviewResolvers } from '../../generated/resolvers';

const Mutation: MutationResolvers = {
  reviewEvent: (_root, { input }, { services }) =>
    settle(async () => ({ __typename: 'ReviewEventSuccess' as const, review: await services.reviews.write(input) })),
  editReview: (_root, { input }, { services }) =>
    settle(async () => ({ __typename: 'EditReviewSuccess' as const, review: await services.reviews.edit(input) })),
  deleteReview: (_root, { input }, { services }) =>
    settle(async () => {
      const { reviewId, eventId } = await services.reviews.remove(input);
      return { __typename: 'DeleteReviewSuccess' as const, deletedId: reviewId, event: { id: eventId } };
    }),
  replyToReview: (_root, { input }, { services }) =>
    settle(async () => ({ __typename: 'ReplyToReviewSuccess' as const, review: await services.reviews.reply(input) })),
};

const Review: ReviewResolvers = {
  __resolveReference: ({ id }, { services }) => services.reviews.visible(id),
  event: ({ eventId }) => ({ id: eventId }),
  author: ({ authorId }) => ({ id: authorId }),
  reply: ({ replyText, replyById, repliedAt }) =>
    replyText !== null && repliedAt ? { text: replyText, author: replyById ? { id: replyById } : null, createdAt: repliedAt } : null,
};

export const reviewResolvers: Resolvers = { Mutation, Review };
