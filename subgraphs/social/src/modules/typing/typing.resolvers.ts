import { refTo } from '@marquee/platform';
import type { Resolvers, ResolversParentTypes } from '../../generated/resolvers';

export const typingResolvers: Resolvers = {
  Mutation: {
    setTyping: (_, { roomId, isTyping }, { services }) => services.typing.set(roomId, isTyping),
  },
  Subscription: {
    typingChanged: {
      subscribe: (_, { roomId }, { services }) => services.typing.changed(roomId),
      resolve: (change: ResolversParentTypes['TypingChange']) => change,
    },
  },
  TypingChange: {
    user: ({ userId }) => refTo(userId),
  },
};
