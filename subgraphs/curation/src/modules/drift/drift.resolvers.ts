import type { Resolvers } from '../../generated/resolvers';
import type { DriftState, ScreeningFeature } from '../../generated/resolvers';

export const driftResolvers: Resolvers = {
  Query: {
    screeningDrift: (_root, { days }, { services }) => services.drift.since(days),
  },
  ScreeningDrift: {
    feature: ({ feature }) => feature as ScreeningFeature,
  },
  DriftMeasure: {
    state: ({ state }) => state as DriftState,
    recentCount: ({ recent }) => recent,
    referenceCount: ({ reference }) => reference,
  },
};
