import type { Fact } from '@marquee/platform';
import type { GroupInvitationChanged, GroupMemberChanged, GroupRequestChanged } from '@marquee/schema/topics';
import type { GroupInvitation, GroupMember, GroupRequest } from '../../generated/prisma/client';

/** What somebody is in a group now. */
export const groupMemberChanged = (
  group: { id: string; name: string },
  { version, userId, active, role }: Pick<GroupMember, 'version' | 'userId' | 'active' | 'role'>,
  changedBy: string | null = null,
): Fact<'group.member_changed', GroupMemberChanged> => ({
  topic: 'group.member_changed',
  key: group.id,
  payload: {
    ...{ groupId: group.id, groupName: group.name, version, userId, role: active ? role : null },
    ...(changedBy !== null && changedBy !== userId ? { changedBy } : {}),
  },
});

/** Somebody asks to be let in, or does no more. */
export const groupRequestChanged = (
  group: { id: string; name: string },
  { version, userId, open }: Pick<GroupRequest, 'version' | 'userId' | 'open'>,
  deciderIds: string[],
): Fact<'group.request_changed', GroupRequestChanged> => ({
  topic: 'group.request_changed',
  key: group.id,
  payload: { groupId: group.id, groupName: group.name, version, userId, open, deciderIds },
});

/** Somebody is invited to a group, or is no more. */
export const groupInvitationChanged = (
  group: { id: string; name: string },
  { version, userId, inviterId, open }: Pick<GroupInvitation, 'version' | 'userId' | 'inviterId' | 'open'>,
  isTold = false,
): Fact<'group.invitation_changed', GroupInvitationChanged> => ({
  topic: 'group.invitation_changed',
  key: group.id,
  // Only an invitation that is over can be of somebody who was erased.
  payload: {
    ...{ groupId: group.id, groupName: group.name, version, userId, invitedBy: inviterId ?? userId, invited: open },
    ...(isTold ? { isTold } : {}),
  },
});
