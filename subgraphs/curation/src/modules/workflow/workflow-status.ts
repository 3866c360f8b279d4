import type { CurationStatus } from '@marquee/schema/topics';

/** What can happen to a workflow. A new submission is no action: it begins a new workflow. */
export type WorkflowAction = 'CLAIM' | 'APPROVE' | 'REJECT' | 'REQUEST_CHANGES' | 'FLAG' | 'APPEAL' | 'RESTORE';

const DECISIONS = { APPROVE: 'APPROVED', REJECT: 'REJECTED', REQUEST_CHANGES: 'NEEDS_REVISION' } as const;

/**
 * The life of a workflow, whole. APPROVED can be claimed and decided because an approved event is queued for a second look when somebody
 * flags it, or the screening doubts it; that it must stand in the queue is the caller's check. FLAG hides it. REJECTED and
 * NEEDS_REVISION are final for this submission but for an appeal; RESTORE puts on show again what was taken down.
 */
const TRANSITIONS: Record<CurationStatus, Partial<Record<WorkflowAction, CurationStatus>>> = {
  PENDING: { CLAIM: 'IN_REVIEW', ...DECISIONS },
  IN_REVIEW: { CLAIM: 'IN_REVIEW', FLAG: 'FLAGGED', ...DECISIONS },
  FLAGGED: { CLAIM: 'IN_REVIEW', ...DECISIONS },
  APPEALED: { CLAIM: 'IN_REVIEW', ...DECISIONS },
  APPROVED: { CLAIM: 'IN_REVIEW', FLAG: 'FLAGGED', ...DECISIONS },
  NEEDS_REVISION: { APPEAL: 'APPEALED' },
  REJECTED: { APPEAL: 'APPEALED', RESTORE: 'APPROVED' },
};

/** The status after the action, or null when it cannot happen now. */
export const statusAfter = (status: CurationStatus, action: WorkflowAction): CurationStatus | null => TRANSITIONS[status][action] ?? null;

/** The statuses in which a curator has something to do. */
const OPEN_STATUSES = ['PENDING', 'IN_REVIEW', 'FLAGGED', 'APPEALED'] as const satisfies readonly CurationStatus[];

export const isOpen = (status: CurationStatus): boolean => (OPEN_STATUSES as readonly string[]).includes(status);
