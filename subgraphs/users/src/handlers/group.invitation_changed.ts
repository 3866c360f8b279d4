import type { Handler } from '../context';
import { groupInvited } from '../modules/notification/notification-invitation-content';
import { tellOfInvitation } from '../modules/notification/notification-invitations.store';

/** Tells a person who is invited to a group. */
export const groupInvitationChanged: Handler<'group.invitation_changed'> = async ({ payload }, step) => {
  const { groupId, groupName, invited, invitedBy } = payload;
  const fact = { ...payload, state: invited ? ('OPEN' as const) : ('WITHDRAWN' as const) };
  await tellOfInvitation(step, 'GROUP', groupId, fact, groupInvited({ id: groupId, name: groupName }, invitedBy));
};
