import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { endConnectionInput, requestConnectionInput, respondToConnectionInput } from './connection.input';

export const connectionResolvers: Resolvers = {
  Mutation: {
    requestConnection: mutation('RequestConnectionSuccess', requestConnectionInput, async (input, { services }) => ({
      connection: await services.connections.request(input),
    })),
    respondToConnection: mutation('RespondToConnectionSuccess', respondToConnectionInput, async (input, { services }) => ({
      connection: await services.connections.respond(input),
    })),
    endConnection: mutation('EndConnectionSuccess', endConnectionInput, async (input, { services }) => ({
      connection: await services.connections.end(input),
    })),
  },
};
