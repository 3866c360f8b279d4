import { forgetAnswersOf, forgetExportsOf, forgetFilesOf, forgetWorkOf } from '@marquee/platform';
import { erasureReceipts } from '@marquee/schema/rules/erasure';
import { channels } from '../channels';
import type { Handler, Step } from '../context';
import { forgetCrewFeedback } from '../modules/crew/crew-feedback.store';
import { endInvitations } from '../modules/group/group-invitation.store';
import { endMembership } from '../modules/group/group-membership.store';
import { lockGroup } from '../modules/group/group.store';
import { endShares } from '../modules/location-share/location-share.store';
import { forgetInNotices } from '../modules/notice/notice.store';
import { leavePeopleRooms } from '../modules/people-room/people-room.store';
import { buryPerson, lockPerson } from '../modules/person/person.store';
import { forgetExportsWith } from '../modules/room-export/room-export.store';
import { forgetWishLists } from '../modules/wish-list/wish-list.store';
import { forgetInPairs } from '../modules/room/room.store';

/**
 * Removes a person from everything social. What they said stays as an empty message of nobody, because the rooms it was said in have a
 * sequence without holes; a group they owned passes on. A blank, closed copy stays, so that no late fact revives them.
 */
export const userErased: Handler<'user.erased'> = async ({ payload }, step) => {
  const { userId } = payload;
  const { tx, push } = step;
  await lockPerson(step, userId);
  await buryPerson(step, userId);
  // Before it is forgotten where they were.
  await forgetExportsWith(step, userId);
  await forgetWorkOf(step, userId);
  await leaveGroups(step, userId);
  await endShares(step, { userIds: [userId] });
  await tx.locationSharePerson.deleteMany({ where: { viewerId: userId } });
  await tx.relationship.deleteMany({ where: { OR: [{ requesterId: userId }, { addresseeId: userId }] } });
  await tx.friendship.deleteMany({ where: { OR: [{ userId }, { friendId: userId }] } });
  await tx.connectionStrength.deleteMany({ where: { OR: [{ lowId: userId }, { highId: userId }] } });
  await tx.suggestionDismissal.deleteMany({ where: { OR: [{ userId }, { dismissedId: userId }] } });
  await tx.follow.deleteMany({ where: { OR: [{ followerId: userId }, { followeeId: userId }] } });
  await tx.block.deleteMany({ where: { OR: [{ blockerId: userId }, { blockedId: userId }] } });
  await endInvitations(step, { inviterId: userId });
  await tx.groupInvitation.updateMany({ where: { inviterId: userId }, data: { inviterId: null } });
  await tx.groupInvitation.deleteMany({ where: { userId } });
  await tx.groupMember.deleteMany({ where: { userId } });
  await tx.groupBan.deleteMany({ where: { userId } });
  await tx.groupBan.updateMany({ where: { bannedBy: userId }, data: { bannedBy: null } });
  await tx.groupRequest.deleteMany({ where: { userId } });
  await tx.groupLink.updateMany({ where: { createdBy: userId }, data: { createdBy: null } });
  await tx.groupLogEntry.updateMany({ where: { actorId: userId }, data: { actorId: null } });
  await tx.groupLogEntry.updateMany({ where: { subjectId: userId }, data: { subjectId: null } });
  await tx.group.updateMany({ where: { founderId: userId }, data: { founderId: null } });
  // Rooms before what is said there, as where a message is pinned.
  await leavePeopleRooms(step, userId);
  await tx.messageRemoval.updateMany({ where: { message: { senderId: userId } }, data: { text: null } });
  await forgetSaid(step, userId);
  await forgetInNotices(step, userId);
  await forgetInPairs(step, userId);
  await tx.roomMember.deleteMany({ where: { userId } });
  await tx.roomChange.updateMany({ where: { userId }, data: { userId: null } });
  await tx.roomMember.updateMany({ where: { bannedBy: userId }, data: { bannedBy: null } });
  await tx.roomMember.updateMany({ where: { addedBy: userId }, data: { addedBy: null } });
  await tx.chatSettings.deleteMany({ where: { userId } });
  await tx.doneDeed.deleteMany({ where: { userId } });
  await tx.presenceLease.deleteMany({ where: { userId } });
  await tx.presence.deleteMany({ where: { userId } });
  await tx.attendanceCopy.deleteMany({ where: { userId } });
  await tx.orderCopy.deleteMany({ where: { userId } });
  await tx.eventRoleCopy.deleteMany({ where: { userId } });
  await tx.organizationMemberCopy.deleteMany({ where: { userId } });
  await tx.eventInvitationCopy.deleteMany({ where: { userId } });
  await tx.activityItem.deleteMany({ where: { OR: [{ actorId: userId }, { friendId: userId }] } });
  await forgetWishLists(step, userId);
  await forgetCrewFeedback(step, userId);
  await tx.companionSeeker.deleteMany({ where: { userId } });
  await tx.pollVote.deleteMany({ where: { userId } });
  await tx.poll.updateMany({ where: { authorId: userId }, data: { authorId: null } });
  await tx.postLike.deleteMany({ where: { userId } });
  await tx.postHide.deleteMany({ where: { userId } });
  await tx.postComment.deleteMany({ where: { authorId: userId } });
  await tx.post.deleteMany({ where: { authorId: userId } });
  await tx.eventCopy.updateMany({ where: { creatorId: userId }, data: { creatorId: null } });
  await forgetAnswersOf(step, userId);
  push(channels.rights(userId));
  await forgetExportsOf(step, userId);
  await forgetFilesOf(step, userId);
  await step.tell(...erasureReceipts('social', payload, step.now));
};

/** What they said, how it read before, whom it named, and the signs that they gave to what others said. */
async function forgetSaid({ tx, push }: Step, userId: string): Promise<void> {
  const rooms = await tx.roomMember.findMany({ where: { userId, active: true }, select: { roomId: true } });
  await tx.messageVersion.deleteMany({ where: { message: { senderId: userId } } });
  await tx.message.updateMany({ where: { deletedBy: userId }, data: { deletedBy: null } });
  await tx.message.updateMany({
    where: { senderId: userId },
    data: { senderId: null, text: null, mentionedIds: [], deleteReason: null, pinnedAt: null },
  });
  await tx.$executeRaw`
    UPDATE messages SET mentioned_ids = array_remove(mentioned_ids, ${userId}::uuid)
    WHERE mentioned_ids <> '{}' AND mentioned_ids @> ARRAY[${userId}::uuid]`;
  await tx.messageReaction.deleteMany({ where: { userId } });
  for (const { roomId } of rooms) push(channels.changes(roomId));
}

async function leaveGroups(step: Step, userId: string): Promise<void> {
  const { tx } = step;
  const memberships = await tx.groupMember.findMany({ where: { userId, active: true }, orderBy: { groupId: 'asc' } });
  for (const membership of memberships) {
    const group = await lockGroup(step, membership.groupId);
    const member = await tx.groupMember.findFirst({ where: { groupId: membership.groupId, userId, active: true } });
    if (group && member) await endMembership(step, group, member, null);
  }
}
