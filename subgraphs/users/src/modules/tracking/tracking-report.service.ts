import { Keyset, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { ActivityReport } from '../../generated/prisma/client';
import { chartOf } from './tracking-chart';
import type { Period } from './tracking-days';
import type { Figures } from './tracking-figures';
import { askForFile } from './tracking-report.store';
import type { Own } from './tracking.input';

const latestFirst = new Keyset('activityReports', { startsOn: 'time', id: 'id' }, 'greatest first');

const FETCHED_WITHIN_MS = 15 * 60_000;

/** Weeks and months in numbers; every statement is bound to one person. */
export class ActivityReportService {
  constructor(private readonly ctx: Context) {}

  async list(userId: string, { period, ...args }: PageArguments & { period?: Period | null }): Promise<Connection<ActivityReport>> {
    const { prisma } = this.ctx.kept.db;
    const page = latestFirst.page(args, { of: period ?? 'ALL' });
    const where = { userId, ...(period ? { period } : {}) };
    const rows = await prisma.activityReport.findMany(latestFirst.prisma(page, where));
    return latestFirst.connection(rows, page, { totalCount: () => prisma.activityReport.count({ where }) });
  }

  async export(input: Own): Promise<ActivityReport> {
    const where = { id: input.id, userId: this.ctx.viewer.id };
    await this.ctx.change('exportActivityReport', input, async (step) => {
      const report = await step.tx.activityReport.findFirst({ where });
      if (!report) throw notFound('This report');
      await askForFile(step, report);
      return null;
    });
    return this.ctx.kept.db.prisma.activityReport.findUniqueOrThrow({ where });
  }

  figures = ({ figures }: ActivityReport): Figures => figures as unknown as Figures;

  async chart(row: ActivityReport): Promise<string> {
    const reader = await this.ctx.loaders.userById.load(row.userId);
    return chartOf(this.figures(row), reader?.language ?? 'EN');
  }

  /** Null: none was asked for, or it has expired. */
  file(row: ActivityReport): ActivityReport | null {
    if (!row.fileKey) return null;
    return row.fileExpiresAt && row.fileExpiresAt <= this.ctx.kept.clock.now() ? null : row;
  }

  async downloadUrl({ fileKey, fileReadyAt, fileExpiresAt }: ActivityReport): Promise<string | null> {
    if (!fileKey || !fileReadyAt || !fileExpiresAt) return null;
    const until = Math.min(this.ctx.kept.clock.now().getTime() + FETCHED_WITHIN_MS, fileExpiresAt.getTime());
    return this.ctx.kept.files.signRead(fileKey, new Date(until));
  }
}
