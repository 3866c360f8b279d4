import type { Step } from '../../context';
import type { OrganizationRole } from '../../generated/prisma/client';
import { tellWebhooks } from '../webhook-news/webhook-news.store';
import { withdrawInvitationsBeyond } from './organization-invitations.store';
import { organizationMemberChanged } from './organization.facts';
import { ownerNeeded } from './organization.refusals';

/** What a person is in an organisation; null for those who do not work there. */
export async function roleIn({ tx }: Step, organizationId: string, userId: string): Promise<OrganizationRole | null> {
  const member = await tx.organizationMember.findUnique({ where: { organizationId_userId: { organizationId, userId } } });
  return member?.role ?? null;
}

/**
 * Gives a person a role in a locked organisation, or takes it (null), and tells the other subgraphs. The row stays when they leave, so that
 * its version grows on when they come back. What they invited others to and may not any more is withdrawn.
 */
export async function setMemberRole(step: Step, organizationId: string, userId: string, role: OrganizationRole | null): Promise<void> {
  const { tx, now, tell } = step;
  const returns = role !== null && (await roleIn(step, organizationId, userId)) === null;
  const member = await tx.organizationMember.upsert({
    where: { organizationId_userId: { organizationId, userId } },
    create: { organizationId, userId, role, joinedAt: now },
    update: { role, version: { increment: 1 }, ...(returns ? { joinedAt: now } : {}) },
  });
  await tell(organizationMemberChanged(member));
  const variables = { organizationId, userId };
  await tellWebhooks(step, {
    topic: 'MEMBER_CHANGED',
    entity: `member:${organizationId}:${userId}`,
    variables,
    occurredAt: now,
    organizationId,
    userId: null,
  });
  await withdrawInvitationsBeyond(step, organizationId, userId, role);
}

/** Refuses to take the role of the last OWNER who is there, in a locked organisation. A suspended or deactivated owner is not there. */
export async function requireAnotherOwner({ tx }: Step, organizationId: string, userId: string): Promise<void> {
  const others = await tx.organizationMember.count({
    where: { organizationId, role: 'OWNER', userId: { not: userId }, user: { suspendedAt: null, deactivatedAt: null } },
  });
  if (others === 0) throw ownerNeeded();
}
