import type { CurationDecided } from '@marquee/schema/topics';
import type { Handler } from '../context';
import type { EventStanding } from '../generated/prisma/client';
import { statusAfter, type EventStep } from '../modules/event/event-status';
import { lockWithSeries } from '../modules/event/event-series.store';
import { changeEvent } from '../modules/event/event.store';
import { followDecision } from '../modules/series/series.store';

const STEPS: Partial<Record<CurationDecided['status'], EventStep>> = { APPROVED: 'approve', NEEDS_REVISION: 'return', REJECTED: 'reject' };
const HIDDEN: Partial<Record<CurationDecided['status'], boolean>> = { FLAGGED: true, APPROVED: false };
const CHANGES = { approve: 'PUBLISHED', return: 'RETURNED', reject: 'REJECTED' } as const;

/**
 * Curation decided: the event takes the step, unless the decision is older than the last one we know, or judged a text that has
 * changed since (the organiser's change has asked for a new review already). Flags hide it whatever its text, and only an approval shows
 * it again: what lies between the two, a curator's claim say, leaves it as it is.
 */
export const curationDecided: Handler<'curation.decided'> = async ({ payload }, step) => {
  const { series, event } = await lockWithSeries(step, payload.eventId);
  if (!event) return;
  const known = await step.tx.eventStanding.findUnique({ where: { eventId: event.id } });
  if (!isNews(payload, known)) return;
  const standing = {
    workflowId: payload.workflowId,
    workflowVersion: payload.version,
    decidedAt: payload.decidedAt,
    curationStatus: payload.status,
    qualityScore: payload.qualityScore,
    badges: payload.badges,
  };
  await step.tx.eventStanding.upsert({ where: { eventId: event.id }, create: { eventId: event.id, ...standing }, update: standing });
  const taken = STEPS[payload.status];
  const next = taken && payload.eventVersion >= event.contentVersion ? statusAfter(taken, event.status) : null;
  const hidden = HIDDEN[payload.status] ?? (event.hidden || (isOver(event) && (taken === 'reject' || taken === 'return')));
  if (!next && hidden === event.hidden) return;
  const publishedAt = next === 'PUBLISHED' && !event.publishedAt ? { publishedAt: step.now } : {};
  const what = next ? CHANGES[taken as keyof typeof CHANGES] : 'UPDATED';
  const changed = await changeEvent(step, event, { hidden, ...(next ? { status: next } : {}), ...publishedAt }, what, null);
  if (next && taken) await followDecision(step, series, changed, taken);
};

/** What is over, or called off, takes no step any more; a curator who refuses it takes it out of sight. */
const isOver = ({ status }: { status: string }): boolean => status === 'COMPLETED' || status === 'CANCELLED';

/** A workflow counts its own versions; between two workflows of one event the later decision counts. */
function isNews(decided: CurationDecided, known: EventStanding | null): boolean {
  if (!known?.decidedAt) return true;
  if (known.workflowId === decided.workflowId) return decided.version > (known.workflowVersion ?? 0);
  return new Date(decided.decidedAt) >= known.decidedAt;
}
