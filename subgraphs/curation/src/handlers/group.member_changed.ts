import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { isErased } from '../modules/person/person.store';

/** Keeps who is a member of a group: they see its events. An erased person does not come back. */
export const groupMemberChanged: Handler<'group.member_changed'> = async ({ payload }, { tx }) => {
  const { groupId, userId, version, role } = payload;
  if (await isErased(tx, userId)) return;
  await keepNewer(tx, 'group_members', ['groupId', 'userId'], { groupId, userId, version, active: role !== null });
};
