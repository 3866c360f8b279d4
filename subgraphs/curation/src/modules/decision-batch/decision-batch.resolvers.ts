import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { startDecisionBatchInput } from './decision-batch.input';

export const decisionBatchResolvers: Resolvers = {
  Query: {
    decisionBatch: (_root, { id }, { services }) => services.decisionBatches.byId(id),
  },
  Mutation: {
    startDecisionBatch: mutation('StartDecisionBatchSuccess', startDecisionBatchInput, async (input, { services }) => ({
      batch: await services.decisionBatches.start(input),
    })),
  },
  DecisionBatch: {
    state: (batch, _args, { services }) => services.decisionBatches.state(batch),
    total: ({ total }) => total!,
    refused: (batch, _args, { services }) => services.decisionBatches.outcomes(batch, { refused: true }).length,
    outcomes: (batch, { refused }, { services }) => services.decisionBatches.outcomes(batch, { refused }),
  },
};
