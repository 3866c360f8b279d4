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
    session: (_, _args, { services }) => services.sessions.current(),
    sessions: (_, _args, { services }) => services.sessions.list(),
  },
  Session: {
    loginIp: (session) => session.ip,
    device: (session) => session.clientName ?? session.userAgent,
    current: (session, _, { services }) => services.sessions.isCurrent(session),
  },
};
