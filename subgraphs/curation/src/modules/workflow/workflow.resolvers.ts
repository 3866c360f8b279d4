import { settle } from '@marquee/platform';
import type {
  CurationDecisionResolvers,
  CurationWorkflowResolvers,
  MutationResolvers,
  QueryResolvers,
  Resolvers,
  ResolversTypes,
  SubscriptionResolvers,
} from '../../generated/resolvers';

const Query: QueryResolvers = {
  curationQueue: (_root, { filter, ...page }, { services }) => services.workflows.queue(page, filter?.status ?? null),
  curationWorkflow: (_root, { id }, { services }) => services.workflows.visible(id),
};

const Mutation: MutationResolvers = {
  claimReview: (_root, { input }, { services }) =>
    settle(async () => ({ __typename: 'ClaimReviewSuccess' as const, workflow: await services.workflows.claim(input) })),
  decideReview: (_root, { input }, { services }) =>
    settle(async () => ({ __typename: 'DecideReviewSuccess' as const, workflow: await services.workflows.decide(input) })),
};

const Subscription: SubscriptionResolvers = {
  curationStatusChanged: {
    subscribe: (_root, { eventId }, { services }) => services.workflows.statusChanges(eventId),
    resolve: (workflow: ResolversTypes['CurationWorkflow']) => workflow,
  },
};

const CurationWorkflow: CurationWorkflowResolvers = {
  __resolveReference: ({ id }, { services }) => services.workflows.visible(id),
  event: ({ eventId }) => ({ id: eventId }),
  submittedAt: ({ createdAt }) => createdAt,
  priority: (workflow, _args, { services }) => services.workflows.priority(workflow),
  curator: ({ curatorId }) => (curatorId ? { id: curatorId } : null),
  assessment: ({ assessmentId }, _args, { loaders }) => (assessmentId ? loaders.assessmentById.load(assessmentId) : null),
  stages: (workflow, _args, { services }) => services.workflows.stages(workflow),
  history: ({ id }, _args, { loaders }) => loaders.decisionsByWorkflowId.load(id),
  flags: ({ id }, _args, { loaders }) => loaders.flagsByWorkflowId.load(id),
};

const CurationDecision: CurationDecisionResolvers = {
  curator: ({ curatorId }) => (curatorId ? { id: curatorId } : null),
  decidedAt: ({ createdAt }) => createdAt,
};

export const workflowResolvers: Resolvers = { Query, Mutation, Subscription, CurationWorkflow, CurationDecision };
