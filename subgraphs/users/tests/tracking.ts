import {
  ActivityReportsDocument,
  CreateGoalDocument,
  DailyActivitiesDocument,
  GoalsDocument,
  RecordDailyActivityDocument,
  type CreateGoalInput,
  type RecordDailyActivityInput,
} from './generated/documents';
import { succeeded, type Person, type World } from './world';

export const DAY = 86_400_000;

/** What somebody has of their own, and does. */
export const trackerOf = (world: World, person: Person) => ({
  tryRecord: async (input: RecordDailyActivityInput) =>
    (await world.run(person.viewer, RecordDailyActivityDocument, { input })).recordDailyActivity,
  record: async (input: RecordDailyActivityInput) =>
    succeeded((await world.run(person.viewer, RecordDailyActivityDocument, { input })).recordDailyActivity).activity,
  days: async (variables: { from?: string; until?: string; first?: number; after?: string; last?: number; before?: string } = {}) =>
    (await world.run(person.viewer, DailyActivitiesDocument, variables)).me!.dailyActivities,
  tryGoal: async (input: CreateGoalInput) => (await world.run(person.viewer, CreateGoalDocument, { input })).createGoal,
  goal: async (input: Partial<CreateGoalInput> = {}) =>
    succeeded(
      (await world.run(person.viewer, CreateGoalDocument, { input: { title: 'Read', type: 'WEEKLY', targetValue: 5, ...input } }))
        .createGoal,
    ).goal,
  goals: async (status?: 'ACTIVE' | 'COMPLETED' | 'FAILED') =>
    (await world.run(person.viewer, GoalsDocument, status ? { status } : {})).me!.goals.nodes,
  reports: async (period?: 'WEEKLY' | 'MONTHLY') =>
    (await world.run(person.viewer, ActivityReportsDocument, period ? { period } : {})).me!.activityReports.nodes,
});

/** Moves the clock to an instant. */
export const moveTo = (world: World, instant: string) => world.clock.advance(Date.parse(instant) - world.clock.now().getTime());
