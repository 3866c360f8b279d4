import { settle } from '@marquee/platform';
import type { Resolvers } from '../../generated/resolvers';
import { permissionsOf, roleName } from './user.roles';

export const userResolvers: Resolvers = {
  Query: {
    me: (_, _args, { services }) => services.users.me(),
    user: (_, { id }, { services }) => services.users.byId(id),
    userByUsername: (_, { username }, { services }) => services.users.byUsername(username),
    users: (_, { query, ...page }, { services }) => services.users.search(query, page),
  },
  Mutation: {
    updateProfile: (_, { input }, { services }) =>
      settle(async () => {
        const user = await services.users.updateProfile(input);
        return { __typename: 'UpdateProfileSuccess', user, privacy: user };
      }),
    setUserRole: (_, { input }, { services }) =>
      settle(async () => {
        const user = await services.moderation.setRole(input);
        return { __typename: 'SetUserRoleSuccess', user, role: roleName(user.role) };
      }),
    suspendUser: (_, { input }, { services }) =>
      settle(async () => {
        const user = await services.moderation.suspend(input);
        return { __typename: 'SuspendUserSuccess', user, suspendedAt: user.suspendedAt! };
      }),
    reinstateUser: (_, { input }, { services }) =>
      settle(async () => ({ __typename: 'ReinstateUserSuccess', user: await services.moderation.reinstate(input) })),
  },
  Viewer: {
    email: ({ user }) => user.email,
    role: ({ user }) => roleName(user.role),
    permissions: ({ user }) => [...permissionsOf(user.role)],
    privacy: ({ user }) => user,
  },
  User: {
    __resolveReference: ({ id }, { services }) => services.users.byReference(id),
    bio: (user, _, { services }) => services.users.bio(user),
    interests: (user, _, { services }) => services.users.interests(user),
    traits: (user, _, { services }) => services.users.traits(user),
    location: (user, _, { services }) => services.users.location(user),
  },
  PrivacySettings: {
    bio: (row) => row.bioVisibility,
    location: (row) => row.locationVisibility,
    interests: (row) => row.interestsVisibility,
    friends: (row) => row.friendsVisibility,
    attendance: (row) => row.attendanceVisibility,
  },
};
