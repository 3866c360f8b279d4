import type { FactOf } from '@marquee/platform';
import type { CaseAppealDecided, CaseDecided, ReportSettled, Topics } from '@marquee/schema/topics';
import type { Case, Report } from '../../generated/prisma/client';

/** What was decided about a subject; who keeps it does what follows. */
export const caseDecided = (
  { id: caseId, version, kind, subjectId, authorId, organizationId, status }: Case,
  { decidedAt, ...said }: Pick<CaseDecided, 'curatorId' | 'notes' | 'noteTexts' | 'restrictDays'> & { decidedAt: Date },
): FactOf<Topics> => ({
  topic: 'case.decided',
  key: subjectId,
  payload: {
    ...{ caseId, version, kind: kind as CaseDecided['kind'], subjectId, authorId, outcome: status as CaseDecided['outcome'] },
    ...(organizationId && { organizationId }),
    ...said,
    decidedAt: decidedAt.toISOString(),
  },
});

/** What came of a report. */
export const reportSettled = ({ id: reportId, version, kind, subjectId, reporterId, status }: Report, settledAt: Date): FactOf<Topics> => ({
  topic: 'report.settled',
  key: subjectId,
  payload: {
    ...{ reportId, version, kind: kind as ReportSettled['kind'], subjectId, reporterId },
    outcome: status as ReportSettled['outcome'],
    settledAt: settledAt.toISOString(),
  },
});

/** What was decided about an author's appeal. */
export const caseAppealDecided = (
  { id: caseId, version, kind, subjectId, authorId, organizationId }: Case,
  { decidedAt, ...said }: Pick<CaseAppealDecided, 'curatorId' | 'outcome' | 'notes' | 'noteTexts'> & { decidedAt: Date },
): FactOf<Topics> => ({
  topic: 'case.appeal_decided',
  key: subjectId,
  payload: {
    ...{ caseId, version, kind: kind as CaseAppealDecided['kind'], subjectId, authorId },
    ...(organizationId && { organizationId }),
    ...said,
    decidedAt: decidedAt.toISOString(),
  },
});
