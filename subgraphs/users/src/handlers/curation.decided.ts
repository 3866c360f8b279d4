import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { verdictReached } from '../modules/notification/notification-content';
import { postNotification } from '../modules/notification/notification.store';

/** Keeps the copy of a decision, and tells the organiser of a verdict, and when flags have hidden their event. */
export const curationDecided: Handler<'curation.decided'> = async ({ payload }, step) => {
  const { workflowId, version, eventId, creatorId, status, curatorId } = payload;
  const { tx } = step;
  if (await isAnyErased(step, [creatorId])) return;
  const before = await tx.curationCopy.findUnique({ where: { workflowId }, select: { status: true } });
  if (!(await keepNewer(tx, 'curation_copies', ['workflowId'], { workflowId, version, eventId, creatorId, status }))) return;
  const event = await tx.eventCopy.findUnique({ where: { eventId } });
  // Imported events start approved: that a machine agrees, a thousand times for one import, is no news.
  const routine = curatorId === null && status === 'APPROVED' && event?.imported !== false;
  if (before?.status !== status && curatorId !== creatorId && !routine) {
    await postNotification(step, [creatorId], verdictReached(eventId, event, status, payload));
  }
};
