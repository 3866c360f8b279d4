import { parseInput } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers, WebhookTopic } from '../../generated/resolvers';
import { dryRunInput, replayWebhookInput, retryDeliveryInput, sendTestEventInput } from './webhook.input';
import { typeOf } from './webhook-topics';

export const webhookDeliveryResolvers: Resolvers = {
  Query: { webhookDryRun: (_, { input }, { services }) => services.webhookDeliveries.dryRun(parseInput(dryRunInput, input)) },
  Mutation: {
    sendTestEvent: mutation('SendTestEventSuccess', sendTestEventInput, async (input, { services }) => ({
      delivery: await services.webhookDeliveries.sendTest(input),
    })),
    replayWebhook: mutation('ReplayWebhookSuccess', replayWebhookInput, async (input, { services }) => ({
      ...(await services.webhookDeliveries.replay(input)),
      webhook: await services.webhooks.require(input.webhookId),
    })),
    retryDelivery: mutation('RetryDeliverySuccess', retryDeliveryInput, async (input, { services }) => ({
      delivery: await services.webhookDeliveries.retry(input),
    })),
  },
  Webhook: { deliveries: (webhook, { status, ...args }, { services }) => services.webhookDeliveries.ofWebhook(webhook, status, args) },
  WebhookDelivery: {
    topic: ({ topic }) => topic as WebhookTopic | null,
    type: ({ topic }) => typeOf(topic),
    nextTryAt: ({ status, dueAt }) => (status === 'WAITING' ? dueAt : null),
    attemptCount: ({ attempts }) => attempts,
    attempts: (delivery, _, { services }) => services.webhookDeliveries.attempts(delivery),
  },
};
