import { assessmentResolvers } from './modules/assessment/assessment.resolvers';
import { eventResolvers } from './modules/event/event.resolvers';
import { flagResolvers } from './modules/flag/flag.resolvers';
import { reviewResolvers } from './modules/review/review.resolvers';
import { userResolvers } from './modules/user/user.resolvers';
import { workflowResolvers } from './modules/workflow/workflow.resolvers';

/** All resolvers of this subgraph, module by module. */
export const resolvers = {
  ...eventResolvers,
  ...userResolvers,
  ...assessmentResolvers,
  ...workflowResolvers,
  ...flagResolvers,
  ...reviewResolvers,
  Mutation: { ...workflowResolvers.Mutation, ...flagResolvers.Mutation, ...reviewResolvers.Mutation },
};
