import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { endAllSessionsInput, endSessionInput, logoutInput, refreshSessionInput } from './session.input';

export const sessionResolvers: Resolvers = {
  Query: {
    endedSessions: (_, { since }, { services }) => services.sessions.ended(since),
    sessionLasts: (_, { id }, { services }) => services.sessions.lasts(id),
  },
  Mutation: {
    refreshSession: mutation('RefreshSessionSuccess', refreshSessionInput, async (input, { services }) => services.sessions.refresh(input)),
    logout: mutation('LogoutSuccess', logoutInput, async (input, { services }) => ({ deletedId: await services.sessions.logout(input) })),
    endSession: mutation('EndSessionSuccess', endSessionInput, async (input, { services }) => ({
      deletedId: await services.sessions.endOne(input),
    })),
    endAllSessions: mutation('EndAllSessionsSuccess', endAllSessionsInput, async (input, { services }) => ({
      deletedIds: await services.sessions.endAll(input),
    })),
  },
  Viewer: {
    session: (viewer, _, { services }) => services.sessions.current(viewer),
    sessions: (viewer, args, { services }) => services.sessions.list(viewer, args),
  },
  Session: {
    loginIp: (session) => session.ip,
    device: (session) => session.clientName ?? session.userAgent,
  },
};
