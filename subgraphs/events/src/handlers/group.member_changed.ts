import { keepNewer } from '@marquee/platform';
import { channels } from '../channels';
import type { Handler } from '../context';
import { isAnyErased } from '../modules/person/person.store';

/** Keeps the members of groups, who see the events of their group. */
export const groupMemberChanged: Handler<'group.member_changed'> = async ({ payload }, step) => {
  const { groupId, userId, version, role } = payload;
  if (await isAnyErased(step, [userId])) return;
  const isNew = await keepNewer(step.tx, 'group_members', ['groupId', 'userId'], { groupId, userId, version, role });
  if (isNew) step.push(channels.rights(userId));
};
