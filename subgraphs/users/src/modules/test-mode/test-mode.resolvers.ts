import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { advanceTestClockInput, resetTestModeInput } from './test-mode.input';

export const testModeResolvers: Resolvers = {
  Query: {
    testClock: (_, __, { services }) => services.testMode.clock,
  },
  Mutation: {
    advanceTestClock: mutation('AdvanceTestClockSuccess', advanceTestClockInput, async (input, { services }) => ({
      testClock: await services.testMode.advance(input),
    })),
    resetTestMode: mutation('ResetTestModeSuccess', resetTestModeInput, async (input, { services }) => ({
      forgottenAt: await services.testMode.reset(input),
    })),
  },
};
