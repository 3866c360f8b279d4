import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { inLanguage } from '../canned-reason/note-texts';
import { claimReviewInput, decideReviewInput, decideReviewsInput, restoreEventInput, takeDownEventInput } from './decision.input';

export const decisionResolvers: Resolvers = {
  Mutation: {
    claimReview: mutation('ClaimReviewSuccess', claimReviewInput, async (input, { services }) => ({
      workflow: await services.decisions.claim(input),
    })),
    decideReview: mutation('DecideReviewSuccess', decideReviewInput, async (input, { services }) => ({
      workflow: await services.decisions.decide(input),
    })),
    decideReviews: mutation('DecideReviewsSuccess', decideReviewsInput, async (input, { services }) => ({
      outcomes: await services.reviewBatches.decide(input),
    })),
    takeDownEvent: mutation('TakeDownEventSuccess', takeDownEventInput, async (input, { services }) => ({
      workflow: await services.decisions.takeDown(input),
    })),
    restoreEvent: mutation('RestoreEventSuccess', restoreEventInput, async (input, { services }) => ({
      workflow: await services.decisions.restore(input),
    })),
  },
  CurationDecision: {
    event: ({ eventId }) => refTo(eventId),
    curator: ({ curatorId }) => refTo(curatorId),
    notes: ({ notes, noteTexts }, { language }) => inLanguage(notes, noteTexts, language),
    decidedAt: ({ createdAt }) => createdAt,
  },
};
