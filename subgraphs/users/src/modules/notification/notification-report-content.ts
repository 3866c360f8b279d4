import type { CaseAppealDecided, CaseDecided, ReportSettled, SubjectKind } from '@marquee/schema/topics';
import type { NotificationContent } from './notification-content';
import { notesOf, type Written } from './notification-notes';
import { subjects } from './notification-subjects';

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
  written: Written,
): NotificationContent => ({
  type: 'CONTENT_REMOVED',
  parameters: { what, state, ...notesOf(written) },
  target: null,
  subject: subjects.contentDecided(caseId),
});

/** Somebody else has looked again, and the decision stands. */
export const contentAppealUpheld = ({ caseId, kind, notes, noteTexts }: CaseAppealDecided): NotificationContent => ({
  type: 'CONTENT_APPEAL_UPHELD',
  parameters: { what: kind, ...notesOf({ notes, ...(noteTexts && { noteTexts }) }) },
  target: null,
  subject: subjects.contentAppealUpheld(caseId),
});
