import { z } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { endAllSessionsInput, endSessionInput, refreshSessionInput } from './session.input';

export const sessionResolvers: Resolvers = {
  Mutation: {
    refreshSession: mutation('RefreshSessionSuccess', refreshSessionInput, async (input, { services }) => services.sessions.refresh(input)),
    logout: mutation('LogoutSuccess', z.object({}), async (_, { services }) => ({ deletedId: await services.sessions.logout() })),
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
