import type { Fact } from '@marquee/platform';
import type { ReportEvidence, ReportRaised } from '@marquee/schema/topics';

/** What was reported as it is; without it, that there is nothing for the reporter to see. */
export const reportEvidence = (
  { reportId, kind, subjectId }: ReportRaised,
  found: { authorId: string; parts: Record<string, string>; category?: string | null } | null,
): Fact<'report.evidence', ReportEvidence> => ({
  topic: 'report.evidence',
  key: subjectId,
  payload: {
    ...{ reportId, kind, subjectId, authorId: found?.authorId ?? null, evidence: found?.parts ?? null },
    ...(found?.category && { category: found.category }),
  },
});
