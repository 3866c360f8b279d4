import { followPushes } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context } from '../../context';
import type { Post } from '../../generated/prisma/client';
import type { PostPush } from './post.types';

/** So many people and groups one stream listens to; who has more, reads the others in the feed. */
const MOST_SOURCES = 1_000;

/** New posts of the viewer's circle and groups, read anew as the viewer sees them; those that they may not see are passed over. */
export async function followFeed(ctx: Context): Promise<AsyncIterableIterator<Post>> {
  const sources = await ctx.kept.db.query<{ id: string; isGroup: boolean }>({
    name: 'social.post-feed-sources',
    text: `SELECT $1::uuid AS id, false AS "isGroup" UNION SELECT friend_id, false FROM friendships WHERE user_id = $1
           UNION SELECT followee_id, false FROM follows WHERE follower_id = $1
           UNION SELECT group_id, true FROM group_members WHERE user_id = $1 AND active LIMIT ${MOST_SOURCES}`,
    values: [ctx.viewer.id],
  });
  return followPushes<Context, PostPush, Post>(ctx, {
    channel: sources.map(({ id, isGroup }) => (isGroup ? channels.groupPosts(id) : channels.posts(id))),
    load: ({ postId }, fresh) => fresh.services.posts.byId(postId),
    allowed: (fresh) => fresh.services.people.viewerIsActive(),
    endsOn: [channels.rights(ctx.viewer.id)],
  });
}
