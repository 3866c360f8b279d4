import { isId, notAllowed, notFound } from '@marquee/platform';
import type { OrganizationRole } from '@marquee/schema/topics';
import type { Context, Step } from '../../context';
import type { Organization } from '../../generated/prisma/client';
import type { SessionService } from '../session/session.service';
import { recordAct } from './organization-acts.store';
import { actingRole, mayRun } from './organization-rights';
import { roleIn } from './organization-members.store';
import type { CreateOrganization, UpdateOrganization, VerifyOrganization } from './organization.input';
import { changeOrganization, createOrganization, lockOrganization } from './organization.store';

/** Houses, clubs and companies that organise events. */
export class OrganizationService {
  constructor(
    private readonly ctx: Context,
    private readonly sessions: Pick<SessionService, 'requireLive'>,
  ) {}

  async byId(id: string): Promise<Organization | null> {
    return isId(id) ? this.ctx.loaders.organizationById.load(id) : null;
  }

  async require(id: string): Promise<Organization> {
    const organization = await this.byId(id);
    if (!organization) throw notFound('This organisation');
    return organization;
  }

  async ofUser(userId: string): Promise<Organization[]> {
    return (await this.ctx.loaders.membershipsByUserId.load(userId)).map((membership) => membership.organization);
  }

  /** What the viewer is there; null for those who do not work there. */
  async viewerRole({ id }: Organization): Promise<OrganizationRole | null> {
    const { viewerId } = this.ctx;
    if (viewerId === null) return null;
    const memberships = await this.ctx.loaders.membershipsByUserId.load(viewerId);
    return memberships.find(({ organizationId }) => organizationId === id)?.role ?? null;
  }

  async create(input: CreateOrganization): Promise<Organization> {
    const { id: ownerId } = this.ctx.viewer;
    return this.require(await this.ctx.change('createOrganization', input, (step) => createOrganization(step, ownerId, input)));
  }

  async update(input: UpdateOrganization): Promise<Organization> {
    const id = await this.ctx.change('updateOrganization', input, async (step) => {
      const organization = await lockOrganization(step, input.organizationId);
      if (!mayRun(await this.actingIn(step, organization.id))) throw notAllowed('Only an owner may change an organisation.');
      requireShown(organization);
      const wanted = {
        name: input.name ?? organization.name,
        slug: input.slug ?? organization.slug,
        websiteUrl: input.websiteUrl === undefined ? organization.websiteUrl : input.websiteUrl,
      };
      const fields = (Object.keys(wanted) as (keyof typeof wanted)[]).filter((field) => wanted[field] !== organization[field]);
      // What was checked was this name at this address.
      if (fields.length === 0) return organization.id;
      await changeOrganization(step, organization, { ...wanted, verified: false });
      await recordAct(step, { organizationId: organization.id, kind: 'CHANGED', actorId: this.ctx.viewer.id, fields });
      return organization.id;
    });
    return this.require(id);
  }

  async verify(input: VerifyOrganization): Promise<Organization> {
    await this.sessions.requireLive();
    const id = await this.ctx.change('verifyOrganization', input, async (step) => {
      await this.sessions.requireLive(step.tx);
      const organization = await lockOrganization(step, input.organizationId);
      if (input.verified) requireShown(organization);
      if (organization.verified !== input.verified) {
        await changeOrganization(step, organization, { verified: input.verified });
        const kind = input.verified ? 'VERIFIED' : 'UNVERIFIED';
        await recordAct(step, { organizationId: organization.id, kind, actorId: this.ctx.viewer.id });
      }
      const record = { organizationId: organization.id, verified: input.verified, by: this.ctx.viewer.id };
      step.after(() => step.logger.info(record, 'the verification of an organisation was decided'));
      return organization.id;
    });
    return this.require(id);
  }

  private actingIn = async (step: Step, organizationId: string): Promise<OrganizationRole | null> =>
    actingRole(await roleIn(step, organizationId, this.ctx.viewer.id), this.ctx.viewer.permissions);
}

/** What was taken away after reports is not written over. */
function requireShown({ hiddenAt }: Organization): void {
  if (hiddenAt) throw notAllowed('It was hidden after reports. Its owners may appeal against that decision.');
}
