import { id, idempotencyKey, latitude, line, longitude, text, webAddress, z } from '@marquee/platform';

const place = z
  .object({ name: line(120).nullish(), latitude: latitude().nullish(), longitude: longitude().nullish() })
  .refine((at) => (at.latitude == null) === (at.longitude == null), 'must have both latitude and longitude, or neither')
  .refine((at) => at.name != null || at.latitude != null, 'must have a name or a point');
const visibility = z.enum(['PUBLIC', 'FRIENDS', 'PRIVATE']);
const MOST_CHARACTERS = 5_000;

export const createPostInput = z
  .object({
    ...{ text: text(MOST_CHARACTERS).nullish(), visibility, groupId: id().nullish(), eventId: id().nullish() },
    imageUrls: z.array(webAddress()).max(10, 'must be at most 10').nullish(),
    ...{ eventCardId: id().nullish(), placeCard: place.nullish(), sharedPostId: id().nullish() },
    idempotencyKey: idempotencyKey(),
  })
  .refine((post) => !post.groupId || !post.eventId, { path: ['eventId'], message: 'must be left out where there is a groupId' })
  .refine((post) => post.text || post.imageUrls?.length || post.eventCardId || post.placeCard || post.sharedPostId, {
    path: ['text'],
    message: 'must not be empty where nothing else is shown',
  });
export type CreatePost = z.output<typeof createPostInput>;

export const updatePostInput = z.object({
  ...{ postId: id(), text: text(MOST_CHARACTERS).nullish(), visibility: visibility.nullish() },
  idempotencyKey: idempotencyKey(),
});
export type UpdatePost = z.output<typeof updatePostInput>;

/** Of mutations about a post alone. */
export const postInput = z.object({ postId: id(), idempotencyKey: idempotencyKey() });
export type OfPost = z.output<typeof postInput>;

export const hidePostInput = z.object({ postId: id(), hidden: z.boolean(), idempotencyKey: idempotencyKey() });
export type HidePost = z.output<typeof hidePostInput>;

export const commentOnPostInput = z.object({
  ...{ postId: id(), parentId: id().nullish(), text: text(2_000, 1) },
  idempotencyKey: idempotencyKey(),
});
export type CommentOnPost = z.output<typeof commentOnPostInput>;

export const deletePostCommentInput = z.object({ commentId: id(), idempotencyKey: idempotencyKey() });
export type DeletePostComment = z.output<typeof deletePostCommentInput>;
