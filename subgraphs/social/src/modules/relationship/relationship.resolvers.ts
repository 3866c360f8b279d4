import { refTo } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';

export const relationshipResolvers: Resolvers = {
  Query: {
    connections: (_, args, { services }) => services.relationships.mine(args),
  },
  User: {
    viewerConnection: ({ id }, _, { services }) => services.relationships.withPerson(id),
  },
  Relationship: {
    __resolveReference: ({ id }, { services }) => services.relationships.byId(id),
    requester: ({ requesterId }) => refTo(requesterId),
    addressee: ({ addresseeId }) => refTo(addresseeId),
    expiresAt: ({ status, expiresAt }) => (status === 'PENDING' ? expiresAt : null),
  },
};
