import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers, ResolversParentTypes } from '../../generated/resolvers';
import { placeOf } from '../group/group-place';
import { maySeeMembers } from '../group/group-rights';
import { commentOnPostInput, createPostInput, deletePostCommentInput, hidePostInput, postInput, updatePostInput } from './post.input';

export const postResolvers: Resolvers = {
  Query: {
    post: (_, { id }, { services }) => services.posts.byId(id),
    postFeed: (_, args, { services }) => services.posts.feed(args),
  },
  Mutation: {
    createPost: mutation('CreatePostSuccess', createPostInput, async (input, { services }) => ({
      post: await services.posts.create(input),
    })),
    updatePost: mutation('UpdatePostSuccess', updatePostInput, async (input, { services }) => ({
      post: await services.posts.update(input),
    })),
    deletePost: mutation('DeletePostSuccess', postInput, async (input, { services }) => ({
      deletedId: await services.posts.delete(input),
    })),
    likePost: mutation('LikePostSuccess', postInput, async (input, { services }) => ({ post: await services.posts.like(input) })),
    unlikePost: mutation('UnlikePostSuccess', postInput, async (input, { services }) => ({ post: await services.posts.unlike(input) })),
    hidePost: mutation('HidePostSuccess', hidePostInput, async (input, { services }) => ({ post: await services.posts.hide(input) })),
    commentOnPost: mutation('CommentOnPostSuccess', commentOnPostInput, async (input, { services }) => ({
      comment: await services.postComments.comment(input),
    })),
    deletePostComment: mutation('DeletePostCommentSuccess', deletePostCommentInput, async (input, { services }) => ({
      deletedId: await services.postComments.delete(input),
    })),
  },
  Subscription: {
    feedChanged: {
      subscribe: (_, __, { services }) => services.posts.feedChanged(),
      resolve: (post: ResolversParentTypes['Post']) => post,
    },
  },
  User: { posts: ({ id }, args, { services }) => services.posts.ofPerson(id, args) },
  Group: { posts: (group, args, { services }) => services.posts.ofGroup(group.id, maySeeMembers(group), args) },
  Event: { posts: ({ id }, args, { services }) => services.posts.ofEvent(id, args) },
  Post: {
    author: ({ authorId }) => refTo(authorId),
    group: ({ groupId }, _, { services }) => (groupId === null ? null : services.groups.byId(groupId)),
    event: ({ eventId }) => refTo(eventId),
    eventCard: ({ eventCardId }) => refTo(eventCardId),
    placeCard: (post) => placeOf(post),
    shared: ({ sharedPostId }, _, { services }) => services.posts.byId(sharedPostId),
    likeCount: async ({ id }, _, { loaders }) => (await loaders.postCounts.load(id))?.likes ?? 0,
    commentCount: async ({ id }, _, { loaders }) => (await loaders.postCounts.load(id))?.comments ?? 0,
    shareCount: async ({ id }, _, { loaders }) => (await loaders.postCounts.load(id))?.shares ?? 0,
    viewerLikes: async ({ id }, _, { loaders, viewerId }) =>
      viewerId === null ? null : ((await loaders.postCounts.load(id))?.viewerLikes ?? false),
    comments: ({ id }, args, { services }) => services.postComments.ofPost(id, args),
  },
  PostComment: {
    author: ({ authorId }) => refTo(authorId),
    replies: ({ id }, args, { services }) => services.postComments.replies(id, args),
  },
};
