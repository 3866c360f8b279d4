import { randomUUID } from 'node:crypto';
import { notAllowed, notFound } from '@marquee/platform';
import type { Step } from '../../context';
import type { Group, GroupAction, GroupMember, Prisma } from '../../generated/prisma/client';
import { seesAnchor } from '../event/event-anchor.sql';
import { maySee, type GroupAccess } from './group-rights';

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
export async function accessTo({ tx, now }: Step, group: Group, userId: string): Promise<Visit> {
  const key = { groupId: group.id, userId };
  const member = await tx.groupMember.findUnique({ where: { groupId_userId: key } });
  const invitation = await tx.groupInvitation.findUnique({ where: { groupId_userId: key } });
  const friends = group.founderId ? await tx.friendship.count({ where: { userId: group.founderId, friendId: userId } }) : 0;
  const [anchor] = await tx.$queryRawUnsafe<Array<{ seen: boolean }>>(
    `SELECT ${seesAnchor('$2')} AS seen FROM groups g WHERE g.id = $1::uuid`,
    group.id,
    userId,
  );
  const access = {
    privacy: group.privacy,
    viewerRole: member?.active ? member.role : null,
    invited: invitation !== null && invitation.open && invitation.expiresAt > now,
    foundersFriend: friends > 0,
    seesAnchor: anchor?.seen ?? true,
  };
  return { group, access, member };
}

/** What one person finds in a locked group. */
export interface Visit {
  group: Group;
  access: GroupAccess;
  member: GroupMember | null;
}

/** The open group with its row held, for somebody who may see it. Throws NotFound. */
export async function visit(step: Step, groupId: string, userId: string): Promise<Visit> {
  const group = await lockGroup(step, groupId);
  if (!group || group.closedAt) throw notFound('This group');
  const found = await accessTo(step, group, userId);
  if (!maySee(found.access)) throw notFound('This group');
  return found;
}

/** Throws where nobody is taken in: the group is archived, or this person is banned from it. */
export async function requireEntry(step: Step, group: Group, userId: string): Promise<void> {
  if (group.archivedAt) throw notAllowed('This group is archived: it takes nobody in any more.');
  if (await isBanned(step, { groupId: group.id, userId })) throw notAllowed('You are banned from this group.');
}

export async function isBanned({ tx, now }: Step, key: { groupId: string; userId: string }): Promise<boolean> {
  const ban = await tx.groupBan.findUnique({ where: { groupId_userId: key } });
  return ban !== null && (ban.endsAt === null || ban.endsAt > now);
}

/** Writes down what somebody who runs the group did. */
export async function noteInLog(
  { tx, now }: Step,
  groupId: string,
  entry: { action: GroupAction; actorId: string; subjectId?: string; detail?: string | null },
): Promise<void> {
  await tx.groupLogEntry.create({ data: { id: randomUUID(), groupId, occurredAt: now, ...entry } });
}

/** Changes a locked group. */
export async function changeGroup({ tx, now }: Step, group: Group, data: Prisma.GroupUpdateInput): Promise<void> {
  await tx.group.update({ where: { id: group.id }, data: { ...data, version: group.version + 1, updatedAt: now } });
}
