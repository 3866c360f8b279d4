import { refTo } from '@marquee/platform';
import type {
  CurationWorkflowResolvers,
  QueryResolvers,
  Resolvers,
  ResolversTypes,
  SubscriptionResolvers,
} from '../../generated/resolvers';

const Query: QueryResolvers = {
  curationWorkflow: (_root, { id }, { services }) => services.workflows.byId(id),
};

const Subscription: SubscriptionResolvers = {
  curationStatusChanged: {
    subscribe: (_root, { eventId }, { services }) => services.workflows.statusChanges(eventId),
    resolve: ({ workflow }: { workflow: ResolversTypes['CurationWorkflow'] }) => workflow,
  },
};

const CurationWorkflow: CurationWorkflowResolvers = {
  __resolveReference: ({ id }, { services }) => services.workflows.byId(id),
  event: ({ eventId }) => refTo(eventId),
  submittedAt: ({ createdAt }) => createdAt,
  priority: (workflow, _args, { services }) => services.queue.priority(workflow),
  curator: ({ curatorId }) => refTo(curatorId),
  assessment: ({ assessmentId }, _args, { loaders }) => (assessmentId ? loaders.assessmentById.load(assessmentId) : null),
  stages: (workflow, _args, { services }) => services.workflows.stages(workflow),
  history: ({ id }, _args, { loaders }) => loaders.decisionsByWorkflowId.load(id),
  flags: ({ id }, _args, { loaders }) => loaders.flagsByWorkflowId.load(id),
};

export const workflowResolvers: Resolvers = { Query, Subscription, CurationWorkflow };
