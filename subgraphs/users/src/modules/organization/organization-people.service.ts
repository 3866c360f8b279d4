import { invalidInput, Keyset, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { OrganizationRole } from '@marquee/schema/topics';
import type { Context, Step } from '../../context';
import type { Organization, OrganizationActKind, OrganizationInvitation, OrganizationMember } from '../../generated/prisma/client';
import { organizationJoined, organizationRoleChanged } from '../notification/notification-invitation-content';
import { postNotification } from '../notification/notification.store';
import { findReachable } from '../user/user.store';
import { recordAct } from './organization-acts.store';
import { acceptable, answerInvitation, findInvitation, inviteMember, withdrawInvitations } from './organization-invitations.store';
import { requireAnotherOwner, roleIn, setMemberRole } from './organization-members.store';
import { actingRole, mayDecideAbout, mayRun, maySeeInvitations } from './organization-rights';
import type {
  InviteToOrganization,
  RemoveFromOrganization,
  RespondToOrganizationInvitation,
  SetOrganizationRole,
  TransferOrganization,
  WithdrawOrganizationInvitation,
} from './organization.input';
import type { OrganizationService } from './organization.service';
import { lockOrganization } from './organization.store';

const lastInvitedFirst = new Keyset('organizationInvitations', { createdAt: 'time', id: 'id' }, 'greatest first');

/** Who works for an organisation, and who is invited to. Every change is made under the organisation's lock. */
export class OrganizationPeopleService {
  constructor(
    private readonly ctx: Context,
    private readonly organizations: OrganizationService,
  ) {}

  /** Null for those who do not work there. */
  async members({ id }: Organization): Promise<OrganizationMember[] | null> {
    const { viewer } = this.ctx.caller;
    if (!viewer) return null;
    const members = await this.ctx.loaders.membersByOrganizationId.load(id);
    const own = members.find((member) => member.userId === viewer.id)?.role ?? null;
    return actingRole(own, viewer.permissions) === null ? null : members;
  }

  /** Open ones; null for those who may not invite. */
  async invitations(organization: Organization): Promise<OrganizationInvitation[] | null> {
    const { viewer } = this.ctx.caller;
    if (!viewer) return null;
    const role = actingRole(await this.organizations.viewerRole(organization), viewer.permissions);
    return maySeeInvitations(role) ? this.ctx.loaders.openInvitationsByOrganizationId.load(organization.id) : null;
  }

  /** Open ones of the viewer. */
  async mine(args: PageArguments): Promise<Connection<OrganizationInvitation>> {
    const { kept, viewer } = this.ctx;
    const page = lastInvitedFirst.page(args);
    const where = { userId: viewer.id, ...acceptable(kept.clock.now()) };
    const rows = await kept.db.prisma.organizationInvitation.findMany(lastInvitedFirst.prisma(page, where));
    return lastInvitedFirst.connection(rows, page, { totalCount: () => kept.db.prisma.organizationInvitation.count({ where }) });
  }

  statusOf = ({ status, expiresAt }: OrganizationInvitation) =>
    status === 'OPEN' && expiresAt <= this.ctx.kept.clock.now() ? 'EXPIRED' : status;

  async invite(input: InviteToOrganization): Promise<OrganizationInvitation> {
    const { id: me } = this.ctx.viewer;
    const id = await this.ctx.change('inviteToOrganization', input, async (step) => {
      // People first and the organisation then, as everybody who locks both.
      const invitee = await findReachable(step, input.userId, me);
      const organization = await lockOrganization(step, input.organizationId);
      if (!mayDecideAbout(await this.actingIn(step, organization.id), input.role)) {
        throw notAllowed('Owners invite to any role, managers invite STAFF.');
      }
      if (!invitee) throw notFound('This person');
      if (await roleIn(step, organization.id, invitee.id)) throw invalidInput('userId', 'works there already');
      const inviter = await step.tx.user.findUniqueOrThrow({ where: { id: me } });
      const invited = await inviteMember(step, organization, inviter, input);
      await this.record(step, organization, 'INVITED', input);
      return invited;
    });
    return this.requireInvitation(id);
  }

  async respond(input: RespondToOrganizationInvitation): Promise<OrganizationInvitation> {
    const { id: me } = this.ctx.viewer;
    const id = await this.ctx.change('respondToOrganizationInvitation', input, async (step) => {
      const { organization, invitation } = await this.lockInvitation(step, input.invitationId);
      if (invitation.userId !== me) throw notFound('This invitation');
      const status = input.accept ? 'ACCEPTED' : 'DECLINED';
      if (invitation.status === status) return invitation.id;
      const open = await step.tx.organizationInvitation.count({ where: { id: invitation.id, ...acceptable(step.now) } });
      if (open === 0) throw notFound('This invitation');
      await answerInvitation(step, invitation.id, status);
      await this.record(step, organization, input.accept ? 'JOINED' : 'DECLINED', invitation);
      if (input.accept) await this.join(step, organization, invitation);
      return invitation.id;
    });
    return this.requireInvitation(id);
  }

  /** Returns the organisation; the invitation is in no list any more. */
  async withdraw(input: WithdrawOrganizationInvitation): Promise<Organization> {
    const { id: me } = this.ctx.viewer;
    const organizationId = await this.ctx.change('withdrawOrganizationInvitation', input, async (step) => {
      const { organization, invitation } = await this.lockInvitation(step, input.invitationId);
      const role = await this.actingIn(step, organization.id);
      if (!mayDecideAbout(role, invitation.role) && invitation.invitedById !== me) {
        if (!maySeeInvitations(role) && invitation.userId !== me) throw notFound('This invitation');
        throw notAllowed('Only who invited, and who may invite to that role, may withdraw an invitation.');
      }
      await withdrawInvitations(step, { id: invitation.id });
      if (invitation.status === 'OPEN') await this.record(step, organization, 'INVITATION_WITHDRAWN', invitation);
      return organization.id;
    });
    return this.organizations.require(organizationId);
  }

  setRole(input: SetOrganizationRole): Promise<Organization> {
    return this.changeMember('setOrganizationRole', input, async (step, organization, present) => {
      if (!mayRun(await this.actingIn(step, organization.id))) throw notAllowed('Only an owner may give roles.');
      if (!present) throw notFound('This member');
      return input.role;
    });
  }

  remove(input: RemoveFromOrganization): Promise<Organization> {
    return this.changeMember('removeFromOrganization', input, async (step, organization, present) => {
      const mine = input.userId === this.ctx.viewer.id;
      if (!mine && !mayDecideAbout(await this.actingIn(step, organization.id), present ?? 'STAFF')) {
        throw notAllowed('Owners remove anybody, managers remove STAFF.');
      }
      return null;
    });
  }

  async transfer(input: TransferOrganization): Promise<Organization> {
    const { id: me } = this.ctx.viewer;
    const id = await this.ctx.change('transferOrganization', input, async (step) => {
      const organization = await lockOrganization(step, input.organizationId);
      if ((await roleIn(step, organization.id, me)) !== 'OWNER') throw notAllowed('Only an owner may hand an organisation over.');
      if (input.userId === me) throw invalidInput('userId', 'must be another member');
      const there = {
        organizationId: organization.id,
        userId: input.userId,
        role: { not: null },
        user: { suspendedAt: null, deactivatedAt: null },
      };
      if ((await step.tx.organizationMember.count({ where: there })) === 0) throw notFound('This member');
      await this.giveRole(step, organization, input.userId, 'OWNER');
      await this.giveRole(step, organization, me, 'MANAGER');
      return organization.id;
    });
    return this.organizations.require(id);
  }

  /** Changes one membership as `decide` says, null ends it; never that of the last owner. */
  private async changeMember(
    operation: string,
    input: SetOrganizationRole | RemoveFromOrganization,
    decide: (step: Step, organization: Organization, present: OrganizationRole | null) => Promise<OrganizationRole | null>,
  ): Promise<Organization> {
    const id = await this.ctx.change(operation, input, async (step) => {
      const organization = await lockOrganization(step, input.organizationId);
      const present = await roleIn(step, organization.id, input.userId);
      const role = await decide(step, organization, present);
      if (role === present) return organization.id;
      if (present === 'OWNER') await requireAnotherOwner(step, organization.id, input.userId);
      await this.giveRole(step, organization, input.userId, role);
      return organization.id;
    });
    return this.organizations.require(id);
  }

  /** The person hears of what somebody else decided about them. */
  private async giveRole(step: Step, organization: Organization, userId: string, role: OrganizationRole | null): Promise<void> {
    await setMemberRole(step, organization.id, userId, role);
    await this.record(step, organization, role ? 'ROLE_CHANGED' : 'LEFT', { userId, role });
    if (userId !== this.ctx.viewer.id) await postNotification(step, [userId], organizationRoleChanged(organization, role));
  }

  private record(
    step: Step,
    { id: organizationId }: Organization,
    kind: OrganizationActKind,
    { userId: personId, role }: { userId: string; role: OrganizationRole | null },
  ): Promise<void> {
    return recordAct(step, { organizationId, kind, actorId: this.ctx.viewer.id, personId, ...(role ? { role } : {}) });
  }

  private async join(step: Step, organization: Organization, { userId, role, invitedById }: OrganizationInvitation): Promise<void> {
    await setMemberRole(step, organization.id, userId, role);
    await postNotification(step, [invitedById], organizationJoined(organization, userId));
  }

  /** An invitation with its organisation, which orders all that happens to it. */
  private async lockInvitation(step: Step, id: string): Promise<{ organization: Organization; invitation: OrganizationInvitation }> {
    const seen = await findInvitation(step, id);
    const organization = seen && (await lockOrganization(step, seen.organizationId));
    const invitation = organization && (await findInvitation(step, id));
    if (!invitation) throw notFound('This invitation');
    return { organization, invitation };
  }

  private async requireInvitation(id: string): Promise<OrganizationInvitation> {
    const invitation = await this.ctx.kept.db.prisma.organizationInvitation.findUnique({ where: { id } });
    if (!invitation) throw notFound('This invitation');
    return invitation;
  }

  private actingIn = async (step: Step, organizationId: string): Promise<OrganizationRole | null> =>
    actingRole(await roleIn(step, organizationId, this.ctx.viewer.id), this.ctx.viewer.permissions);
}
