import { refTo } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import type { SpamReason } from '../spam/spam-classifier';
import type { ScreeningFlag } from './screening-flags';

export const assessmentResolvers: Resolvers = {
  Assessment: {
    // Only screening.store.ts writes them, so the column holds no other words.
    flags: ({ flags }) => flags as ScreeningFlag[],
    spamReasons: ({ spamReasons }) => spamReasons as unknown as SpamReason[],
    spamModelVersion: ({ modelVersion }) => modelVersion,
    duplicateOf: ({ duplicateOfId }) => refTo(duplicateOfId),
    assessedAt: ({ createdAt }) => createdAt,
  },
};
