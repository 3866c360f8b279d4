import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { followed } from '../modules/notification/notification-content';
import { postNotification } from '../modules/notification/notification.store';

/** Tells somebody who follows them. */
export const personFollowed: Handler<'person.followed'> = async ({ payload: { followerId, followeeId } }, step) => {
  if (await isAnyErased(step, [followerId, followeeId])) return;
  await postNotification(step, [followeeId], followed(followerId));
};
