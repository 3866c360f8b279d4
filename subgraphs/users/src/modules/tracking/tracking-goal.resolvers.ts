import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { timeOf } from '../preference/preference-clock';
import { written } from './tracking-days';
import { createGoalInput, ownInput, recordGoalProgressInput, updateGoalInput } from './tracking.input';

export const goalResolvers: Resolvers = {
  Viewer: {
    goals: ({ user }, args, { services }) => services.goals.list(user.id, args),
  },
  Mutation: {
    createGoal: mutation('CreateGoalSuccess', createGoalInput, async (input, { services }) => ({
      goal: await services.goals.create(input),
    })),
    updateGoal: mutation('UpdateGoalSuccess', updateGoalInput, async (input, { services }) => ({
      goal: await services.goals.update(input),
    })),
    recordGoalProgress: mutation('RecordGoalProgressSuccess', recordGoalProgressInput, async (input, { services }) => ({
      goal: await services.goals.recordProgress(input),
    })),
    deleteGoal: mutation('DeleteGoalSuccess', ownInput, async (input, { services }) => ({
      deletedId: await services.goals.delete(input),
    })),
  },
  Goal: {
    type: ({ period }) => period,
    startDate: ({ startsOn }) => written(startsOn),
    endDate: ({ endsOn }) => written(endsOn),
    targetValue: ({ target }) => Number(target),
    currentProgress: ({ progress }) => Number(progress),
    remindAt: ({ remindAt }) => (remindAt === null ? null : timeOf(remindAt)),
  },
};
