import { notAllowed, notFound } from '@marquee/platform';
import { staffMay } from '@marquee/schema/rules/event-rights';
import type { Viewer } from '@marquee/platform';
import type { Step } from '../../context';
import type { Post } from '../../generated/prisma/client';
import { isBanned } from '../group/group.store';
import { visiblePost } from './post.sql';

/** The post if the viewer may see it, held so that it is not deleted meanwhile; likes and comments side by side do not wait. Throws NotFound. */
export async function requirePost({ tx }: Step, viewer: Viewer, postId: string): Promise<Post> {
  const found = await tx.$queryRawUnsafe<unknown[]>(
    `SELECT p.id FROM posts p WHERE p.id = $1::uuid AND ${visiblePost('$2', staffMay(viewer, 'SEE'))} FOR KEY SHARE`,
    ...[postId, viewer.id],
  );
  if (found.length === 0) throw notFound('This post');
  return tx.post.findUniqueOrThrow({ where: { id: postId } });
}

/**
 * A post that this person may take away, held so that two do it one behind the other: their own, wherever it stands and whoever sees it by now,
 * and any in a place that they run, also of somebody who has blocked them. Throws for everybody else.
 */
export async function requirePostToDelete(step: Step, viewer: Viewer, postId: string): Promise<Post> {
  await step.tx.$queryRaw`SELECT 1 FROM posts WHERE id = ${postId}::uuid FOR UPDATE`;
  const post = await step.tx.post.findUnique({ where: { id: postId } });
  if (post && (post.authorId === viewer.id || (await runsPlaceOf(step, post, viewer.id)))) return post;
  await requirePost(step, viewer, postId);
  throw notAllowed('This post is somebody else’s.');
}

/** Throws unless this person may say something to the post: nobody who is banned from where it stands, and nobody where it is archived. */
export async function requireVoiceAt(step: Step, { groupId, eventId }: Post, userId: string): Promise<void> {
  const { tx } = step;
  if (groupId) {
    const group = await tx.group.findUniqueOrThrow({ where: { id: groupId } });
    if (group.archivedAt) throw notAllowed('This group is archived: nothing is written there any more.');
    if (await isBanned(step, { groupId, userId })) throw notAllowed('You are banned from this group.');
  }
  if (eventId && (await tx.roomMember.count({ where: { userId, room: { eventId }, bannedAt: { not: null } } })) > 0)
    throw notAllowed('You were sent away from this event’s room.');
}

/** Throws unless this person may write where the post stands, as if it were new. */
export async function requireVoiceFor(step: Step, { groupId, eventId }: Post, userId: string): Promise<void> {
  if (groupId) await requireVoiceInGroup(step, groupId, userId);
  if (eventId) await requireVoiceAtEvent(step, eventId, userId);
}

/** Throws unless this person may write in the group now. The lock makes a removal wait, or be seen. */
export async function requireVoiceInGroup({ tx }: Step, groupId: string, userId: string): Promise<void> {
  const [group] = await tx.$queryRaw<Array<{ archived: boolean }>>`
    SELECT g.archived_at IS NOT NULL AS archived FROM groups g JOIN group_members m ON m.group_id = g.id
    WHERE g.id = ${groupId}::uuid AND g.closed_at IS NULL AND m.user_id = ${userId}::uuid AND m.active FOR SHARE OF m`;
  if (!group) throw notFound('This group');
  if (group.archived) throw notAllowed('This group is archived: nothing is written there any more.');
}

/** Throws unless this person is in the event's room now. */
export async function requireVoiceAtEvent({ tx }: Step, eventId: string, userId: string): Promise<void> {
  const inside = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM rooms r JOIN room_members m ON m.room_id = r.id
    WHERE r.event_id = ${eventId}::uuid AND m.user_id = ${userId}::uuid AND m.active FOR SHARE OF m`;
  if (inside.length === 0) throw notAllowed('Say that you come to this event, to write about it.');
}

/** Does this person run the place where the post stands? */
export async function runsPlaceOf({ tx }: Step, { groupId, eventId }: Post, userId: string): Promise<boolean> {
  if (groupId) {
    const where = { groupId, userId, active: true, role: { not: 'MEMBER' as const } };
    return (await tx.groupMember.count({ where })) > 0;
  }
  if (!eventId) return false;
  return (await tx.roomMember.count({ where: { userId, active: true, role: 'ORGANISER', room: { eventId } } })) > 0;
}
