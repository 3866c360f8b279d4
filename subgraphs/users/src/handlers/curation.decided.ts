import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { verdictReached } from '../modules/notification/notification-text';
import { postNotification } from '../modules/notification/notification.store';
import { recountDeeds } from '../modules/reputation/reputation.store';

/** Keeps the copy of a decision, tells the organiser of a verdict, and counts a flag that was upheld against their reputation. */
export const curationDecided: Handler<'curation.decided'> = async ({ payload }, step) => {
  const { workflowId, version, eventId, creatorId, status, curatorId, notes } = payload;
  const { tx } = step;
  const before = await tx.curationCopy.findUnique({ where: { workflowId }, select: { status: true } });
  if (!(await keepNewer(tx, 'curation_copies', ['workflowId'], { workflowId, version, eventId, creatorId, status }))) return;
  const event = await tx.eventCopy.findUnique({ where: { eventId } });
  // Imported events start approved: that a machine agrees, a thousand times for one import, is no news.
  const routine = curatorId === null && status === 'APPROVED' && event?.imported !== false;
  if (before?.status !== status && curatorId !== creatorId && !routine) {
    await postNotification(step, [creatorId], verdictReached(eventId, event?.title ?? null, status, notes));
  }
  if ((before?.status === 'FLAGGED') !== (status === 'FLAGGED')) await recountDeeds(step, [creatorId]);
};
