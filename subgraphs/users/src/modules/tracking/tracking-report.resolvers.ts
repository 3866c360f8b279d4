import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { written } from './tracking-days';
import { ownInput } from './tracking.input';

export const activityReportResolvers: Resolvers = {
  Viewer: {
    activityReports: ({ user }, args, { services }) => services.activityReports.list(user.id, args),
  },
  Mutation: {
    exportActivityReport: mutation('ExportActivityReportSuccess', ownInput, async (input, { services }) => ({
      report: await services.activityReports.export(input),
    })),
  },
  ActivityReport: {
    startDate: ({ startsOn }) => written(startsOn),
    endDate: ({ endsOn }) => written(endsOn),
    activityCount: (row, _, { services }) => services.activityReports.figures(row).activityCount,
    studyHours: (row, _, { services }) => services.activityReports.figures(row).studyHours,
    averageSleepHours: (row, _, { services }) => services.activityReports.figures(row).averageSleepHours,
    averageMood: (row, _, { services }) => services.activityReports.figures(row).averageMood,
    moods: (row, _, { services }) => services.activityReports.figures(row).moods,
    subjects: (row, _, { services }) => services.activityReports.figures(row).subjects,
    days: (row, _, { services }) => services.activityReports.figures(row).days,
    goalsCompleted: (row, _, { services }) => services.activityReports.figures(row).goalsCompleted,
    goalsFailed: (row, _, { services }) => services.activityReports.figures(row).goalsFailed,
    chartSvg: (row, _, { services }) => services.activityReports.chart(row),
    file: (row, _, { services }) => services.activityReports.file(row),
  },
  ActivityReportFile: {
    isReady: ({ fileReadyAt }) => fileReadyAt !== null,
    size: ({ fileSize }) => fileSize,
    expiresAt: ({ fileExpiresAt }) => fileExpiresAt,
    downloadUrl: (row, _, { services }) => services.activityReports.downloadUrl(row),
  },
};
