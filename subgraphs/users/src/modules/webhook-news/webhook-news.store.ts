import type { WebhookTopic } from '../../generated/resolvers';
import type { Step } from '../../context';
import { writeNews } from './webhook-news.sql';
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

interface EventOf {
  organizationId: string | null;
  creatorId: string;
}

/** Whom news of an event concern: its organisation, or who made it by themselves; nobody, while it is not known here. */
export const hearersOf = (event: EventOf | null): Pick<News, 'organizationId' | 'userId'> => ({
  organizationId: event?.organizationId ?? null,
  userId: event && event.organizationId === null ? event.creatorId : null,
});
