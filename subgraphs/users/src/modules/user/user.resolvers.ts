import { parseInput } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { addressOf } from '../address/address-sealed';
import { permissionsOf, roleName } from './user-roles';
import { isLimitedAt } from './user-limited';
import { searchText, updateProfileInput } from './user.input';

export const userResolvers: Resolvers = {
  Query: {
    me: (_, _args, { services }) => services.users.me(),
    user: (_, { id }, { services }) => services.users.byId(id),
    userByUsername: (_, { username }, { services }) => services.users.byUsername(username),
    users: (_, { query, ...page }, { services }) => services.users.search(parseInput(searchText, { query }).query, page),
  },
  Mutation: {
    updateProfile: mutation(
      'UpdateProfileSuccess',
      ({ kept: { files } }) => updateProfileInput((address) => files.isPublicUrl(address)),
      async (input, { services }) => {
        const user = await services.users.updateProfile(input);
        return { user, privacy: user };
      },
    ),
  },
  Viewer: {
    email: ({ user }, _, { kept }) => addressOf(kept.fields, user),
    role: ({ user }) => roleName(user.role),
    permissions: ({ user }) => [...permissionsOf(user.role)],
    limitedUntil: ({ user }, _, { kept }) => (isLimitedAt(user, kept.clock.now()) ? user.limitedUntil : null),
    privacy: ({ user }) => user,
    neighbourhood: ({ user }) => user.neighbourhood,
    activityLevel: ({ user }) => user.activityLevel,
  },
  User: {
    __resolveReference: ({ id }, { services }) => services.users.byReference(id),
    avatarUrl: (user, _, { services }) => services.users.avatarUrl(user),
    bio: (user, _, { services }) => services.users.bio(user),
    interests: (user, _, { services }) => services.users.interests(user),
    traits: (user, _, { services }) => services.users.traits(user),
    location: (user, _, { services }) => services.users.location(user),
    city: (user, _, { services }) => services.users.city(user),
    studyFocus: (user, _, { services }) => services.users.studyFocus(user),
  },
  PrivacySettings: {
    bio: (row) => row.bioVisibility,
    location: (row) => row.locationVisibility,
    interests: (row) => row.interestsVisibility,
    friends: (row) => row.friendsVisibility,
    attendance: (row) => row.attendanceVisibility,
  },
};
