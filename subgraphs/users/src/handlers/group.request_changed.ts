import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { groupRequested } from '../modules/notification/notification-invitation-content';
import { tellOfRequest } from '../modules/notification/notification-invitations.store';

/** Tells those who run a group of somebody who asks to be let in, until it is answered. */
export const groupRequestChanged: Handler<'group.request_changed'> = async ({ payload }, step) => {
  const { groupId, groupName, userId, deciderIds } = payload;
  if (await isAnyErased(step, [userId])) return;
  await tellOfRequest(step, groupId, payload, deciderIds, groupRequested({ id: groupId, name: groupName }, userId));
};
