import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers, ResolversParentTypes } from '../../generated/resolvers';
import { sendMessageInput } from './message.input';

export const messageResolvers: Resolvers = {
  Mutation: {
    sendMessage: mutation('SendMessageSuccess', sendMessageInput, async (input, { services }) => ({
      sent: await services.messages.send(input),
    })),
  },
  Subscription: {
    messageAdded: {
      subscribe: (_, { roomId, since }, { services }) => services.messages.added(roomId, since),
      resolve: (message: ResolversParentTypes['Message']) => message,
    },
  },
  Message: {
    __resolveReference: ({ id }, { services }) => services.messages.byId(id),
    text: (message, _, { services }) => services.messages.textOf(message),
    sender: async (message, _, { services }) => refTo(await services.messages.senderOf(message)),
    room: ({ roomId }, _, { services }) => services.rooms.byId(roomId),
  },
};
