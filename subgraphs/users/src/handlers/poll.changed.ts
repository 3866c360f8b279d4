import type { Handler } from '../context';
import { pollAsked, pollClosed } from '../modules/notification/notification-invitation-content';
import { subjects } from '../modules/notification/notification-subjects';
import { notGone, postNotification, withdrawNotifications } from '../modules/notification/notification.store';

/** Tells members of a group what they are asked, until it is over; then those who answered what came of it. */
export const pollChanged: Handler<'poll.changed'> = async ({ payload }, step) => {
  const { pollId, state, groupId, groupName, question, authorId, leader, userIds } = payload;
  const [subject, group] = [subjects.poll(pollId), { id: groupId, name: groupName }];
  if (state === 'OPEN') return postNotification(step, await notGone(step, groupId, userIds), pollAsked(group, pollId, question, authorId));
  await withdrawNotifications(step, state === 'DELETED' ? { subject } : { subject, type: 'GROUP_POLL_ASKED' });
  if (state === 'CLOSED') await postNotification(step, userIds, pollClosed(group, pollId, question, leader));
};
