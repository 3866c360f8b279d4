import type { Resolvers } from '../../generated/resolvers';

export const historyResolvers: Resolvers = {
  Query: {
    accountEvents: (_, args, { services }) => services.history.accountEvents(args),
  },
  Viewer: {
    signInHistory: ({ user }, args, { services }) => services.history.signIns(user, args),
  },
  SignIn: {
    network: ({ network }) => (network === 'unknown' ? null : network),
  },
  AccountEvent: {
    actor: (event, _, { services }) => services.history.actor(event),
  },
};
