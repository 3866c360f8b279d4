import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { groupInvited } from '../modules/notification/notification-invitation-content';
import { tellOfInvitation } from '../modules/notification/notification-invitations.store';

/** Tells a person who is invited to a group. */
export const groupInvitationChanged: Handler<'group.invitation_changed'> = async ({ payload }, step) => {
  const { groupId, groupName, invited, invitedBy } = payload;
  if (await isAnyErased(step, [payload.userId])) return;
  const fact = { ...payload, state: invited ? ('OPEN' as const) : ('WITHDRAWN' as const) };
  await tellOfInvitation(step, 'GROUP', groupId, fact, groupInvited({ id: groupId, name: groupName }, invitedBy));
};
