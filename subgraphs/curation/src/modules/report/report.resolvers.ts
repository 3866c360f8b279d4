import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { evidenceParts } from '../case/case-evidence';
import { reportInput, withdrawReportInput } from './report.input';

export const reportResolvers: Resolvers = {
  Query: {
    myReports: (_root, page, { services }) => services.reports.mine(page),
  },
  Mutation: {
    report: mutation('ReportSuccess', reportInput, async (input, { services }) => ({ report: await services.reports.make(input) })),
    withdrawReport: mutation('WithdrawReportSuccess', withdrawReportInput, async (input, { services }) => ({
      report: await services.reports.withdraw(input),
    })),
  },
  Report: {
    __resolveReference: ({ id }, { services }) => services.reports.byId(id),
    reporter: async (report, _args, { services }) => ((await services.reports.judges(report)) ? refTo(report.reporterId) : null),
    weight: async (report, _args, { services }) => ((await services.reports.judges(report)) ? report.weight : null),
    evidence: async (report, _args, { services }) => ((await services.reports.judges(report)) ? evidenceParts(report.evidence) : null),
  },
};
