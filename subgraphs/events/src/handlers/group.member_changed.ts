import { keepNewer } from '@marquee/platform';
import { channels } from '../channels';
import type { Handler } from '../context';

/** Keeps the members of groups, who see the events of their group. */
export const groupMemberChanged: Handler<'group.member_changed'> = async ({ payload }, { tx, push }) => {
  const { groupId, userId, version, role } = payload;
  if (await keepNewer(tx, 'group_members', ['groupId', 'userId'], { groupId, userId, version, role })) push(channels.rights(userId));
};
