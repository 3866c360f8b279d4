import { refTo } from '@marquee/platform';
import type { Resolvers, ResolversTypes } from '../../generated/resolvers';
import { inLanguage } from '../canned-reason/note-texts';

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
    revision: ({ revisionId }) => refTo(revisionId),
    submittedAt: ({ createdAt }) => createdAt,
    notes: ({ notes, noteTexts }, { language }) => inLanguage(notes, noteTexts, language),
    // How it is judged, and by whom, is for curators: the creator gets null, so that one fragment serves both.
    priority: (workflow, _args, { services }) => services.workflows.forCurators(() => services.queue.priority(workflow)),
    inQueue: ({ inQueue }, _args, { services }) => services.workflows.forCurators(() => inQueue),
    curator: ({ curatorId }, _args, { services }) => services.workflows.forCurators(() => refTo(curatorId)),
    claimedUntil: ({ claimedUntil }, _args, { services }) => services.workflows.forCurators(() => claimedUntil),
    assessment: (workflow, _args, { services }) => services.workflows.forCurators(() => services.workflows.assessment(workflow)),
    stages: (workflow, _args, { services }) => services.workflows.forCurators(() => services.workflows.stages(workflow)),
    history: ({ id }, _args, { services, loaders }) => services.workflows.forCurators(() => loaders.decisionsByWorkflowId.load(id)),
    flags: ({ id }, _args, { services, loaders }) => services.workflows.forCurators(() => loaders.flagsByWorkflowId.load(id)),
  },
};
