import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { archiveCannedReasonInput, createCannedReasonInput, editCannedReasonInput } from './canned-reason.input';

export const cannedReasonResolvers: Resolvers = {
  Query: {
    cannedReasons: (_root, filter, { services }) => services.cannedReasons.list(filter),
  },
  Mutation: {
    createCannedReason: mutation('CreateCannedReasonSuccess', createCannedReasonInput, async (input, { services }) => ({
      cannedReason: await services.cannedReasons.create(input),
    })),
    editCannedReason: mutation('EditCannedReasonSuccess', editCannedReasonInput, async (input, { services }) => ({
      cannedReason: await services.cannedReasons.edit(input),
    })),
    archiveCannedReason: mutation('ArchiveCannedReasonSuccess', archiveCannedReasonInput, async (input, { services }) => ({
      cannedReason: await services.cannedReasons.archive(input),
    })),
  },
  CannedReason: {
    texts: (one, _args, { services }) => services.cannedReasons.texts(one),
    useCount: (one, _args, { services }) => services.cannedReasons.useCount(one),
  },
  CurationDecision: {
    cannedReason: ({ cannedReasonId }, _args, { loaders }) => (cannedReasonId ? loaders.cannedReasonById.load(cannedReasonId) : null),
  },
  CaseAct: {
    cannedReason: ({ cannedReasonId }, _args, { loaders }) => (cannedReasonId ? loaders.cannedReasonById.load(cannedReasonId) : null),
  },
};
