import { randomUUID } from 'node:crypto';
import { channels } from '../../channels';
import type { Step } from '../../context';
import type { Group, GroupMember, GroupRole, Prisma } from '../../generated/prisma/client';
import { forgetGroupJoined, recordGroupJoined, removeGroupJoined } from '../activity/activity.store';
import { settleRoomsOfGroup } from '../room/room-event.store';
import { emptyGroupRooms, enterGroupRooms, leaveGroupRooms } from '../room/room-group.store';
import { endInvitations } from './group-invitation.store';
import { endRequest, endRequests } from './group-request.store';
import { heirOf } from './group-rights';
import { groupMemberChanged } from './group.facts';
import { freeSeat } from './group.store';

/** What whoever makes a group says of it. */
type NewGroup = Omit<Prisma.GroupUncheckedCreateInput, 'id' | 'memberCount' | 'founderId' | 'createdAt' | 'updatedAt'>;

/** Makes a group with its room, of which its founder is the owner. */
export async function makeGroup(step: Step, founderId: string, data: NewGroup): Promise<Group> {
  const { tx, now } = step;
  const group = await tx.group.create({
    data: { id: randomUUID(), memberCount: 1, founderId, ...data, createdAt: now, updatedAt: now },
  });
  await tx.room.create({ data: { id: randomUUID(), kind: 'GROUP', groupId: group.id, createdAt: now, lastMessageAt: now } });
  await addMember(step, group, founderId, 'OWNER');
  return group;
}

/**
 * Somebody becomes a member of the group and of its room, and comes back into the rooms of its events; `by` somebody else, who let them in. The
 * caller has locked the group and taken a seat.
 */
export async function addMember(
  step: Step,
  group: { id: string; name: string },
  userId: string,
  role: GroupRole,
  by: string | null = null,
): Promise<void> {
  const { tx, now } = step;
  const membership = { role, active: true, joinedAt: now, leftAt: null, removedAt: null, sharesFreeBusy: false };
  const member = await tx.groupMember.upsert({
    where: { groupId_userId: { groupId: group.id, userId } },
    create: { groupId: group.id, userId, ...membership },
    update: { ...membership, version: { increment: 1 } },
  });
  await enterGroupRooms(step, group.id, userId, role);
  await settleRoomsOfGroup(step, group.id, userId);
  await endInvitations(step, { groupId: group.id, userId });
  await endRequest(step, group, userId);
  await recordGroupJoined(step, group.id, userId);
  await step.tell(groupMemberChanged(group, member, by));
}

/**
 * Somebody is no member any more, neither of the group nor of its room nor of the rooms of its events (social-curation F1); removed
 * `by` somebody else, or gone by themselves (null). With the last of them the group closes, invites nobody and is asked by nobody any more. The caller has locked the group.
 */
export async function endMembership(step: Step, group: Group, member: GroupMember, by: string | null): Promise<void> {
  const { tx, now } = step;
  const { groupId, userId } = member;
  const ended = await tx.groupMember.update({
    where: { groupId_userId: { groupId, userId } },
    data: { active: false, leftAt: now, sharesFreeBusy: false, version: { increment: 1 }, ...(by === null ? {} : { removedAt: now }) },
  });
  await leaveGroupRooms(step, groupId, userId, by === null ? 'MEMBER_LEFT' : 'MEMBER_REMOVED');
  await settleRoomsOfGroup(step, groupId, userId);
  await freeSeat(step, group);
  if (group.memberCount === 1) {
    await endInvitations(step, { groupId });
    await endRequests(step, group);
  }
  await removeGroupJoined(step, groupId, userId);
  if (member.role === 'OWNER') await passOwnershipOn(step, group);
  await endLinksOf(step, groupId, userId);
  await step.tell(groupMemberChanged(group, ended, by));
}

async function passOwnershipOn(step: Step, group: { id: string; name: string }): Promise<void> {
  const { tx, tell } = step;
  const heir = heirOf(await tx.groupMember.findMany({ where: { groupId: group.id, active: true } }));
  if (!heir) return;
  const owner = await tx.groupMember.update({
    where: { groupId_userId: { groupId: group.id, userId: heir.userId } },
    data: { role: 'OWNER', version: { increment: 1 } },
  });
  await enterGroupRooms(step, group.id, heir.userId, 'OWNER');
  await tell(groupMemberChanged(group, owner));
}

/** Links of somebody who does not run the group any more let nobody in: who was sent away does not come back by their own, nor sends others. */
async function endLinksOf({ tx, now }: Step, groupId: string, createdBy: string): Promise<void> {
  await tx.groupLink.updateMany({ where: { groupId, createdBy, revokedAt: null }, data: { revokedAt: now } });
}

/** Gives a member another rank. The caller has locked the group. */
export async function setRole(step: Step, group: { id: string; name: string }, userId: string, role: GroupRole, by: string): Promise<void> {
  const member = await step.tx.groupMember.update({
    where: { groupId_userId: { groupId: group.id, userId } },
    data: { role, version: { increment: 1 } },
  });
  if (role === 'MEMBER') {
    await endLinksOf(step, group.id, userId);
    await leaveGroupRooms(step, group.id, userId, 'BACKSTAGE');
  } else await enterGroupRooms(step, group.id, userId, role);
  await step.tell(groupMemberChanged(group, member, by));
}

/** So many facts are written at once. */
const AT_ONCE = 1_000;

/** Ends a group for all its members, however many. The caller has locked it. */
export async function closeGroup(step: Step, group: Group, by: string): Promise<void> {
  const { tx, now } = step;
  const groupId = group.id;
  const ended = await tx.groupMember.updateManyAndReturn({
    where: { groupId, active: true },
    data: { active: false, leftAt: now, sharesFreeBusy: false, version: { increment: 1 } },
  });
  await emptyGroupRooms(step, groupId);
  await settleRoomsOfGroup(step, groupId, null);
  await tx.group.update({ where: { id: groupId }, data: { memberCount: 0, version: group.version + 1, updatedAt: now, closedAt: now } });
  await endInvitations(step, { groupId });
  await endRequests(step, group);
  await tx.groupLink.updateMany({ where: { groupId, revokedAt: null }, data: { revokedAt: now } });
  await forgetGroupJoined(step, groupId);
  for (let from = 0; from < ended.length; from += AT_ONCE)
    await step.tell(...ended.slice(from, from + AT_ONCE).map((member) => groupMemberChanged(group, member, by)));
  for (const { userId } of ended) step.push(channels.rights(userId));
}
