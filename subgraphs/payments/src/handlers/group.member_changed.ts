import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';

/** Keeps the copy of a membership, because tickets of an event for a group are for its members. */
export const groupMemberChanged: Handler<'group.member_changed'> = async ({ payload: { groupId, userId, version, role } }, { tx }) => {
  await keepNewer(tx, 'group_members', ['groupId', 'userId'], { groupId, userId, version, active: role !== null });
};
