import { settle } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';

export const sessionResolvers: Resolvers = {
  Mutation: {
    refreshSession: (_, { input }, { services }) =>
      settle(async () => ({ __typename: 'RefreshSessionSuccess', ...(await services.sessions.refresh(input)) })),
    logout: async (_, _args, { services }) => ({ __typename: 'LogoutSuccess', endedSessionId: await services.sessions.logout() }),
    endSession: (_, { input }, { services }) =>
      settle(async () => ({ __typename: 'EndSessionSuccess', endedSessionId: await services.sessions.endOne(input) })),
    endAllSessions: (_, { input }, { services }) =>
      settle(async () => ({ __typename: 'EndAllSessionsSuccess', endedSessionIds: await services.sessions.endAll(input) })),
  },
  Viewer: {
    session: (viewer, _, { services }) => services.sessions.current(viewer),
    sessions: (viewer, _, { services }) => services.sessions.list(viewer),
  },
  Session: {
    loginIp: (session) => session.ip,
    device: (session) => session.clientName ?? session.userAgent,
  },
};
