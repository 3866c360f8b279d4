import { faultOfWebAddress, id, idempotencyKey, line, z } from '@marquee/platform';
import { apiScopes } from '../api-key/api-key-scopes';
import { faultOfQuery } from './webhook-query';
import { topicNames, TOPICS } from './webhook-topics';

/** What decides where webhooks may lead. */
export interface WebhookPlaces {
  isProduction: boolean;
  /** Hosts inside a network that are allowed. */
  inside: readonly string[];
}

const LONGEST = 2_000;

const address = (places: WebhookPlaces) =>
  z
    .string()
    .trim()
    .superRefine((value, context) => {
      const fault = faultOfAddress(value, places);
      if (fault) context.addIssue({ code: 'custom', message: fault });
    });

function faultOfAddress(value: string, { isProduction, inside }: WebhookPlaces): string | null {
  if (value.length > LONGEST) return 'must have at most 2,000 characters';
  if (!URL.canParse(value)) return 'must be an address, such as https://example.org/hooks';
  const { protocol, host, hostname, hash } = new URL(value);
  if (protocol !== 'https:' && (isProduction || protocol !== 'http:')) return 'must begin with https://';
  if (hash) return 'must have no part behind a #';
  return inside.includes(host) || inside.includes(hostname) ? null : faultOfWebAddress(value);
}

const unlike = <T>(values: T[]) => [...new Set(values)];
const scopes = () => z.array(z.enum(apiScopes)).min(1, 'must not be empty').transform(unlike);

const selection = () =>
  z.object({ topic: z.enum(topicNames), query: z.string().trim() }).superRefine(({ topic, query }, context) => {
    const fault = faultOfQuery(query, topic);
    if (fault) context.addIssue({ code: 'custom', path: ['query'], message: fault });
  });

const topics = () =>
  z
    .array(selection())
    .min(1, 'must not be empty')
    .max(topicNames.length, 'must have each topic once')
    .refine((all) => new Set(all.map(({ topic }) => topic)).size === all.length, 'must have each topic once');

/** What a topic has against being told to a webhook, as the end of a sentence about it. */
export function faultOfTopic(topic: keyof typeof TOPICS, isOfOrganization: boolean): string | null {
  const { of } = TOPICS[topic];
  if (of === 'ORGANIZATION' && !isOfOrganization) return 'is told to webhooks of organisations only';
  return of === 'PERSON' && isOfOrganization ? 'is told to webhooks of persons only' : null;
}

export const createWebhookInput = (places: WebhookPlaces) =>
  z
    .object({
      name: line(80),
      url: address(places),
      organizationId: id().nullish(),
      scopes: scopes(),
      topics: topics(),
      idempotencyKey: idempotencyKey(),
    })
    .superRefine(({ topics: all, organizationId }, context) => {
      for (const [index, { topic }] of all.entries()) {
        const fault = faultOfTopic(topic, Boolean(organizationId));
        if (fault) context.addIssue({ code: 'custom', path: ['topics', index, 'topic'], message: fault });
      }
    });
export type CreateWebhook = z.output<ReturnType<typeof createWebhookInput>>;

/** Null is as absent: nothing of a webhook can be empty. */
const or = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? undefined);

export const updateWebhookInput = (places: WebhookPlaces) =>
  z.object({
    id: id(),
    name: or(line(80)),
    url: or(address(places)),
    scopes: or(scopes()),
    topics: or(topics()),
    isPaused: or(z.boolean()),
    idempotencyKey: idempotencyKey(),
  });
export type UpdateWebhook = z.output<ReturnType<typeof updateWebhookInput>>;

const HOURS = 'must be between 0 and 168';
export const rotateWebhookSecretInput = z.object({
  id: id(),
  overlapHours: z.number().int().min(0, HOURS).max(168, HOURS),
  idempotencyKey: idempotencyKey(),
});
export type RotateWebhookSecret = z.output<typeof rotateWebhookSecretInput>;

export const deleteWebhookInput = z.object({ id: id(), idempotencyKey: idempotencyKey() });
export type DeleteWebhook = z.output<typeof deleteWebhookInput>;

export const dryRunInput = z
  .object({
    scopes: scopes(),
    topic: z.enum(topicNames),
    query: z.string().trim(),
    subject: z.object({
      eventId: or(id()),
      attendanceId: or(id()),
      orderId: or(id()),
      reviewId: or(id()),
      organizationId: or(id()),
      userId: or(id()),
    }),
  })
  .superRefine(({ topic, query }, context) => {
    const fault = faultOfQuery(query, topic);
    if (fault) context.addIssue({ code: 'custom', path: ['query'], message: fault });
  });
export type WebhookDryRunOf = z.output<typeof dryRunInput>;

export const sendTestEventInput = z.object({ webhookId: id(), idempotencyKey: idempotencyKey() });
export type SendTestEvent = z.output<typeof sendTestEventInput>;

export const replayWebhookInput = z.object({ webhookId: id(), from: z.coerce.date(), idempotencyKey: idempotencyKey() });
export type ReplayWebhook = z.output<typeof replayWebhookInput>;

export const retryDeliveryInput = z.object({ id: id(), idempotencyKey: idempotencyKey() });
export type RetryDelivery = z.output<typeof retryDeliveryInput>;
