import type { Context } from '../../context';
import type { EventAccess } from '../event/event-access.service';
import { salesReport } from './sales-report.sql';
import type { ReportBy, SalesRow, SalesRowView } from './sales-report.types';

/** What was sold of an event, for those who report. */
export class SalesReportService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  /** Null without the right REPORT. */
  async ofEvent(eventId: string, by: ReportBy): Promise<SalesRowView[] | null> {
    if (!(await this.events.hasRight(eventId, 'REPORT'))) return null;
    const rows = await this.ctx.kept.db.prisma.$queryRaw<SalesRow[]>(salesReport(eventId, by));
    return rows.map((row) => ({ ...row, by }));
  }
}
