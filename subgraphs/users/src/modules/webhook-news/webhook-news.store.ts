import type { WebhookTopic } from '../../generated/resolvers';
import type { Step } from '../../context';
import { knownBefore, writeNews } from './webhook-news.sql';
import type { Variables } from '../webhook/webhook-topics';

/** Something that happened. */
export interface News {
  topic: WebhookTopic;
  /** Of one thing webhooks hear in its order: `event:<id>`. */
  entity: string;
  variables: Variables;
  occurredAt: Date | string;
  /** The webhooks of this organisation hear of it, or else of this person; null: nobody's. */
  organizationId: string | null;
  userId: string | null;
}

/** Writes down for each webhook that wants it that it is to be told. What is told is read when it is sent. */
export async function tellWebhooks({ tx, now }: Step, ...news: readonly News[]): Promise<void> {
  const { text, values } = writeNews(JSON.stringify(news), now);
  await tx.$executeRawUnsafe(text, ...values);
}

/** Each of what was taken in before its event was known here: whom it concerns could not be said then. */
const EARLY = {
  ATTENDANCE_CHANGED: { thing: 'attendance', variable: 'attendanceId' },
  ORDER_PAID: { thing: 'order', variable: 'orderId' },
  REVIEW_CHANGED: { thing: 'review', variable: 'reviewId' },
} as const;

/** An event has just become known here: what of it was told before is told to webhooks now. */
export async function tellEarlyNews(step: Step, event: EventOf & { eventId: string }, occurredAt: string): Promise<void> {
  const { text, values } = knownBefore(event.eventId);
  const rows = await step.tx.$queryRawUnsafe<{ topic: keyof typeof EARLY; id: string; userId: string }[]>(text, ...values);
  if (rows.length === 0) return;
  const news = rows.map(({ topic, id, userId }): News => {
    const { thing, variable } = EARLY[topic];
    const variables = { eventId: event.eventId, [variable]: id, userId };
    return { topic, entity: `${thing}:${id}`, variables, occurredAt, ...hearersOf(event) };
  });
  await tellWebhooks(step, ...news);
}

/** What webhooks of others were, or are to be, told of a person. */
export async function forgetNewsOf({ tx }: Pick<Step, 'tx'>, userId: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM webhook_deliveries WHERE variables ->> 'userId' = ${userId}`;
}

interface EventOf {
  organizationId: string | null;
  creatorId: string;
}

/** Whom news of an event concern: its organisation, or who made it by themselves; nobody, while it is not known here. */
export const hearersOf = (event: EventOf | null): Pick<News, 'organizationId' | 'userId'> => ({
  organizationId: event?.organizationId ?? null,
  userId: event && event.organizationId === null ? event.creatorId : null,
});
