import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { appealDecisionInput } from './appeal.input';

export const appealResolvers: Resolvers = {
  Mutation: {
    appealDecision: mutation('AppealDecisionSuccess', appealDecisionInput, async (input, { services }) => ({
      workflow: await services.appeals.appeal(input),
    })),
  },
  CurationWorkflow: {
    appeal: ({ id }, _args, { loaders }) => loaders.appealByWorkflowId.load(id),
  },
  Appeal: {
    author: ({ authorId }) => refTo(authorId),
  },
};
