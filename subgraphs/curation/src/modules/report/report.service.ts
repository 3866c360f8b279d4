import { isId, Keyset, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { Report } from '../../generated/prisma/client';
import { mayJudge, organizationOf } from '../subject/subject-rights';
import type { NewReport, WithdrawReport } from './report.input';
import { makeReport, withdrawReport } from './report.store';

const newestFirst = new Keyset('myReports', { createdAt: 'time', id: 'id' }, 'greatest first');

/** What people report of what others wrote. */
export class ReportService {
  constructor(private readonly ctx: Context) {}

  /**
   * May the viewer know who reported it, and what it says? Neither the reporter nor the author, whatever else they are. Whose words it is about
   * is known with its case.
   */
  async judges({ kind, reporterId, caseId }: Report): Promise<boolean> {
    const { caller, loaders } = this.ctx;
    const { viewer } = caller;
    if (!mayJudge(viewer, kind) || reporterId === viewer?.id || caseId === null) return false;
    const one = await loaders.caseById.load(caseId);
    if (one === null || one.authorId === viewer?.id) return false;
    const organizationId = organizationOf(one);
    return organizationId === null || (await loaders.viewerRoleByOrganizationId.load(organizationId)) === null;
  }

  /** For the reporter, and those who judge such things. */
  async byId(reportId: string): Promise<Report | null> {
    const { loaders, viewerId } = this.ctx;
    const report = isId(reportId) ? await loaders.reportById.load(reportId) : null;
    if (!report) return null;
    const isOwn = report.reporterId !== null && report.reporterId === viewerId;
    return isOwn || (await this.judges(report)) ? report : null;
  }

  async require(reportId: string): Promise<Report> {
    const report = await this.byId(reportId);
    if (!report) throw notFound('This report');
    return report;
  }

  async mine(args: PageArguments): Promise<Connection<Report>> {
    const { prisma } = this.ctx.kept.db;
    const page = newestFirst.page(args);
    const where = { reporterId: this.ctx.viewer.id };
    const rows = await prisma.report.findMany(newestFirst.prisma(page, where));
    return newestFirst.connection(rows, page, { totalCount: () => prisma.report.count({ where }) });
  }

  async make(input: NewReport): Promise<Report> {
    const { viewer } = this.ctx;
    return this.require(await this.ctx.change('report', input, async (step) => (await makeReport(step, input, viewer)).id));
  }

  async withdraw(input: WithdrawReport): Promise<Report> {
    const { viewer } = this.ctx;
    return this.require(
      await this.ctx.change('withdrawReport', input, async (step) => (await withdrawReport(step, input.reportId, viewer.id)).id),
    );
  }
}
