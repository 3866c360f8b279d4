import { id, idempotencyKey, line, z } from '@marquee/platform';

const visibility = z.enum(['PRIVATE', 'FRIENDS']);

export const createWishListInput = z.object({ name: line(80), visibility, idempotencyKey: idempotencyKey() });
export type CreateWishList = z.output<typeof createWishListInput>;

export const updateWishListInput = z.object({
  wishListId: id(),
  name: line(80).nullish(),
  visibility: visibility.nullish(),
  idempotencyKey: idempotencyKey(),
});
export type UpdateWishList = z.output<typeof updateWishListInput>;

/** Of mutations about a list alone. */
export const wishListInput = z.object({ wishListId: id(), idempotencyKey: idempotencyKey() });
export type OfWishList = z.output<typeof wishListInput>;

export const shareWishListInput = z.object({
  wishListId: id(),
  userIds: z
    .array(id())
    .min(1, 'must not be empty')
    .max(20, 'must have at most 20 entries')
    .transform((ids) => [...new Set(ids)]),
  idempotencyKey: idempotencyKey(),
});
export type ShareWishList = z.output<typeof shareWishListInput>;

export const unshareWishListInput = z.object({ wishListId: id(), userId: id(), idempotencyKey: idempotencyKey() });
export type UnshareWishList = z.output<typeof unshareWishListInput>;

/** Of mutations about an event of a list. */
export const wishListEventInput = z.object({ wishListId: id(), eventId: id(), idempotencyKey: idempotencyKey() });
export type OfWishListEvent = z.output<typeof wishListEventInput>;
