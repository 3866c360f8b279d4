import { randomUUID } from 'node:crypto';
import { channels } from '../../channels';
import type { Step } from '../../context';
import type { NotificationText } from './notification-text';

/** What is pushed for a new notification: the reader loads the rest, so that it shows what a query would. */
export interface NotificationPush {
  id: string;
}

/** Gives a text to those of these people who have an account here and want this kind. They hear of it live after the commit. */
export async function postNotification(
  { tx, now, push }: Step,
  userIds: readonly string[],
  message: NotificationText | null,
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
  for (const { id, user_id } of posted) push(channels.notifications(user_id), { id } satisfies NotificationPush);
}
