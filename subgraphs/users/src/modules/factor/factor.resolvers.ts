import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { beginTotpInput, completeLoginInput, confirmTotpInput, disableTotpInput } from './factor.input';

export const factorResolvers: Resolvers = {
  Mutation: {
    completeLogin: mutation('CompleteLoginSuccess', completeLoginInput, async (input, { services }) => services.factors.complete(input)),
    beginTotp: mutation('BeginTotpSuccess', beginTotpInput, async (input, { services }) => services.factors.begin(input)),
    confirmTotp: mutation('ConfirmTotpSuccess', confirmTotpInput, async (input, { services }) => ({
      backupCodes: await services.factors.confirm(input),
    })),
    disableTotp: mutation('DisableTotpSuccess', disableTotpInput, async (input, { services }) => {
      await services.factors.disable(input);
      return { viewer: (await services.users.me())! };
    }),
  },
  Viewer: {
    secondFactorOn: ({ user }, _, { services }) => services.factors.isOn(user.id),
    backupCodesLeft: ({ user }, _, { services }) => services.factors.backupCodesLeft(user.id),
  },
};
