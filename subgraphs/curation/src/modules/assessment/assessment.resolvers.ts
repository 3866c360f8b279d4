import type { AssessmentResolvers, Resolvers } from '../../generated/resolvers';
import type { ScreeningFlag } from './screening.flags';

const Assessment: AssessmentResolvers = {
  // Only screening.ts writes them, so the column holds no other words.
  flags: ({ flags }) => flags as ScreeningFlag[],
  duplicateOf: ({ duplicateOfId }) => (duplicateOfId ? { id: duplicateOfId } : null),
  assessedAt: ({ createdAt }) => createdAt,
};

export const assessmentResolvers: Resolvers = { Assessment };
