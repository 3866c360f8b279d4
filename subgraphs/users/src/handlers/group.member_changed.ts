import { keepNewer } from '@marquee/platform';
import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { groupRoleChanged } from '../modules/notification/notification-invitation-content';
import { forgetPollsOf, postNotification } from '../modules/notification/notification.store';

/** Tells a person what somebody else has made of them in a group; what they do themselves, they know. */
export const groupMemberChanged: Handler<'group.member_changed'> = async ({ payload }, step) => {
  const { groupId, groupName, userId, version, role, changedBy } = payload;
  if (await isAnyErased(step, [userId])) return;
  const row = { kind: 'GROUP_MEMBER', targetId: groupId, userId, version, invited: role !== null };
  if (!(await keepNewer(step.tx, 'invitation_copies', ['kind', 'targetId', 'userId'], row))) return;
  if (role === null) await forgetPollsOf(step, groupId, userId);
  if (changedBy !== undefined) await postNotification(step, [userId], groupRoleChanged({ id: groupId, name: groupName }, role));
};
