import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';
import { wishListSharedWith } from '../modules/notification/notification-invitation-content';
import { tellOfInvitation } from '../modules/notification/notification-invitations.store';

/** Tells somebody that a friend shares a wish-list with them, as long as they do. */
export const wishListShared: Handler<'wish_list.shared'> = async ({ payload }, step) => {
  const { wishListId: id, version, name, ownerId, userId, shared } = payload;
  if (await isAnyErased(step, [userId, ownerId])) return;
  const fact = { version, userId, state: shared ? ('OPEN' as const) : ('WITHDRAWN' as const) };
  await tellOfInvitation(step, 'WISH_LIST', id, fact, wishListSharedWith({ id, name }, ownerId));
};
