import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { appealSuspensionInput, decideSuspensionAppealInput } from './suspension.input';

export const suspensionResolvers: Resolvers = {
  Query: {
    suspensionAppeals: (_, page, { services }) => services.suspensions.appeals(page),
  },
  Mutation: {
    appealSuspension: mutation('AppealSuspensionSuccess', appealSuspensionInput, async (input, { services }) => ({
      appealedAt: await services.suspensions.appeal(input),
    })),
    decideSuspensionAppeal: mutation('DecideSuspensionAppealSuccess', decideSuspensionAppealInput, async (input, { services }) => ({
      suspension: await services.suspensions.decide(input),
    })),
  },
  Suspension: {
    user: ({ userId }, _, { services }) => services.suspensions.person(userId),
    by: ({ byId }, _, { services }) => services.suspensions.person(byId),
    decidedBy: ({ decidedById }, _, { services }) => services.suspensions.person(decidedById),
  },
};
