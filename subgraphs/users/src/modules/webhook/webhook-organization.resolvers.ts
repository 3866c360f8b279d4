import { mutation } from '../../context';
import type { Resolvers, WebhookTopic } from '../../generated/resolvers';
import { deleteWebhookInput } from './webhook.input';

export const organizationWebhookResolvers: Resolvers = {
  Mutation: {
    removeOrganizationWebhook: mutation('RemoveOrganizationWebhookSuccess', deleteWebhookInput, async (input, { services }) => ({
      deletedId: input.id,
      organization: await services.organizationWebhooks.remove(input),
    })),
  },
  Organization: { webhooks: (organization, _, { services }) => services.organizationWebhooks.of(organization) },
  OrganizationWebhook: {
    host: ({ url }) => new URL(url).host,
    topics: ({ selections }) => selections.map(({ topic }) => topic as WebhookTopic),
    status: (webhook, _, { services }) => services.organizationWebhooks.status(webhook),
    madeBy: ({ userId }, _, { services }) => services.users.byReference(userId),
  },
};
