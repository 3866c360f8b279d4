import type { Fact } from '@marquee/platform';
import type { ReportEvidence, ReportRaised } from '@marquee/schema/topics';

/** What a reported place says; without one, that there is nothing to see. */
export const venueEvidence = (
  { reportId, kind, subjectId }: ReportRaised,
  venue: { ownerId: string | null; organizationId: string | null; parts: Record<string, string> } | null,
): Fact<'report.evidence', ReportEvidence> => ({
  topic: 'report.evidence',
  key: subjectId,
  payload: {
    ...{ reportId, kind, subjectId, authorId: venue?.ownerId ?? null, evidence: venue?.parts ?? null },
    ...(venue?.organizationId && { organizationId: venue.organizationId }),
  },
});
