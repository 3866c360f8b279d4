import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { recordApiUsageInput } from './api-key-usage.input';

export const apiUsageResolvers: Resolvers = {
  Query: { apiUsage: (_, { keyId, days }, { services }) => services.apiUsage.ofKey(keyId, days) },
  Mutation: {
    recordApiUsage: mutation('RecordApiUsageSuccess', recordApiUsageInput, async (input, { services }) => ({
      count: await services.apiUsage.record(input),
    })),
  },
  ApiUsageDay: {
    day: ({ day }) => day.toISOString().slice(0, 10),
    requests: ({ requests }) => Number(requests),
    errors: ({ errors }) => Number(errors),
    cost: ({ cost }) => Number(cost),
  },
};
