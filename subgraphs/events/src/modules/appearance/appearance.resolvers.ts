import { parseInput } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import type { EventNode } from '../event/event.types';
import { appearanceInput } from './appearance.input';

export const appearanceResolvers: Resolvers = {
  Subscription: {
    eventAppeared: {
      subscribe: (_, args, { services }) => services.appearances.follow(parseInput(appearanceInput, args).where),
      resolve: (event: EventNode) => event,
    },
  },
};
