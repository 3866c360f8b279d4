import { channels } from '../../channels';
import type { Step } from '../../context';
import { emptyGroupRooms, fillGroupRooms } from '../room/room-group.store';
import { accessTo, lockGroup } from './group.store';
import { endRequests } from './group-request.store';
import { maySee } from './group-rights';
import type { ReportedGroup } from './group.types';

/** A group as somebody can report it who may see it; its author is its owner. Without one there is nobody to tell, and nothing. */
export async function groupSeenBy(step: Step, groupId: string, viewerId: string): Promise<ReportedGroup | null> {
  const group = await step.tx.group.findUnique({ where: { id: groupId } });
  if (!group || group.closedAt || !maySee((await accessTo(step, group, viewerId)).access)) return null;
  const owner = await step.tx.groupMember.findFirst({ where: { groupId, role: 'OWNER', active: true }, select: { userId: true } });
  if (!owner) return null;
  const { name, description, rules, imageUrl, placeName, categorySlug } = group;
  return {
    authorId: owner.userId,
    category: categorySlug,
    parts: {
      name,
      ...(description && { description }),
      ...(rules.length > 0 && { rules: rules.join('\n') }),
      ...(imageUrl && { image1: imageUrl }),
      ...(placeName && { place: placeName }),
    },
  };
}

/** Closes a group after reports, unless something later was decided: nobody sees it, and nobody writes in its room. Its members stay written down. */
export async function removeGroup(step: Step, groupId: string, decidedAt: Date): Promise<void> {
  const group = await lockGroup(step, groupId);
  if (!group || (group.decidedAt && group.decidedAt > decidedAt)) return;
  const { tx } = step;
  const open = group.closedAt === null;
  const closed = open ? { closedAt: decidedAt, removedAt: decidedAt } : {};
  await tx.group.update({ where: { id: groupId }, data: { ...closed, decidedAt, version: { increment: 1 }, updatedAt: step.now } });
  if (!open) return;
  await emptyGroupRooms(step, groupId);
  await endRequests(step, group);
  await tellMembers(step, groupId);
}

/** Opens it again as it was, where it was closed so; with those who are its members still. */
export async function putBackGroup(step: Step, groupId: string, decidedAt: Date): Promise<void> {
  const group = await lockGroup(step, groupId);
  if (!group || (group.decidedAt && group.decidedAt > decidedAt)) return;
  const { tx } = step;
  const isRemoved = group.removedAt !== null && group.closedAt?.getTime() === group.removedAt.getTime();
  const opened = isRemoved ? { closedAt: null, removedAt: null } : {};
  await tx.group.update({ where: { id: groupId }, data: { ...opened, decidedAt, version: { increment: 1 }, updatedAt: step.now } });
  if (!isRemoved) return;
  await fillGroupRooms(step, groupId);
  await tellMembers(step, groupId);
}

async function tellMembers({ tx, push }: Step, groupId: string): Promise<void> {
  const members = await tx.groupMember.findMany({ where: { groupId, active: true }, select: { userId: true } });
  for (const { userId } of members) push(channels.rights(userId));
}
