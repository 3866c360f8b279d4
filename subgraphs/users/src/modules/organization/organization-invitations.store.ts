import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { Organization, OrganizationInvitation, OrganizationRole, Prisma } from '../../generated/prisma/client';
import { organizationInvited } from '../notification/notification-invitation-content';
import { subjects } from '../notification/notification-subjects';
import { postNotification, readNotifications, withdrawNotifications } from '../notification/notification.store';
import { dayBefore, INVITATION_LASTS_MS, MAX_MEMBERS, nextTurn, peaceUntil, timesADay, type Standing } from './organization-limits';
import { isLimited } from '../risk/risk.store';
import { invitableBy } from './organization-rights';
import { organizationFull, tooOften } from './organization.refusals';

interface Invitee {
  userId: string;
  role: OrganizationRole;
}

/** Invites a person to a locked organisation, or anew, and returns the invitation's id. The inviter's row is locked, too. */
export async function inviteMember(
  step: Step,
  organization: Organization,
  inviter: Omit<Standing, 'isLimited'> & { id: string; displayName: string },
  { userId, role }: Invitee,
): Promise<string> {
  const { tx, now } = step;
  const { id: organizationId } = organization;
  const where = { organizationId_userId: { organizationId, userId } };
  const before = await tx.organizationInvitation.findUnique({ where });
  const peace = before?.status === 'DECLINED' && before.endedAt ? peaceUntil(before.endedAt, now) : null;
  if (peace) throw tooOften('This person has declined not long ago. Leave them in peace for a while.', peace);
  await requireTurn(step, inviter);
  await requireSeat(step, organizationId, { userId });
  const times = { createdAt: now, expiresAt: new Date(now.getTime() + INVITATION_LASTS_MS) };
  const invitation = { role, invitedById: inviter.id, status: 'OPEN' as const, endedAt: null, ...times };
  const { id } = await tx.organizationInvitation.upsert({
    where,
    create: { id: randomUUID(), organizationId, userId, ...invitation },
    update: invitation,
  });
  await postNotification(step, [userId], organizationInvited(organization, role, inviter.id));
  return id;
}

/** Ends an open invitation as its person responded. */
export async function answerInvitation(step: Step, id: string, status: 'ACCEPTED' | 'DECLINED'): Promise<void> {
  const data = { status, endedAt: step.now };
  const { userId, organizationId } = await step.tx.organizationInvitation.update({ where: { id }, data });
  await readNotifications(step, subjects.organizationInvited(organizationId), [userId]);
}

/** Takes these invitations back, those that are open; their notifications go, too. */
export async function withdrawInvitations(step: Step, where: Prisma.OrganizationInvitationWhereInput): Promise<void> {
  const withdrawn = await step.tx.organizationInvitation.updateManyAndReturn({
    where: { ...where, status: 'OPEN' },
    data: { status: 'WITHDRAWN', endedAt: step.now },
  });
  for (const { organizationId, userId } of withdrawn)
    await withdrawNotifications(step, { subject: subjects.organizationInvited(organizationId), userId });
}

/** What somebody invited others to, and with this role may not. */
export async function withdrawInvitationsBeyond(
  step: Step,
  organizationId: string,
  invitedById: string,
  role: OrganizationRole | null,
): Promise<void> {
  const beyond = { organizationId, invitedById, role: { notIn: invitableBy(role) } };
  await withdrawInvitations(step, beyond);
  await withdrawMailed(step, beyond);
}

/** The same for those that went to addresses; a mail that waits is not sent. */
export async function withdrawMailed({ tx, now }: Step, where: Prisma.OrganizationMailInvitationWhereInput): Promise<void> {
  const withdrawn = await tx.organizationMailInvitation.updateManyAndReturn({
    where: { ...where, status: 'OPEN' },
    data: { status: 'WITHDRAWN', endedAt: now },
  });
  await tx.mail.deleteMany({ where: { tokenId: { in: withdrawn.map(({ mailedId }) => mailedId) }, dueAt: { not: null } } });
}

/** An invitation that can be accepted now: open, not expired, by somebody who is there. */
export const acceptable = (now: Date) =>
  ({
    status: 'OPEN',
    expiresAt: { gt: now },
    invitedBy: { suspendedAt: null, deactivatedAt: null },
  }) satisfies Prisma.OrganizationInvitationWhereInput;

/** The invitation as it is now; null when there is none. The organisation's lock is what orders its changes. */
export const findInvitation = ({ tx }: Pick<Step, 'tx'>, id: string): Promise<OrganizationInvitation | null> =>
  tx.organizationInvitation.findUnique({ where: { id } });

/** People and addresses together. */
export async function requireTurn(step: Step, inviter: Omit<Standing, 'isLimited'> & { id: string }): Promise<void> {
  const { tx, now } = step;
  const of = { where: { invitedById: inviter.id, createdAt: { gt: dayBefore(now) } }, select: { createdAt: true } };
  const given = [...(await tx.organizationInvitation.findMany(of)), ...(await tx.organizationMailInvitation.findMany(of))];
  const times = given.map(({ createdAt }) => createdAt).sort((a, b) => a.getTime() - b.getTime());
  const retryAt = nextTurn(timesADay('inviteToOrganization', { ...inviter, isLimited: await isLimited(step, inviter.id) }, now), times);
  if (retryAt) throw tooOften('You have invited as many people as one person may in a day.', retryAt);
}

/** Members and open invitations share the seats, but for the one that is given anew. */
export async function requireSeat(
  { tx, now }: Step,
  organizationId: string,
  { userId, emailKey }: { userId: string; emailKey?: never } | { userId?: never; emailKey: string },
): Promise<void> {
  const members = await tx.organizationMember.count({ where: { organizationId, role: { not: null } } });
  const invited = await tx.organizationInvitation.count({
    where: { organizationId, status: 'OPEN', expiresAt: { gt: now }, ...(userId ? { userId: { not: userId } } : {}) },
  });
  const mailed = await tx.organizationMailInvitation.count({
    where: { organizationId, status: 'OPEN', expiresAt: { gt: now }, ...(emailKey ? { emailKey: { not: emailKey } } : {}) },
  });
  if (members + invited + mailed >= MAX_MEMBERS) throw organizationFull();
}
