import { randomUUID } from 'node:crypto';
import type { After, Bus } from '@marquee/platform';
import type { Tx } from '../../db';
import type { Message } from './notification.text';

/** Where somebody's new notifications are announced. */
export const channelOf = (userId: string) => `notifications:${userId}`;

/** What travels on that channel: the reader loads the rest, so that it shows what a query would. */
export interface Push {
  id: string;
}

/**
 * Gives a message to these people, in the transaction of the fact that caused it: those who have an account here and want this kind.
 * They hear of it live after the commit.
 */
export async function post(
  { tx, after, bus, now }: { tx: Tx; after: After; bus: Pick<Bus, 'push'>; now: Date },
  userIds: readonly string[],
  message: Message | null,
): Promise<void> {
  if (!message || userIds.length === 0) return;
  const readers = [...new Set(userIds)].map((userId) => ({ id: randomUUID(), userId }));
  const posted = await tx.$queryRaw<{ id: string; user_id: string }[]>`
    INSERT INTO notifications (id, user_id, type, title, body, target_type, target_id, created_at)
    SELECT r.id, u.id, ${message.type}::notification_type, ${message.title}, ${message.body},
           ${message.target?.type ?? null}::notification_target_type, ${message.target?.id ?? null}::uuid, ${now}
    FROM jsonb_to_recordset(${JSON.stringify(readers)}::jsonb) AS r(id uuid, "userId" uuid)
    JOIN users u ON u.id = r."userId"
    WHERE NOT EXISTS (SELECT 1 FROM notification_mutes m WHERE m.user_id = u.id AND m.type = ${message.type}::notification_type)
    RETURNING id, user_id`;
  after(async () => {
    for (const { id, user_id } of posted) await bus.push(channelOf(user_id), { id } satisfies Push);
  });
}
