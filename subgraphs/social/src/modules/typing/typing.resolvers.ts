import type { Resolvers } from '../../generated/resolvers';
import type { TypingChange } from './typing.service';

export const typingResolvers: Resolvers = {
  Mutation: {
    setTyping: (_, { roomId, isTyping }, { services }) => services.typing.set(roomId, isTyping),
  },
  Subscription: {
    typingChanged: {
      subscribe: (_, { roomId }, { services }) => services.typing.changed(roomId),
      resolve: (change: TypingChange) => change,
    },
  },
  TypingChange: {
    user: ({ userId }) => ({ id: userId }),
  },
};
