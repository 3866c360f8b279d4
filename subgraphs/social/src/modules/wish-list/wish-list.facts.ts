import type { Fact } from '@marquee/platform';
import type { WishListShared } from '@marquee/schema/topics';
import type { WishList } from '../../generated/prisma/client';

/** A list, as it is after that, is shared with somebody or is no more. */
export const wishListShared = (
  { id, version, name, ownerId }: Pick<WishList, 'id' | 'version' | 'name' | 'ownerId'>,
  userId: string,
  shared: boolean,
): Fact<'wish_list.shared', WishListShared> => ({
  topic: 'wish_list.shared',
  key: id,
  payload: { wishListId: id, version, name, ownerId, userId, shared },
});
