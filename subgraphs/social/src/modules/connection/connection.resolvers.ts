import { parseInput, settle } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { endConnectionInput, requestConnectionInput, respondToConnectionInput } from './connection.input';

export const connectionResolvers: Resolvers = {
  Query: {
    connections: (_, args, { services }) => services.connectionLists.mine(args),
  },
  Mutation: {
    requestConnection: (_, { input }, { services }) =>
      settle(async () => ({
        __typename: 'RequestConnectionSuccess',
        connection: await services.connections.request(parseInput(requestConnectionInput, input)),
      })),
    respondToConnection: (_, { input }, { services }) =>
      settle(async () => ({
        __typename: 'RespondToConnectionSuccess',
        connection: await services.connections.respond(parseInput(respondToConnectionInput, input)),
      })),
    endConnection: (_, { input }, { services }) =>
      settle(async () => ({
        __typename: 'EndConnectionSuccess',
        connection: await services.connections.end(parseInput(endConnectionInput, input)),
      })),
  },
  User: {
    friends: ({ id }, args, { services }) => services.connectionLists.friendsOf(id, args),
    mutualFriends: ({ id }, args, { services }) => services.connectionLists.mutualFriendsWith(id, args),
    viewerConnection: ({ id }, _, { services }) => services.connections.withPerson(id),
  },
  Connection: {
    __resolveReference: ({ id }, { services }) => services.connections.find(id),
    requester: ({ requesterId }) => ({ id: requesterId }),
    addressee: ({ addresseeId }) => ({ id: addresseeId }),
    expiresAt: ({ status, expiresAt }) => (status === 'PENDING' ? expiresAt : null),
  },
};
