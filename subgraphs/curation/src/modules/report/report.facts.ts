import type { FactOf } from '@marquee/platform';
import type { ReportRaised, Topics } from '@marquee/schema/topics';
import type { Report } from '../../generated/prisma/client';

/** Somebody has reported something: who keeps it tells what it says. */
export const reportRaised = ({ id: reportId, kind, subjectId }: Report, reporterId: string, raisedAt: Date): FactOf<Topics> => ({
  topic: 'report.raised',
  key: subjectId,
  payload: { reportId, kind: kind as ReportRaised['kind'], subjectId, reporterId, raisedAt: raisedAt.toISOString() },
});
