import type { Fact } from '@marquee/platform';
import type { GroupMemberChanged } from '@marquee/schema/topics';
import type { GroupMember } from '../../generated/prisma/client';

/** What somebody is in a group now. */
export const groupMemberChanged = (
  group: { id: string; name: string },
  { version, userId, active, role }: Pick<GroupMember, 'version' | 'userId' | 'active' | 'role'>,
): Fact<'group.member_changed', GroupMemberChanged> => ({
  topic: 'group.member_changed',
  key: group.id,
  payload: { groupId: group.id, groupName: group.name, version, userId, role: active ? role : null },
});
