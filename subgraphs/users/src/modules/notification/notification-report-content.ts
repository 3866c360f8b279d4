import type { CaseAppealDecided, CaseDecided, ReportSettled, SubjectKind } from '@marquee/schema/topics';
import type { NotificationContent } from './notification-content';
import { subjects } from './notification-subjects';

const LONGEST_NOTES = 300;
const shortened = (notes: string | null) => (notes && notes.length > LONGEST_NOTES ? `${notes.slice(0, LONGEST_NOTES).trimEnd()}…` : notes);

/** What came of a report that the reader made. It has no target: who wrote it is not led to them. */
export const reportEnded = (
  reportId: string,
  what: SubjectKind,
  outcome: Exclude<ReportSettled['outcome'], 'WITHDRAWN'>,
): NotificationContent => ({
  type: 'REPORT_SETTLED',
  parameters: { what, outcome },
  target: null,
  subject: subjects.reportSettled(reportId),
});

/** What the reader wrote was removed, or is back. */
export const contentDecided = (
  caseId: string,
  what: SubjectKind,
  state: Exclude<CaseDecided['outcome'], 'DISMISSED'>,
  notes: string | null,
): NotificationContent => ({
  type: 'CONTENT_REMOVED',
  parameters: { what, state, notes: shortened(notes) },
  target: null,
  subject: subjects.contentDecided(caseId),
});

/** Somebody else has looked again, and the decision stands. */
export const contentAppealUpheld = ({ caseId, kind, notes }: CaseAppealDecided): NotificationContent => ({
  type: 'CONTENT_APPEAL_UPHELD',
  parameters: { what: kind, notes: shortened(notes) },
  target: null,
  subject: subjects.contentAppealUpheld(caseId),
});
