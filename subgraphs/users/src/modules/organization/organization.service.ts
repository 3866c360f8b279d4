import { isId } from '@marquee/platform';
import type { Context } from '../../context';
import type { Organization, OrganizationMember } from '../../generated/prisma/client';
import type { CreateOrganization } from './organization.input';
import { createOrganization } from './organization.store';

/** Houses, clubs and companies that organise events, and who works for them. */
export class OrganizationService {
  constructor(private readonly ctx: Context) {}

  async byId(id: string): Promise<Organization | null> {
    return isId(id) ? this.ctx.loaders.organizationById.load(id) : null;
  }

  async ofUser(userId: string): Promise<Organization[]> {
    return (await this.ctx.loaders.membershipsByUserId.load(userId)).map((membership) => membership.organization);
  }

  /** Null for those who do not work there. */
  async members(organization: Organization): Promise<OrganizationMember[] | null> {
    const { viewer } = this.ctx.caller;
    if (!viewer) return null;
    const members = await this.ctx.loaders.membersByOrganizationId.load(organization.id);
    return members.some((member) => member.userId === viewer.id) || viewer.role === 'admin' ? members : null;
  }

  async create(input: CreateOrganization): Promise<Organization> {
    const { id: ownerId } = this.ctx.viewer;
    const id = await this.ctx.change('createOrganization', input, (step) => createOrganization(step, ownerId, input));
    return (await this.byId(id))!;
  }
}
