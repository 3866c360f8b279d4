import { refTo } from '@marquee/platform';
import type { Assessment, Decision, Flag, Workflow } from '../../generated/prisma/client';

/** A flag, with what all flags of its workflow come to: not all are shown. */
export interface ShownFlag extends Flag {
  openFlags: number;
  flagWeight: number;
}

/** What the stages of a workflow are read from. */
export interface StageFacts {
  workflow: Pick<Workflow, 'status'>;
  assessment: Pick<Assessment, 'recommendation' | 'createdAt'> | null;
  /** The last one by a human; null when none decided. */
  decision: Pick<Decision, 'decision' | 'curatorId' | 'notes' | 'qualityScore' | 'createdAt'> | null;
  flags: readonly Pick<ShownFlag, 'openFlags' | 'flagWeight'>[];
}

const SCREENED = { PASS: 'PASSED', HUMAN_REVIEW: 'UNCERTAIN', FAIL: 'FAILED' } as const;
const DECIDED = { APPROVE: 'APPROVED', REJECT: 'REJECTED', REQUEST_CHANGES: 'NEEDS_REVISION' } as const;

/** The three stages and where each stands; derived, so that they can never disagree with the status. */
export function stagesOf({ workflow, assessment, decision, flags }: StageFacts) {
  const undecided = workflow.status === 'APPROVED' ? ('NOT_NEEDED' as const) : ('PENDING' as const);
  return {
    preScreening: {
      status: assessment ? SCREENED[assessment.recommendation] : ('PENDING' as const),
      processedAt: assessment?.createdAt ?? null,
    },
    humanReview: {
      status: decision ? DECIDED[decision.decision] : undecided,
      curator: refTo(decision?.curatorId ?? null),
      notes: decision?.notes ?? null,
      qualityScore: decision?.qualityScore ?? null,
      reviewedAt: decision?.createdAt ?? null,
    },
    communityOversight: { openFlags: flags[0]?.openFlags ?? 0, flagWeight: flags[0]?.flagWeight ?? 0 },
  };
}
