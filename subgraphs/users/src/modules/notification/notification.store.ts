import { randomUUID } from 'node:crypto';
import { channels } from '../../channels';
import type { Step } from '../../context';
import type { Prisma } from '../../generated/prisma/client';
import type { NotificationContent } from './notification-content';
import { isFixed, isTransactional } from './notification-channels';
import { INVITATIONS } from './notification-kinds';

/** What is pushed for a new notification: the reader loads the rest, so that it shows what a query would. */
export interface NotificationPush {
  id: string;
}

/**
 * Tells those of these people who have an account here, want this kind, and are in no block with the person whose doing it is; nobody is told
 * of what somebody has done who is suspended or gone, but of invitations, which stand. They hear of it live after the commit. Where the last
 * telling of the same subject is still unread, the new one takes its place; the same is not told twice.
 */
export async function postNotification(
  { tx, now, push }: Step,
  userIds: readonly string[],
  content: NotificationContent | null,
): Promise<void> {
  if (!content || userIds.length === 0) return;
  const { type, parameters, target, subject = null, actorId = null, basis = null } = content;
  const readers = [...new Set(userIds)].map((userId) => ({ id: randomUUID(), userId }));
  const posted = await tx.$queryRaw<{ id: string; user_id: string }[]>`
    INSERT INTO notifications AS n (id, user_id, type, parameters, target_type, target_id, actor_id, subject, basis, created_at)
    SELECT r.id, u.id, ${type}::notification_type, ${JSON.stringify(parameters)}::jsonb, ${target?.type ?? null}::notification_target_type,
           ${target?.id ?? null}::uuid, ${actorId}::uuid, ${subject}, ${basis && JSON.stringify(basis)}::jsonb, ${now}
    FROM jsonb_to_recordset(${JSON.stringify(readers)}::jsonb) AS r(id uuid, "userId" uuid)
    JOIN users u ON u.id = r."userId"
    WHERE (${isFixed(type, 'IN_APP')} OR NOT EXISTS (SELECT 1 FROM notification_choices c WHERE c.user_id = u.id AND c.type = ${type}::notification_type
                                              AND c.channel = 'IN_APP' AND NOT c.enabled))
      AND (${isTransactional(type)} OR NOT EXISTS (SELECT 1 FROM muted_subjects m WHERE m.user_id = u.id AND m.target_type::text = ${target?.type ?? null}
                                                   AND m.target_id = ${target?.id ?? null}::uuid))
      AND NOT EXISTS (SELECT 1 FROM connection_copies c WHERE c.status = 'BLOCKED'
                      AND c.low_id = least(u.id, ${actorId}::uuid) AND c.high_id = greatest(u.id, ${actorId}::uuid))
      AND (${actorId}::uuid IS NULL OR ${INVITATIONS.includes(type)} OR EXISTS (SELECT 1 FROM users a WHERE a.id = ${actorId}::uuid AND a.suspended_at IS NULL))
    ON CONFLICT (user_id, subject) WHERE read_at IS NULL DO UPDATE
    SET parameters = excluded.parameters, actor_id = excluded.actor_id, created_at = excluded.created_at
    WHERE (n.parameters, n.actor_id) IS DISTINCT FROM (excluded.parameters, excluded.actor_id)
    RETURNING id, user_id`;
  for (const { id, user_id } of posted) push(channels.notifications(user_id), { id } satisfies NotificationPush);
}

/** What these people have seen or settled elsewhere is read. */
export async function readNotifications({ tx, now }: Step, subject: string, userIds: readonly string[]): Promise<void> {
  await tx.notification.updateMany({ where: { subject, userId: { in: [...userIds] }, readAt: null }, data: { readAt: now } });
}

/** What is not so any more goes, unless it was read: nobody is asked in vain. */
export async function withdrawNotifications({ tx }: Step, where: Prisma.NotificationWhereInput & { subject: string }): Promise<void> {
  await tx.notification.deleteMany({ where: { ...where, readAt: null } });
}

/** Two people have parted by a block: neither is told of the other any more, nor was. */
export async function forgetEachOther({ tx }: Step, one: string, other: string): Promise<void> {
  const pairs = [
    { userId: one, actorId: other },
    { userId: other, actorId: one },
  ];
  await tx.notification.deleteMany({ where: { OR: pairs } });
}
