import { refTo } from '@marquee/platform';
import type { Resolvers, ResolversTypes } from '../../generated/resolvers';

export const workflowResolvers: Resolvers = {
  Query: {
    curationWorkflow: (_root, { id }, { services }) => services.workflows.byId(id),
  },
  Subscription: {
    curationStatusChanged: {
      subscribe: (_root, { eventId }, { services }) => services.workflows.statusChanges(eventId),
      resolve: ({ workflow }: { workflow: ResolversTypes['CurationWorkflow'] }) => workflow,
    },
  },
  CurationWorkflow: {
    __resolveReference: ({ id }, { services }) => services.workflows.byId(id),
    event: ({ eventId }) => refTo(eventId),
    submittedAt: ({ createdAt }) => createdAt,
    priority: (workflow, _args, { services }) => services.queue.priority(workflow),
    curator: ({ curatorId }) => refTo(curatorId),
    assessment: ({ assessmentId }, _args, { loaders }) => (assessmentId ? loaders.assessmentById.load(assessmentId) : null),
    stages: (workflow, _args, { services }) => services.workflows.stages(workflow),
    history: ({ id }, _args, { loaders }) => loaders.decisionsByWorkflowId.load(id),
    flags: ({ id }, _args, { loaders }) => loaders.flagsByWorkflowId.load(id),
  },
};
