import type { Webhook, WebhookAttempt, WebhookDelivery, WebhookSecret, WebhookSelection } from '../../generated/prisma/client';

/** A webhook as its person sees it. */
export type WebhookView = Webhook & { secrets: Pick<WebhookSecret, 'until'>[]; selections: WebhookSelection[] };

/** A webhook as the owners of its organisation see it. */
export type OrganizationWebhookView = Webhook & { selections: Pick<WebhookSelection, 'topic'>[] };

/** A delivery as its person sees it. */
export type WebhookDeliveryView = WebhookDelivery;

/** What a delivery is read and sent by, taken by one worker. */
export interface TakenDelivery extends Pick<WebhookDelivery, 'id' | 'webhookId' | 'topic' | 'occurredAt' | 'attempts' | 'wantedAt'> {
  variables: Record<string, string>;
  leaseId: string;
  webhook: Pick<Webhook, 'url' | 'scopes' | 'userId'>;
  /** Null for a test event, and where the topic was taken out meanwhile. */
  query: string | null;
  /** The newest first. */
  secrets: Pick<WebhookSecret, 'id' | 'sealed'>[];
  owner: { id: string; username: string; role: 'user' | 'curator' | 'moderator' | 'admin' };
}

/** What became of a try. */
export type Outcome =
  /** It was not tried: what it says could not be read at the moment. */
  | { is: 'POSTPONED'; waitMs: number }
  /** There is nothing that its person may see. */
  | { is: 'NOTHING' }
  | { is: 'DELIVERED'; try: Try }
  /** `isOurs`: the consumer was not asked. */
  | { is: 'FAULT'; try: Try; isGone: boolean; isOurs: boolean; retryAfterMs: number | null };

export type Try = Pick<WebhookAttempt, 'durationMs' | 'httpStatus' | 'fault' | 'answer'>;

export type { WebhookAttempt };
