import { randomUUID } from 'node:crypto';
import { notAllowed } from '@marquee/platform';
import type { Step } from '../../context';
import type { Organization, OrganizationMailInvitation, User as UserRow } from '../../generated/prisma/client';
import { addressIndex } from '../address/address-sealed';
import { written } from '../mail/mail-letter';
import { hashOfToken, linkWithToken, mailToken } from '../mail/mail-token';
import { queueMail } from '../mail/mail.store';
import { organizationJoined } from '../notification/notification-invitation-content';
import { postNotification } from '../notification/notification.store';
import { recordAct } from './organization-acts.store';
import { requireSeat, requireTurn } from './organization-invitations.store';
import { INVITATION_LASTS_MS, peaceUntil } from './organization-limits';
import { invitationLetter } from './organization-mail-letters';
import type { InviteToOrganizationByMail } from './organization-mail.input';
import { roleIn, setMemberRole } from './organization-members.store';
import { tooOften } from './organization.refusals';

const WEEK_MS = 7 * 86_400_000;
/** So many go to one address in a week, whoever sends them: it may be a stranger's. */
const TO_AN_ADDRESS = 3;
const KEPT_MS = 30 * 86_400_000;

export const invitedPlace = (id: string) => ({ table: 'organization_mail_invitations', column: 'sealed_email', id });

/**
 * Invites an address to a locked organisation, or anew; returns the invitation's id. The inviter's row is locked, too. No account is looked up:
 * nothing tells whether there is one.
 */
export async function inviteAddress(
  step: Step,
  organization: Organization,
  inviter: UserRow,
  { email, role }: InviteToOrganizationByMail,
): Promise<string> {
  const { tx, now, kept } = step;
  if (!inviter.emailVerifiedAt) throw notAllowed('Verify your own address first.');
  const { id: organizationId } = organization;
  const emailKey = addressIndex(kept.fields, email);
  // Those who write to one address at the same time are counted one after the other; the last lock that is taken.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('invited:' || ${emailKey}, 0))`;
  const before = await tx.organizationMailInvitation.findUnique({ where: { organizationId_emailKey: { organizationId, emailKey } } });
  const peace = before?.status === 'DECLINED' && before.endedAt ? peaceUntil(before.endedAt, now) : null;
  if (peace) throw tooOften('This invitation was declined not long ago. Leave them in peace for a while.', peace);
  await requireTurn(step, inviter);
  await requireQuiet(step, emailKey);
  await requireSeat(step, organizationId, { emailKey });
  const id = before?.id ?? randomUUID();
  const mailedId = randomUUID();
  const expiresAt = new Date(now.getTime() + INVITATION_LASTS_MS);
  const data = {
    ...{ role, invitedById: inviter.id, status: 'OPEN' as const, claimedById: null, endedAt: null, mailedId, createdAt: now, expiresAt },
    ...{ tokenHash: hashOfToken(mailToken(kept.secrets.mailTokens, mailedId)), sealedEmail: kept.fields.seal(invitedPlace(id), email) },
    mailedAt: [...(before?.mailedAt ?? []), now].slice(-TO_AN_ADDRESS),
  };
  if (before) {
    await tx.mail.deleteMany({ where: { tokenId: before.mailedId, dueAt: { not: null } } });
    await tx.organizationMailInvitation.update({ where: { id }, data });
  } else await tx.organizationMailInvitation.create({ data: { id, organizationId, emailKey, ...data } });
  const link = linkWithToken(kept.settings.WEB_URL, 'organization-invitation');
  const letter = invitationLetter(inviter.language, { inviter: inviter.displayName, organization: organization.name, link });
  await queueMail(step, {
    ...{ ...written(letter), kind: 'organization-invitation', to: email, userId: null, tokenId: mailedId },
    ...{ usefulUntil: expiresAt, priority: 'TOLD' },
  });
  return id;
}

async function requireQuiet({ tx, now }: Step, emailKey: string): Promise<void> {
  const since = new Date(now.getTime() - WEEK_MS);
  const rows = await tx.organizationMailInvitation.findMany({ where: { emailKey }, select: { mailedAt: true } });
  const sent = rows.flatMap(({ mailedAt }) => mailedAt.filter((at) => at > since)).sort((a, b) => a.getTime() - b.getTime());
  const first = sent[sent.length - TO_AN_ADDRESS];
  if (first) throw tooOften('This address was sent as many invitations as one may be in a week.', new Date(first.getTime() + WEEK_MS));
}

/** By the token that was mailed; null where it is not good any more. */
export const mailedBy = ({ tx }: Pick<Step, 'tx'>, token: string): Promise<OrganizationMailInvitation | null> =>
  tx.organizationMailInvitation.findUnique({ where: { tokenHash: hashOfToken(token) } });

/** The person works there now, unless they did already. The organisation is locked, and the address is theirs. */
export async function joinByMail(
  step: Step,
  organization: Organization,
  invitation: OrganizationMailInvitation,
  userId: string,
): Promise<void> {
  const { id, role, invitedById } = invitation;
  await step.tx.organizationMailInvitation.update({
    where: { id },
    data: { status: 'ACCEPTED', claimedById: userId, endedAt: step.now },
  });
  if (await roleIn(step, organization.id, userId)) return;
  await setMemberRole(step, organization.id, userId, role);
  await recordAct(step, { organizationId: organization.id, kind: 'JOINED', actorId: userId, personId: userId, role });
  await postNotification(step, [invitedById], organizationJoined(organization, userId));
}

/** Those that ended, or could not be accepted any more, a month ago. */
export async function forgetMailedInvitations({ tx, now }: Step): Promise<void> {
  const before = new Date(now.getTime() - KEPT_MS);
  await tx.organizationMailInvitation.deleteMany({ where: { OR: [{ expiresAt: { lt: before } }, { endedAt: { lt: before } }] } });
}
