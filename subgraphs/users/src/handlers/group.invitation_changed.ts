import type { Handler } from '../context';
import { groupInvited } from '../modules/notification/notification-invitation-text';
import { tellOfInvitation } from '../modules/notification/notification-invitations.store';

/** Tells a person who is invited to a group. */
export const groupInvitationChanged: Handler<'group.invitation_changed'> = ({ payload }, step) =>
  tellOfInvitation(step, 'GROUP', payload.groupId, payload, (inviter) =>
    groupInvited({ id: payload.groupId, name: payload.groupName }, inviter),
  );
