import type { Handler } from '../context';
import { revisionDecided } from '../modules/notification/notification-content';
import { postNotification } from '../modules/notification/notification.store';

/** Tells the author of a proposed change what became of it; not what went on show at once, which they see. */
export const curationRevisionDecided: Handler<'curation.revision_decided'> = async ({ payload }, step) => {
  const { eventId, authorId, curatorId, status } = payload;
  if (curatorId === null && status === 'APPROVED') return;
  const event = await step.tx.eventCopy.findUnique({ where: { eventId } });
  await postNotification(step, [authorId], revisionDecided(eventId, event, status, payload));
};
