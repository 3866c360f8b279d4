import type { Step } from '../../context';
import type { Group, GroupMember } from '../../generated/prisma/client';
import type { GroupAccess } from './group-rights';

/**
 * The group as it is now, with its row held: nobody else changes its members until the transaction ends, so people who join at once are
 * counted one behind the other. Null when it does not exist.
 */
export async function lockGroup({ tx }: Step, groupId: string): Promise<Group | null> {
  await tx.$queryRaw`SELECT id FROM groups WHERE id = ${groupId}::uuid FOR NO KEY UPDATE`;
  return tx.group.findUnique({ where: { id: groupId } });
}

/** Takes a seat in a locked group, or returns false when it is full. */
export async function takeSeat({ tx, now }: Step, group: Group): Promise<boolean> {
  if (group.memberCount >= group.maxMembers) return false;
  await tx.group.update({
    where: { id: group.id },
    data: { memberCount: group.memberCount + 1, version: group.version + 1, updatedAt: now },
  });
  return true;
}

/** Frees a seat of a locked group; the group closes with its last member. */
export async function freeSeat({ tx, now }: Step, group: Group): Promise<void> {
  const memberCount = group.memberCount - 1;
  await tx.group.update({
    where: { id: group.id },
    data: { memberCount, version: group.version + 1, updatedAt: now, ...(memberCount === 0 ? { closedAt: now } : {}) },
  });
}

/** What the rules of a locked group look at for this person, and their row, which stays when a membership ends. */
export async function accessTo(
  { tx, now }: Step,
  group: Group,
  userId: string,
): Promise<{ access: GroupAccess; member: GroupMember | null }> {
  const key = { groupId: group.id, userId };
  const member = await tx.groupMember.findUnique({ where: { groupId_userId: key } });
  const invitation = await tx.groupInvitation.findUnique({ where: { groupId_userId: key } });
  const owner = await tx.groupMember.findFirst({ where: { groupId: group.id, role: 'OWNER', active: true } });
  const friends = owner ? await tx.friendship.count({ where: { userId: owner.userId, friendId: userId } }) : 0;
  const access = {
    privacy: group.privacy,
    viewerRole: member?.active ? member.role : null,
    invited: invitation !== null && invitation.open && invitation.expiresAt > now,
    ownersFriend: friends > 0,
  };
  return { access, member };
}
