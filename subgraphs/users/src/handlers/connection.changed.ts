import { keepNewer } from '@marquee/platform';
import type { ConnectionChanged } from '@marquee/schema/topics';
import type { Handler, Step } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { subjects } from '../modules/notification/notification-subjects';
import { connectionAccepted, connectionRequested } from '../modules/notification/notification-content';
import { forgetEachOther, postNotification, readNotifications, withdrawNotifications } from '../modules/notification/notification.store';
import { withdrawInvitations } from '../modules/organization/organization-invitations.store';
import { lockPair } from '../modules/user/user.store';

/** Keeps the copy that says who is a friend and who is blocked, tells of requests and what became of them, and parts those who are blocked. */
export const connectionChanged: Handler<'connection.changed'> = async ({ payload }, step) => {
  const { connectionId, version, requesterId, addresseeId, type, status } = payload;
  const { tx } = step;
  if (await isAnyErased(step, [requesterId, addresseeId])) return;
  // An invitation under way between the two is seen here, or sees the block.
  if (status === 'BLOCKED') await lockPair(step, requesterId, addresseeId);
  const [lowId, highId] = requesterId < addresseeId ? [requesterId, addresseeId] : [addresseeId, requesterId];
  const before = await tx.connectionCopy.findUnique({ where: { connectionId }, select: { status: true } });
  const isNew = await keepNewer(tx, 'connection_copies', ['connectionId'], { connectionId, version, lowId, highId, type, status });
  if (!isNew || before?.status === status) return;
  if (status === 'BLOCKED') await part(step, requesterId, addresseeId);
  else if (status === 'PENDING') {
    await postNotification(step, [addresseeId], connectionRequested(requesterId));
  } else if ((await tx.connectionCopy.count({ where: { lowId, highId, status: 'PENDING' } })) === 0) await settleRequest(step, payload);
  if (status === 'ACCEPTED') await postNotification(step, [requesterId], connectionAccepted(addresseeId));
};

/** No request waits any more: one that was answered is read, one that was taken back or ran out is gone. */
async function settleRequest(step: Step, { requesterId, addresseeId, status }: ConnectionChanged): Promise<void> {
  const subject = subjects.connectionRequested(requesterId);
  if (status === 'ACCEPTED' || status === 'DECLINED') await readNotifications(step, subject, [addresseeId]);
  else await withdrawNotifications(step, { subject, userId: addresseeId });
  if (status === 'REMOVED') await withdrawNotifications(step, { subject: subjects.connectionAccepted(addresseeId), userId: requesterId });
}

async function part(step: Step, one: string, other: string): Promise<void> {
  await forgetEachOther(step, one, other);
  const between = [
    { userId: one, invitedById: other },
    { userId: other, invitedById: one },
  ];
  await withdrawInvitations(step, { OR: between });
}
