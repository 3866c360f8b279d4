import type { WebhookTopic } from '../../generated/resolvers';

/** Ids that a query may have variables for. */
export type Variable = 'eventId' | 'attendanceId' | 'orderId' | 'reviewId' | 'organizationId' | 'userId';
export type Variables = Partial<Record<Variable, string>>;

interface TopicRule {
  /** Whose webhooks may have it: an organisation's, a person's own, or both. */
  of: 'ORGANIZATION' | 'PERSON' | 'BOTH';
  variables: readonly Variable[];
}

const EVENT: TopicRule = { of: 'BOTH', variables: ['eventId'] };
const ATTENDANCE = ['eventId', 'attendanceId', 'userId'] as const;
const ORDER = ['eventId', 'orderId', 'userId'] as const;

/** Every topic, who may have it, and what its queries may ask by. */
export const TOPICS: Record<WebhookTopic, TopicRule> = {
  EVENT_PUBLISHED: EVENT,
  EVENT_CHANGED: EVENT,
  EVENT_CANCELLED: EVENT,
  EVENT_COMPLETED: EVENT,
  ATTENDANCE_CHANGED: { of: 'BOTH', variables: ATTENDANCE },
  GUEST_CHECKED_IN: { of: 'BOTH', variables: ATTENDANCE },
  ORDER_PAID: { of: 'BOTH', variables: ORDER },
  ORDER_REFUNDED: { of: 'BOTH', variables: ORDER },
  REVIEW_CHANGED: { of: 'BOTH', variables: ['eventId', 'reviewId', 'userId'] },
  MEMBER_CHANGED: { of: 'ORGANIZATION', variables: ['organizationId', 'userId'] },
  OWN_ATTENDANCE_CHANGED: { of: 'PERSON', variables: ATTENDANCE },
  OWN_ORDER_PAID: { of: 'PERSON', variables: ORDER },
  OWN_ORDER_REFUNDED: { of: 'PERSON', variables: ORDER },
};

export const topicNames = Object.keys(TOPICS) as [WebhookTopic, ...WebhookTopic[]];

/** As it stands in a body: `event.published`, `own.order_paid`. */
export const typeOf = (topic: string | null): string => (topic === null ? 'webhook.test' : topic.toLowerCase().replace('_', '.'));

/** What an event has become, by what is told of it; null where nobody is told: of drafts, and of what was on show no more. */
export function eventTopic(before: string | null, now: string): WebhookTopic | null {
  if (now === 'PUBLISHED') return before === 'PUBLISHED' ? 'EVENT_CHANGED' : 'EVENT_PUBLISHED';
  if (before === now) return null;
  if (now === 'CANCELLED') return 'EVENT_CANCELLED';
  return now === 'COMPLETED' ? 'EVENT_COMPLETED' : null;
}
