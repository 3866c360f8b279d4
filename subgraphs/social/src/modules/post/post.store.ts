import { notAllowed, notFound } from '@marquee/platform';
import { staffMay } from '@marquee/schema/rules/event-rights';
import type { Viewer } from '@marquee/platform';
import type { Step } from '../../context';
import type { Post } from '../../generated/prisma/client';
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
