import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { CurationDecisionResolvers, MutationResolvers, Resolvers } from '../../generated/resolvers';
import { claimReviewInput, decideReviewInput } from './decision.input';

const Mutation: MutationResolvers = {
  claimReview: mutation('ClaimReviewSuccess', claimReviewInput, async (input, { services }) => ({
    workflow: await services.decisions.claim(input),
  })),
  decideReview: mutation('DecideReviewSuccess', decideReviewInput, async (input, { services }) => ({
    workflow: await services.decisions.decide(input),
  })),
};

const CurationDecision: CurationDecisionResolvers = {
  curator: ({ curatorId }) => refTo(curatorId),
  decidedAt: ({ createdAt }) => createdAt,
};

export const decisionResolvers: Resolvers = { Mutation, CurationDecision };
