import type { WebhookTopic } from '../../generated/resolvers';
import type { Step } from '../../context';
import type { Variables } from './webhook-topics';

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
  await tx.$executeRaw`
    INSERT INTO webhook_deliveries (id, webhook_id, topic, entity, variables, occurred_at, created_at, wanted_at, due_at)
    SELECT gen_random_uuid(), w.id, s.topic, n.entity, n.variables, n."occurredAt", ${now}, ${now}, ${now}
    FROM jsonb_to_recordset(${JSON.stringify(news)}::jsonb)
         AS n(topic text, entity text, variables jsonb, "occurredAt" timestamptz, "organizationId" uuid, "userId" uuid)
    JOIN webhooks w ON w.organization_id = n."organizationId" OR (w.user_id = n."userId" AND w.organization_id IS NULL)
    JOIN webhook_selections s ON s.webhook_id = w.id AND s.topic = n.topic
    LEFT JOIN organization_members m ON m.organization_id = w.organization_id AND m.user_id = w.user_id
    WHERE w.organization_id IS NULL OR m.role IN ('OWNER', 'MANAGER')`;
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
