import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { isErased } from '../modules/person/person.store';

/** Keeps the copy of a membership, because tickets of an event for a group are for its members. */
export const groupMemberChanged: Handler<'group.member_changed'> = async ({ payload: { groupId, userId, version, role } }, step) => {
  if (await isErased(step, userId)) return;
  await keepNewer(step.tx, 'group_members', ['groupId', 'userId'], { groupId, userId, version, active: role !== null });
};
