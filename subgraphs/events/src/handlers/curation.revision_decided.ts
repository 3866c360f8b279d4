import type { CurationRevisionDecided } from '@marquee/schema/topics';
import type { Handler } from '../context';
import type { EventRevision } from '../generated/prisma/client';
import { changesOf, endRevision } from '../modules/event/event-revision.store';
import { lockWithSeries } from '../modules/event/event-series.store';
import { changeEvent } from '../modules/event/event.store';
import { applyToSeries } from '../modules/series/series.store';
import { ensureTags } from '../modules/tag/tag.store';

const OUTCOMES = { APPROVED: 'APPLIED', NEEDS_REVISION: 'RETURNED', REJECTED: 'REFUSED' } as const satisfies Record<
  CurationRevisionDecided['status'],
  EventRevision['status']
>;

/**
 * A proposed change was decided: it goes on show, or back to its author. One that was withdrawn or replaced meanwhile stays as it is:
 * the event's lock decides which of the two was first.
 */
export const curationRevisionDecided: Handler<'curation.revision_decided'> = async ({ payload }, step) => {
  const { series, event } = await lockWithSeries(step, payload.eventId);
  const revision = event && (await step.tx.eventRevision.findUnique({ where: { id: payload.revisionId } }));
  if (!revision || revision.status !== 'PENDING' || event.status !== 'PUBLISHED') return;
  const outcome = OUTCOMES[payload.status];
  const changes = outcome === 'APPLIED' ? changesOf(revision) : {};
  if (changes.tags) await ensureTags(step, changes.tags);
  const content = outcome === 'APPLIED' ? { ...changes, contentVersion: event.version + 1 } : {};
  // Without a change of content, too: those who run the event hear live of what became of it.
  const changed = await changeEvent(step, event, content, 'UPDATED', outcome === 'APPLIED' ? revision.authorId : null);
  if (outcome === 'APPLIED') await applyToSeries(step, series, changed, revision);
  await endRevision(step, changed, revision, outcome, { decidedById: payload.curatorId, notes: payload.notes });
};
