import type { Step } from '../../context';
import type { Prisma } from '../../generated/prisma/client';
import { groupInvitationChanged } from './group.facts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const INVITATION_LASTS_MS = 30 * DAY_MS;

/**
 * Invites somebody, or invites them anew. Who was told of one within a day finds it in their list and is not notified again. Under the lock of
 * the group.
 */
export async function putInvitation(step: Step, group: { id: string; name: string }, userId: string, inviterId: string): Promise<void> {
  const { tx, now } = step;
  const key = { groupId: group.id, userId };
  const before = await tx.groupInvitation.findUnique({ where: { groupId_userId: key }, select: { toldAt: true } });
  const toldAt = before?.toldAt != null && before.toldAt.getTime() > now.getTime() - DAY_MS ? before.toldAt : null;
  // Who has come by it and gone since is told of another one.
  const isTold = toldAt !== null && (await tx.groupMember.count({ where: { ...key, joinedAt: { gte: toldAt } } })) === 0;
  const invitation = {
    inviterId,
    createdAt: now,
    expiresAt: new Date(now.getTime() + INVITATION_LASTS_MS),
    open: true,
    ...(isTold ? {} : { toldAt: now }),
  };
  const made = await tx.groupInvitation.upsert({
    where: { groupId_userId: key },
    create: { ...key, ...invitation },
    update: { ...invitation, version: { increment: 1 } },
  });
  await step.tell(groupInvitationChanged(group, made, isTold));
}

/** Ends those of these invitations that are open, at most so many, and tells of it. */
export async function endInvitations(step: Step, where: Prisma.GroupInvitationWhereInput, limit?: number): Promise<void> {
  const ended = await step.tx.groupInvitation.updateManyAndReturn({
    where: { AND: [where, { open: true }] },
    data: { open: false, version: { increment: 1 } },
    ...(limit === undefined ? {} : { limit }),
    include: { group: { select: { id: true, name: true } } },
  });
  await step.tell(...ended.map((invitation) => groupInvitationChanged(invitation.group, invitation)));
}
