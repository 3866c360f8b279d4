import { byId, pagesBy, type Caller } from '@marquee/platform';
import { staffMay } from '@marquee/schema/rules/event-rights';
import type { Post, PostComment } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import { countOfEach, pageOfEach, type CountOfOwner } from '../person/person.sql';
import { COMMENTS_OF_POST, postCounts, postsById, postsOfEvent, postsOfGroup, postsOfPerson, REPLIES_OF_COMMENT } from './post.sql';
import type { PostCounts } from './post.types';

export const postLoaders = ({ db }: Kept, { viewer }: Caller) => {
  const viewerId = viewer?.id ?? null;
  const staff = staffMay(viewer, 'SEE');
  const pageOf = (list: Parameters<typeof pageOfEach>[0], keyOf: (post: Post) => string | null) =>
    pagesBy<Post>(
      (ids, page) => db.query(pageOfEach(list, ids, viewerId, page)),
      (post) => keyOf(post) as string,
    );
  const comments = (list: typeof COMMENTS_OF_POST, keyOf: (comment: PostComment) => string | null) =>
    pagesBy<PostComment>(
      (ids, page) => db.query(pageOfEach(list, ids, viewerId, page)),
      (comment) => keyOf(comment) as string,
    );
  const commentCount = (list: typeof COMMENTS_OF_POST) =>
    byId<string, CountOfOwner>(
      (ids) => db.query(countOfEach(list, ids, viewerId)),
      (row) => row.id,
    );
  return {
    /** Those that the viewer may see. */
    postById: byId<string, Post>(
      (ids) => db.query(postsById(ids, viewerId, staff)),
      (post) => post.id,
    ),
    postCounts: byId<string, PostCounts>(
      (ids) => db.query(postCounts(ids, viewerId)),
      (row) => row.id,
    ),
    postsOfPersonPage: pageOf(postsOfPerson(staff), (post) => post.authorId),
    postsOfGroupPage: pageOf(postsOfGroup(staff), (post) => post.groupId),
    postsOfEventPage: pageOf(postsOfEvent(staff), (post) => post.eventId),
    commentsPage: comments(COMMENTS_OF_POST, (comment) => comment.postId),
    commentCountByPostId: commentCount(COMMENTS_OF_POST),
    repliesPage: comments(REPLIES_OF_COMMENT, (comment) => comment.parentId),
    replyCountByCommentId: commentCount(REPLIES_OF_COMMENT),
  };
};
