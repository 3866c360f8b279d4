import { notAllowed, notFound } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { Organization, OrganizationMailInvitation } from '../../generated/prisma/client';
import { addressKeys, addressOf } from '../address/address-sealed';
import { hashOfToken } from '../mail/mail-token';
import { findReachable } from '../user/user.store';
import { recordAct } from './organization-acts.store';
import { withdrawMailed } from './organization-invitations.store';
import type { InviteToOrganizationByMail, RespondToMailedInvitation, WithdrawMailedInvitation } from './organization-mail.input';
import { invitedPlace, inviteAddress, joinByMail, mailedBy } from './organization-mail.store';
import { roleIn } from './organization-members.store';
import { actingRole, mayDecideAbout, maySeeInvitations } from './organization-rights';
import type { OrganizationService } from './organization.service';
import { lockOrganization } from './organization.store';

/** Invitations of addresses, whoever has them. */
export class MailedInvitationService {
  constructor(
    private readonly ctx: Context,
    private readonly organizations: OrganizationService,
  ) {}

  /** Open ones; null for those who may not invite. */
  async open(organization: Organization): Promise<OrganizationMailInvitation[] | null> {
    return (await this.maySee(organization)) ? this.ctx.loaders.openMailedByOrganizationId.load(organization.id) : null;
  }

  byToken(token: string): Promise<OrganizationMailInvitation | null> {
    return this.ctx.kept.db.prisma.organizationMailInvitation.findUnique({ where: { tokenHash: hashOfToken(token) } });
  }

  async email({ id, organizationId, sealedEmail }: OrganizationMailInvitation): Promise<string | null> {
    const organization = (await this.ctx.loaders.organizationById.load(organizationId))!;
    return (await this.maySee(organization)) ? this.ctx.kept.fields.open(invitedPlace(id), sealedEmail) : null;
  }

  statusOf = ({ status, expiresAt }: OrganizationMailInvitation) =>
    status === 'OPEN' && expiresAt <= this.ctx.kept.clock.now() ? ('EXPIRED' as const) : status;

  waits = ({ status, claimedById }: OrganizationMailInvitation): boolean => status === 'OPEN' && claimedById !== null;

  async invite(input: InviteToOrganizationByMail): Promise<OrganizationMailInvitation> {
    const { id: me, permissions } = this.ctx.viewer;
    const id = await this.ctx.change('inviteToOrganizationByMail', input, async (step) => {
      const organization = await lockOrganization(step, input.organizationId);
      if (!mayDecideAbout(actingRole(await roleIn(step, organization.id, me), permissions), input.role))
        throw notAllowed('Owners invite to any role, managers invite STAFF.');
      const inviter = await step.tx.user.findUniqueOrThrow({ where: { id: me } });
      const invited = await inviteAddress(step, organization, inviter, input);
      await recordAct(step, { organizationId: organization.id, kind: 'INVITED', actorId: me, role: input.role });
      return invited;
    });
    return this.require(id);
  }

  async respond(input: RespondToMailedInvitation): Promise<OrganizationMailInvitation> {
    const id = input.accept
      ? await this.ctx.change('respondToMailedInvitation', input, (step) => this.accept(step, input.token))
      : await this.ctx.change('respondToMailedInvitation', input, (step) => this.decline(step, input.token), {
          principal: `mail-token:${Buffer.from(hashOfToken(input.token)).toString('hex')}`,
        });
    return this.require(id);
  }

  /** Returns the organisation; the invitation is in no list any more. */
  async withdraw(input: WithdrawMailedInvitation): Promise<Organization> {
    const { id: me, permissions } = this.ctx.viewer;
    const organizationId = await this.ctx.change('withdrawMailedInvitation', input, async (step) => {
      const seen = await step.tx.organizationMailInvitation.findUnique({ where: { id: input.invitationId } });
      if (!seen) throw notFound('This invitation');
      const organization = await lockOrganization(step, seen.organizationId);
      const role = actingRole(await roleIn(step, organization.id, me), permissions);
      if (!mayDecideAbout(role, seen.role) && seen.invitedById !== me) {
        if (!maySeeInvitations(role)) throw notFound('This invitation');
        throw notAllowed('Only who invited, and who may invite to that role, may withdraw an invitation.');
      }
      const open = await step.tx.organizationMailInvitation.count({ where: { id: seen.id, status: 'OPEN' } });
      await withdrawMailed(step, { id: seen.id });
      if (open > 0) await recordAct(step, { organizationId: organization.id, kind: 'INVITATION_WITHDRAWN', actorId: me, role: seen.role });
      return organization.id;
    });
    return this.organizations.require(organizationId);
  }

  /** An address was verified: what its person has accepted holds from now on. */
  async takeClaimed(userId: string): Promise<void> {
    const claimed = await this.ctx.kept.db.prisma.organizationMailInvitation.findMany({
      where: { claimedById: userId, status: 'OPEN' },
      select: { id: true },
    });
    for (const { id } of claimed)
      await this.ctx.change('takeClaimedInvitation', {}, (step) => this.take(step, { id }, userId).then(() => null), {
        principal: `user:${userId}`,
      });
  }

  private async accept(step: Step, token: string): Promise<string> {
    const seen = await mailedBy(step, token);
    if (!seen) throw notFound('This invitation');
    if (seen.status === 'ACCEPTED' && seen.claimedById === this.ctx.viewer.id) return seen.id;
    if (!(await this.take(step, { id: seen.id, tokenHash: seen.tokenHash }, this.ctx.viewer.id))) throw notFound('This invitation');
    return seen.id;
  }

  /**
   * People first and the organisation then, as everybody who locks both. False where the invitation cannot be accepted any more: by its time, because who
   * invited is not there, or by a block between the two.
   */
  private async take(step: Step, which: { id: string; tokenHash?: Uint8Array<ArrayBuffer> }, userId: string): Promise<boolean> {
    const { tx, now, kept } = step;
    const seen = await tx.organizationMailInvitation.findFirst({ where: which });
    if (!seen || !(await findReachable(step, seen.invitedById, userId))) return false;
    const organization = await lockOrganization(step, seen.organizationId);
    const invitation = await tx.organizationMailInvitation.findFirst({ where: { ...which, status: 'OPEN', expiresAt: { gt: now } } });
    if (!invitation) return false;
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    if (!addressKeys(kept.fields, addressOf(kept.fields, user)).includes(invitation.emailKey))
      throw notAllowed('This invitation went to another address than that of your account.');
    if (user.emailVerifiedAt) await joinByMail(step, organization, invitation, userId);
    else await tx.organizationMailInvitation.update({ where: { id: invitation.id }, data: { claimedById: userId } });
    return true;
  }

  private async decline(step: Step, token: string): Promise<string> {
    const seen = await mailedBy(step, token);
    if (!seen) throw notFound('This invitation');
    await lockOrganization(step, seen.organizationId);
    const declined = await step.tx.organizationMailInvitation.updateMany({
      where: { id: seen.id, tokenHash: seen.tokenHash, status: 'OPEN', expiresAt: { gt: step.now } },
      data: { status: 'DECLINED', claimedById: null, endedAt: step.now },
    });
    if (declined.count === 0 && seen.status !== 'DECLINED') throw notFound('This invitation');
    return seen.id;
  }

  private async maySee(organization: Organization): Promise<boolean> {
    const { viewer } = this.ctx.caller;
    if (!viewer) return false;
    return maySeeInvitations(actingRole(await this.organizations.viewerRole(organization), viewer.permissions));
  }

  private require(id: string): Promise<OrganizationMailInvitation> {
    return this.ctx.kept.db.prisma.organizationMailInvitation.findUniqueOrThrow({ where: { id } });
  }
}
