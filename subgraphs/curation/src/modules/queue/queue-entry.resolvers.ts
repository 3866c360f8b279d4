import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers, ResolversTypes } from '../../generated/resolvers';
import { handOverEntryInput, queueEntryInput } from './queue-entry.input';

export const queueEntryResolvers: Resolvers = {
  Query: {
    moderationQueue: (_root, { filter, ...page }, { services }) => services.queueEntries.page(page, filter ?? {}),
  },
  Mutation: {
    claimEntry: mutation('ClaimEntrySuccess', queueEntryInput, async (input, { services }) => ({
      entry: await services.queueEntries.claim(input),
    })),
    releaseEntry: mutation('ReleaseEntrySuccess', queueEntryInput, async (input, { services }) => ({
      entry: await services.queueEntries.release(input),
    })),
    handOverEntry: mutation('HandOverEntrySuccess', handOverEntryInput, async (input, { services }) => ({
      entry: await services.queueEntries.handOver(input),
    })),
  },
  Subscription: {
    queueChanged: {
      subscribe: (_root, _args, { services }) => services.queueEntries.changes(),
      resolve: (change: ResolversTypes['QueueChange']) => change,
    },
  },
  QueueEntry: {
    workflow: ({ workflowId }, _args, { services }) => (workflowId ? services.workflows.byId(workflowId) : null),
    case: ({ caseId }, _args, { services }) => (caseId ? services.cases.byId(caseId) : null),
    author: ({ authorId }) => refTo(authorId),
    priority: (entry, _args, { services }) => services.queueEntries.priority(entry),
    claimer: (entry, _args, { services }) => refTo(services.queueEntries.claimerId(entry)),
    claimedUntil: (entry, _args, { services }) => (services.queueEntries.claimerId(entry) ? entry.claimedUntil : null),
    category: ({ categorySlug }) => categorySlug,
  },
};
