import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import {
  arrangeCollectionInput,
  collectionReadInput,
  createCollectionInput,
  decideCollectionInput,
  editCollectionInput,
} from './proposal.input';

export const proposalResolvers: Resolvers = {
  Mutation: {
    createCollection: mutation('CreateCollectionSuccess', createCollectionInput, async (input, { services }) => ({
      collection: await services.proposals.create(input),
    })),
    editCollection: mutation('EditCollectionSuccess', editCollectionInput, async (input, { services }) => ({
      collection: await services.proposals.edit(input),
    })),
    arrangeCollection: mutation('ArrangeCollectionSuccess', arrangeCollectionInput, async (input, { services }) => ({
      collection: await services.proposals.arrange(input),
    })),
    proposeCollection: mutation('ProposeCollectionSuccess', collectionReadInput, async (input, { services }) => ({
      collection: await services.proposals.propose(input),
    })),
    archiveCollection: mutation('ArchiveCollectionSuccess', collectionReadInput, async (input, { services }) => ({
      collection: await services.proposals.archive(input),
    })),
    decideCollection: mutation('DecideCollectionSuccess', decideCollectionInput, async (input, { services }) =>
      services.proposals.decide(input),
    ),
  },
};
