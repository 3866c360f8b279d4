import { notFound } from '@marquee/platform';
import type { Context } from '../../context';
import type { WebhookStatus } from '../../generated/resolvers';
import type { Organization } from '../../generated/prisma/client';
import { actingRole, mayRun } from '../organization/organization-rights';
import type { OrganizationService } from '../organization/organization.service';
import type { SessionService } from '../session/session.service';
import type { DeleteWebhook } from './webhook.input';
import { HOOK_ROLES, removeFromOrganization } from './webhook.store';
import type { OrganizationWebhookView } from './webhook.types';

/** Where what happens in organisations goes, for those who own them. */
export class OrganizationWebhookService {
  constructor(
    private readonly ctx: Context,
    private readonly sessions: SessionService,
    private readonly organizations: OrganizationService,
  ) {}

  /** Null for everybody but its owners. */
  async of(organization: Organization): Promise<OrganizationWebhookView[] | null> {
    const { viewer } = this.ctx.caller;
    if (!viewer) return null;
    const isOwner = mayRun(actingRole(await this.organizations.viewerRole(organization), viewer.permissions));
    return isOwner ? this.ctx.loaders.webhooksByOrganizationId.load(organization.id) : null;
  }

  /** Whether it sends: who made it may have lost what they had there. */
  async status({ state, organizationId, userId }: OrganizationWebhookView): Promise<WebhookStatus> {
    const members = organizationId === null ? [] : await this.ctx.loaders.membersByOrganizationId.load(organizationId);
    const role = members.find((member) => member.userId === userId)?.role;
    return HOOK_ROLES.some((one) => one === role) ? state : 'NOT_ALLOWED';
  }

  async remove(input: DeleteWebhook): Promise<Organization> {
    const { viewer } = this.ctx;
    await this.sessions.requireLive();
    const organizationId = await this.ctx.change('removeOrganizationWebhook', input, async (step) => {
      const webhook = await removeFromOrganization(step, input.id, viewer);
      if (!webhook) throw notFound('This webhook');
      return webhook;
    });
    return this.organizations.require(organizationId);
  }
}
