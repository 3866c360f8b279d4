import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import {
  createWishListInput,
  shareWishListInput,
  unshareWishListInput,
  updateWishListInput,
  wishListEventInput,
  wishListInput,
} from './wish-list.input';

export const wishListResolvers: Resolvers = {
  Query: {
    wishList: (_, { id }, { services }) => services.wishLists.byId(id),
    wishLists: (_, args, { services }) => services.wishLists.forViewer(args),
  },
  Mutation: {
    createWishList: mutation('CreateWishListSuccess', createWishListInput, async (input, { services }) => ({
      wishList: await services.wishLists.create(input),
    })),
    updateWishList: mutation('UpdateWishListSuccess', updateWishListInput, async (input, { services }) => ({
      wishList: await services.wishLists.update(input),
    })),
    deleteWishList: mutation('DeleteWishListSuccess', wishListInput, async (input, { services }) => ({
      deletedId: await services.wishLists.delete(input),
    })),
    shareWishList: mutation('ShareWishListSuccess', shareWishListInput, (input, { services }) => services.wishLists.share(input)),
    unshareWishList: mutation('UnshareWishListSuccess', unshareWishListInput, async (input, { services }) => ({
      wishList: await services.wishLists.unshare(input),
    })),
    leaveWishList: mutation('LeaveWishListSuccess', wishListInput, async (input, { services }) => ({
      deletedId: await services.wishLists.leave(input),
    })),
    addToWishList: mutation('AddToWishListSuccess', wishListEventInput, async (input, { services }) => ({
      wishList: await services.wishLists.addEvent(input),
    })),
    removeFromWishList: mutation('RemoveFromWishListSuccess', wishListEventInput, async (input, { services }) => ({
      wishList: await services.wishLists.removeEvent(input),
    })),
  },
  User: { wishLists: ({ id }, args, { services }) => services.wishLists.ofUser(id, args) },
  WishList: {
    owner: ({ ownerId }) => refTo(ownerId),
    people: async ({ id }, _, { services }) => (await services.wishLists.peopleOn(id)).map((userId) => refTo(userId)),
    viewerMayWrite: ({ mayWrite }) => mayWrite,
    items: (list, args, { services }) => services.wishLists.items(list, args),
  },
  WishListItem: {
    event: ({ eventId }) => refTo(eventId),
    addedBy: ({ addedBy }) => refTo(addedBy),
  },
};
