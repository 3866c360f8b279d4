import type { FactHandler } from '@marquee/platform';
import type { CurationDecided } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import type { EventStanding } from '../generated/prisma/client';
import { after as statusAfter, type EventStep } from '../modules/event/event.status';
import { changeEvent, lockEvent } from '../modules/event/event.store';

const STEPS: Partial<Record<CurationDecided['status'], EventStep>> = { APPROVED: 'approve', NEEDS_REVISION: 'return', REJECTED: 'reject' };
const HIDDEN: Partial<Record<CurationDecided['status'], boolean>> = { FLAGGED: true, APPROVED: false };
const CHANGES = { approve: 'PUBLISHED', return: 'RETURNED', reject: 'REJECTED' } as const;

/**
 * Curation decided: the event takes the step, unless the decision is older than the last one we know, or judged a text that has
 * changed since (the organiser's change has asked for a new review already). Flags hide it whatever its text, and only an approval shows
 * it again: what lies between the two, a curator's claim say, leaves it as it is.
 */
export const curationDecided =
  (runtime: SubgraphRuntime): FactHandler<CurationDecided, Tx> =>
  async ({ payload, headers }, { tx, after }) => {
    const event = await lockEvent(tx, payload.eventId);
    if (!event) return;
    const known = await tx.eventStanding.findUnique({ where: { eventId: event.id } });
    if (!isNews(payload, known)) return;
    const standing = {
      workflowId: payload.workflowId,
      workflowVersion: payload.version,
      decidedAt: payload.decidedAt,
      curationStatus: payload.status,
      qualityScore: payload.qualityScore,
      badges: payload.badges,
    };
    await tx.eventStanding.upsert({ where: { eventId: event.id }, create: { eventId: event.id, ...standing }, update: standing });
    const step = STEPS[payload.status];
    const next = step && payload.eventVersion >= event.contentVersion ? statusAfter(step, event.status) : null;
    const hidden = HIDDEN[payload.status] ?? event.hidden;
    if (!next && hidden === event.hidden) return;
    const change = { runtime, tx, after, correlationId: headers.correlationId ?? 'none' };
    const publishedAt = next === 'PUBLISHED' && !event.publishedAt ? { publishedAt: runtime.clock.now() } : {};
    const what = next ? CHANGES[step as keyof typeof CHANGES] : 'UPDATED';
    await changeEvent(change, event, { hidden, ...(next ? { status: next } : {}), ...publishedAt }, what);
  };

/** A workflow counts its own versions; between two workflows of one event the later decision counts. */
function isNews(decided: CurationDecided, known: EventStanding | null): boolean {
  if (!known?.decidedAt) return true;
  if (known.workflowId === decided.workflowId) return decided.version > (known.workflowVersion ?? 0);
  return new Date(decided.decidedAt) >= known.decidedAt;
}
