import { mutation } from '../../context';
import type { Context } from '../../context';
import type { ApiScope, Resolvers, WebhookTopic } from '../../generated/resolvers';
import { createWebhookInput, deleteWebhookInput, rotateWebhookSecretInput, updateWebhookInput } from './webhook.input';

/** Where webhooks may lead is up to the settings. */
const places = ({ kept: { settings } }: Context) => ({
  isProduction: settings.NODE_ENV === 'production',
  inside: settings.WEBHOOKS_INSIDE,
});

export const webhookResolvers: Resolvers = {
  Query: {
    webhooks: (_, args, { services }) => services.webhooks.list(args),
    webhook: (_, { id }, { services }) => services.webhooks.byId(id),
  },
  Mutation: {
    createWebhook: mutation(
      'CreateWebhookSuccess',
      (ctx) => createWebhookInput(places(ctx)),
      async (input, { services }) => services.webhooks.create(input),
    ),
    updateWebhook: mutation(
      'UpdateWebhookSuccess',
      (ctx) => updateWebhookInput(places(ctx)),
      async (input, { services }) => ({ webhook: await services.webhooks.update(input) }),
    ),
    rotateWebhookSecret: mutation('RotateWebhookSecretSuccess', rotateWebhookSecretInput, async (input, { services }) =>
      services.webhooks.rotate(input),
    ),
    deleteWebhook: mutation('DeleteWebhookSuccess', deleteWebhookInput, async (input, { services }) => ({
      deletedId: await services.webhooks.delete(input),
    })),
  },
  Webhook: {
    organization: ({ organizationId }, _, { services }) => (organizationId === null ? null : services.organizations.byId(organizationId)),
    scopes: ({ scopes }) => scopes as ApiScope[],
    topics: ({ selections }) => selections,
    status: (webhook, _, { services }) => services.webhooks.status(webhook),
    previousSecretUntil: ({ secrets }, _, { kept }) => {
      const until = secrets[1]?.until ?? null;
      return until && until > kept.clock.now() ? until : null;
    },
    restsUntil: ({ restsUntil }, _, { kept }) => (restsUntil && restsUntil > kept.clock.now() ? restsUntil : null),
  },
  WebhookSelection: { topic: ({ topic }) => topic as WebhookTopic },
};
