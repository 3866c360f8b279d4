import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { written } from './tracking-days';
import { ownInput, recordDailyActivityInput, updateDailyActivityInput } from './tracking.input';

const hours = (value: unknown): number | null => (value === null ? null : Number(value));

export const dailyActivityResolvers: Resolvers = {
  Viewer: {
    dailyActivities: ({ user }, args, { services }) => services.dailyActivities.list(user.id, args),
  },
  Mutation: {
    recordDailyActivity: mutation('RecordDailyActivitySuccess', recordDailyActivityInput, async (input, { services }) => ({
      activity: await services.dailyActivities.record(input),
    })),
    updateDailyActivity: mutation('UpdateDailyActivitySuccess', updateDailyActivityInput, async (input, { services }) => ({
      activity: await services.dailyActivities.update(input),
    })),
    deleteDailyActivity: mutation('DeleteDailyActivitySuccess', ownInput, async (input, { services }) => ({
      deletedId: await services.dailyActivities.delete(input),
    })),
  },
  DailyActivity: {
    date: ({ day }) => written(day),
    studyHours: ({ studyHours }) => hours(studyHours),
    sleepHours: ({ sleepHours }) => hours(sleepHours),
    description: (row, _, { services }) => services.dailyActivities.words(row, 'description'),
    mood: (row, _, { services }) =>
      row.moodEmoji === null ? null : { emoji: row.moodEmoji, text: services.dailyActivities.words(row, 'moodText') },
    notes: (row, _, { services }) => services.dailyActivities.words(row, 'notes'),
  },
};
