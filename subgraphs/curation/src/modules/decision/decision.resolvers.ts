import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { claimReviewInput, decideReviewInput } from './decision.input';

export const decisionResolvers: Resolvers = {
  Mutation: {
    claimReview: mutation('ClaimReviewSuccess', claimReviewInput, async (input, { services }) => ({
      workflow: await services.decisions.claim(input),
    })),
    decideReview: mutation('DecideReviewSuccess', decideReviewInput, async (input, { services }) => ({
      workflow: await services.decisions.decide(input),
    })),
  },
  CurationDecision: {
    curator: ({ curatorId }) => refTo(curatorId),
    decidedAt: ({ createdAt }) => createdAt,
  },
};
