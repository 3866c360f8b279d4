import type { Step } from '../../context';
import type { Prisma } from '../../generated/prisma/client';
import { groupInvitationChanged } from './group.facts';

const INVITATION_LASTS_MS = 30 * 24 * 60 * 60 * 1_000;

/** Invites somebody, or invites them anew. Under the lock of the group. */
export async function putInvitation(step: Step, group: { id: string; name: string }, userId: string, inviterId: string): Promise<void> {
  const { tx, now } = step;
  const key = { groupId: group.id, userId };
  const invitation = { inviterId, createdAt: now, expiresAt: new Date(now.getTime() + INVITATION_LASTS_MS), open: true };
  const made = await tx.groupInvitation.upsert({
    where: { groupId_userId: key },
    create: { ...key, ...invitation },
    update: { ...invitation, version: { increment: 1 } },
  });
  await step.tell(groupInvitationChanged(group, made));
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
