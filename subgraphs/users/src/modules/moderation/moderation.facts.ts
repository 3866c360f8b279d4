import type { Fact } from '@marquee/platform';
import type { ReportEvidence, ReportRaised } from '@marquee/schema/topics';

/** A profile as it was reported. */
export interface ReportedProfile {
  userId: string;
  parts: Record<string, string>;
}

/** What a reported profile says; without one, that there is nothing to see. */
export const profileEvidence = (
  { reportId, kind, subjectId }: ReportRaised,
  profile: ReportedProfile | null,
): Fact<'report.evidence', ReportEvidence> => ({
  topic: 'report.evidence',
  key: subjectId,
  payload: { reportId, kind, subjectId, authorId: profile?.userId ?? null, evidence: profile?.parts ?? null },
});
