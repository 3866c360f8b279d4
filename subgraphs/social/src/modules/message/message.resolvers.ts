import { parseInput, settle } from '@marquee/platform';
import type { StoredMessage } from './message.store';
import type { Resolvers } from '../../generated/resolvers';
import { refTo } from '../person/person.types';
import { sendMessageInput } from './message.input';

export const messageResolvers: Resolvers = {
  Mutation: {
    sendMessage: (_, { input }, { services }) =>
      settle(async () => ({
        __typename: 'SendMessageSuccess',
        message: await services.messages.send(parseInput(sendMessageInput, input)),
      })),
  },
  Subscription: {
    messageAdded: {
      subscribe: (_, { roomId, since }, { services }) => services.messages.added(roomId, since),
      resolve: (message: StoredMessage) => message,
    },
  },
  Message: {
    __resolveReference: ({ id }, { services }) => services.messages.find(id),
    text: (message, _, { services }) => services.messages.textOf(message),
    sender: async (message, _, { services }) => refTo(await services.messages.senderOf(message)),
    room: ({ roomId }, _, { services }) => services.rooms.find(roomId),
  },
};
