import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { connectionAccepted, connectionRequested } from '../modules/notification/notification-text';
import { postNotification } from '../modules/notification/notification.store';

/** Keeps the copy that says who is a friend and who is blocked, and tells of requests and their acceptance. */
export const connectionChanged: Handler<'connection.changed'> = async ({ payload }, step) => {
  const { connectionId, version, requesterId, addresseeId, type, status } = payload;
  const { tx } = step;
  const [lowId, highId] = requesterId < addresseeId ? [requesterId, addresseeId] : [addresseeId, requesterId];
  const before = await tx.connectionCopy.findUnique({ where: { connectionId }, select: { status: true } });
  const isNew = await keepNewer(tx, 'connection_copies', ['connectionId'], { connectionId, version, lowId, highId, type, status });
  if (!isNew || before?.status === status) return;
  const person = (id: string) => tx.user.findUnique({ where: { id }, select: { id: true, displayName: true } });
  if (status === 'PENDING') {
    const requester = await person(requesterId);
    if (requester) await postNotification(step, [addresseeId], connectionRequested(requester));
  }
  if (status === 'ACCEPTED') {
    const addressee = await person(addresseeId);
    if (addressee) await postNotification(step, [requesterId], connectionAccepted(addressee));
  }
};
