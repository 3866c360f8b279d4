import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { roleName } from '../user/user-roles';
import { reinstateUserInput, setUserRoleInput, suspendUserInput, verifyUserInput } from './moderation.input';

export const moderationResolvers: Resolvers = {
  Mutation: {
    setUserRole: mutation('SetUserRoleSuccess', setUserRoleInput, async (input, { services }) => {
      const user = await services.moderation.setRole(input);
      return { user, role: roleName(user.role) };
    }),
    suspendUser: mutation('SuspendUserSuccess', suspendUserInput, async (input, { services }) => {
      const user = await services.moderation.suspend(input);
      return { user, suspendedAt: user.suspendedAt! };
    }),
    reinstateUser: mutation('ReinstateUserSuccess', reinstateUserInput, async (input, { services }) => ({
      user: await services.moderation.reinstate(input),
    })),
    verifyUser: mutation('VerifyUserSuccess', verifyUserInput, async (input, { services }) => ({
      user: await services.moderation.verify(input),
    })),
  },
};
