import { type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { Organization, OrganizationAct } from '../../generated/prisma/client';
import { newestActsFirst } from './organization-acts.sql';
import { actingRole, maySeeInvitations } from './organization-rights';
import type { OrganizationService } from './organization.service';
import type { OrganizationStatisticsView } from './organization.types';

/** What was done in organisations, and what they do. */
export class OrganizationLogService {
  constructor(
    private readonly ctx: Context,
    private readonly organizations: OrganizationService,
  ) {}

  /** Null for everybody but those who run it. */
  async log(organization: Organization, args: PageArguments): Promise<Connection<OrganizationAct> | null> {
    const { viewer } = this.ctx.caller;
    if (!viewer) return null;
    const role = actingRole(await this.organizations.viewerRole(organization), viewer.permissions);
    if (!maySeeInvitations(role)) return null;
    const page = newestActsFirst.page(args, { of: organization.id });
    return newestActsFirst.connection(await this.ctx.loaders.actsByOrganizationId.load({ id: organization.id, page }), page);
  }

  /** Null for everybody but those who run it. */
  async ticketCount({ organizationId, ticketCount }: OrganizationStatisticsView): Promise<number | null> {
    const { viewer } = this.ctx.caller;
    const organization = viewer && (await this.ctx.loaders.organizationById.load(organizationId));
    if (!organization) return null;
    return maySeeInvitations(actingRole(await this.organizations.viewerRole(organization), viewer.permissions)) ? ticketCount : null;
  }

  async statistics({ id }: Organization): Promise<OrganizationStatisticsView> {
    const found = await this.ctx.loaders.statisticsByOrganizationId.load(id);
    return (
      found ?? {
        organizationId: id,
        upcomingEventCount: 0,
        pastEventCount: 0,
        guestCount: 0,
        ticketCount: 0,
        reviewCount: 0,
        averageRating: null,
      }
    );
  }
}
