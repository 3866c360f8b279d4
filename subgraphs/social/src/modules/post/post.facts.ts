import type { Fact } from '@marquee/platform';
import type { PostChanged } from '@marquee/schema/topics';

/** What a post or a comment says now, so that it can be judged; `text` null: it is gone. */
export const postChanged = (
  post: {
    id: string;
    version: number;
    authorId: string;
    text: string | null;
    imageUrls: string[];
    groupId: string | null;
    eventId: string | null;
  },
  change: PostChanged['change'],
): Fact<'post.changed', PostChanged> => ({
  topic: 'post.changed',
  key: post.id,
  payload: {
    ...{ postId: post.id, version: post.version, kind: 'POST', change, authorId: post.authorId },
    ...{ text: post.text, imageUrls: post.imageUrls, groupId: post.groupId, eventId: post.eventId },
  },
});

export const commentChanged = (
  comment: { id: string; authorId: string; text: string },
  post: { id: string; groupId: string | null; eventId: string | null },
  change: 'WRITTEN' | 'DELETED',
): Fact<'post.changed', PostChanged> => ({
  topic: 'post.changed',
  key: comment.id,
  payload: {
    ...{ postId: comment.id, version: change === 'WRITTEN' ? 1 : 2, kind: 'COMMENT', change, authorId: comment.authorId },
    ...{ text: comment.text, imageUrls: [], groupId: post.groupId, eventId: post.eventId },
  },
});
