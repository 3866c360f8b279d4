import type { EventFormat, EventStatus, EventVisibility } from '../../generated/prisma/enums';

/**
 * The life of an event, as the steps that can happen to it:
 *
 *     DRAFT ──submit──▶ PENDING_REVIEW ──approve──▶ PUBLISHED ──complete──▶ COMPLETED
 *                        ▲    │   │                  │    │
 *                 submit │    │   └──reject──▶ REJECTED ◀─┘ reject (taken down; a curator, or an appeal, may approve it again)
 *                        │    ▼ return               │
 *                       NEEDS_REVISION               └──cancel──▶ CANCELLED
 *
 * An appeal may approve NEEDS_REVISION as it is. REJECTED may be submitted again, too, three times at most. CANCELLED and COMPLETED are final. What is under review, or sent back, may be cancelled too.
 */
export type EventStep = 'submit' | 'approve' | 'return' | 'reject' | 'cancel' | 'complete';

const STEPS: Record<EventStep, Partial<Record<EventStatus, EventStatus>>> = {
  submit: { DRAFT: 'PENDING_REVIEW', NEEDS_REVISION: 'PENDING_REVIEW', REJECTED: 'PENDING_REVIEW' },
  approve: { PENDING_REVIEW: 'PUBLISHED', REJECTED: 'PUBLISHED', NEEDS_REVISION: 'PUBLISHED' },
  return: { PENDING_REVIEW: 'NEEDS_REVISION', PUBLISHED: 'NEEDS_REVISION' },
  reject: { PENDING_REVIEW: 'REJECTED', PUBLISHED: 'REJECTED', NEEDS_REVISION: 'REJECTED' },
  cancel: { PENDING_REVIEW: 'CANCELLED', NEEDS_REVISION: 'CANCELLED', PUBLISHED: 'CANCELLED' },
  complete: { PUBLISHED: 'COMPLETED' },
};

/** Where a step leads from this status; null when it cannot be taken. */
export const statusAfter = (step: EventStep, status: EventStatus): EventStatus | null => STEPS[step][status] ?? null;

/** How often what was rejected may be mended and submitted again. */
export const MOST_RESUBMISSIONS = 3;

/** May the words, the time and the place still be changed? What is called off or over stays as it was. */
export const isEditable = (status: EventStatus): boolean => status !== 'CANCELLED' && status !== 'COMPLETED';

/** Is it still its organiser's alone, or sent back to them? It may be incomplete then. */
export const isDraft = (status: EventStatus): boolean => status === 'DRAFT' || status === 'NEEDS_REVISION' || status === 'REJECTED';

/** A virtual event is nowhere without its address. */
export const lacksAddress = (event: { format: EventFormat; onlineUrl: string | null }): boolean =>
  event.format === 'VIRTUAL' && event.onlineUrl === null;

/** Was it ever on show? A cancelled event is shown like a published one only if people could have seen it before. */
export const isOnShow = (event: { status: EventStatus; publishedAt: Date | null }): boolean =>
  event.status === 'PUBLISHED' || event.status === 'COMPLETED' || (event.status === 'CANCELLED' && event.publishedAt !== null);

/** Do people answer to it now? */
export const isOpen = (event: { status: EventStatus; endsAt: Date }, now: Date): boolean =>
  event.status === 'PUBLISHED' && event.endsAt > now;

/** May everybody see it, but for what flags hide? */
export const isForEverybody = (event: { status: EventStatus; publishedAt: Date | null; visibility: EventVisibility }): boolean =>
  event.visibility === 'PUBLIC' && isOnShow(event);
