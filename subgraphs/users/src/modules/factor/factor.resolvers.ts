import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { stepUpInput } from './factor-step-up.input';
import { beginTotpInput, completeLoginInput, confirmTotpInput, disableTotpInput, renewBackupCodesInput } from './factor.input';

export const factorResolvers: Resolvers = {
  Mutation: {
    completeLogin: mutation('CompleteLoginSuccess', completeLoginInput, async (input, { services }) => services.factors.complete(input)),
    beginTotp: mutation('BeginTotpSuccess', beginTotpInput, async (input, { services }) => services.stepUps.beginTotp(input)),
    confirmTotp: mutation('ConfirmTotpSuccess', confirmTotpInput, async (input, { services }) => ({
      backupCodes: await services.factors.confirm(input),
    })),
    renewBackupCodes: mutation('RenewBackupCodesSuccess', renewBackupCodesInput, async (input, { services }) => ({
      backupCodes: await services.factors.renewCodes(input),
    })),
    stepUp: mutation('StepUpSuccess', stepUpInput, async (input, { services }) => ({
      elevatedUntil: await services.stepUps.stepUp(input),
    })),
    disableTotp: mutation('DisableTotpSuccess', disableTotpInput, async (input, { services }) => {
      await services.factors.disable(input);
      return { viewer: (await services.users.me())! };
    }),
  },
  Viewer: {
    security: (viewer) => viewer,
    secondFactorOn: ({ user }, _, { services }) => services.factors.isOn(user.id),
    backupCodesLeft: ({ user }, _, { services }) => services.factors.backupCodesLeft(user.id),
  },
  AccountSecurity: {
    secondFactorMethods: ({ user }, _, { services }) => services.factors.methodsOf(user.id),
    hasPassword: ({ user }) => user.passwordHash !== null,
    passwordChangedAt: ({ user }) => user.passwordChangedAt,
    lastSignInAt: ({ user }, _, { services }) => services.sessions.lastSignInAt(user.id),
    elevatedUntil: (viewer, _, { services }) => services.sessions.elevatedUntil(viewer),
  },
};
