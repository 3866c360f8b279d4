import { randomUUID } from 'node:crypto';
import { channels } from '../../channels';
import type { Step } from '../../context';
import type { Prisma } from '../../generated/prisma/client';
import { isFixed, isOnByDefault, isTransactional } from './notification-channels';
import type { NotificationContent } from './notification-content';
import { scheduleDeliveries, type Posted } from './notification-deliveries.store';
import { queueBadges } from '../push/push.store';
import { INVITATIONS } from './notification-kinds';

/** What is pushed for a new notification: the reader loads the rest, so that it shows what a query would. */
export interface NotificationPush {
  id: string;
}

/**
 * Tells those of these people who have an account here, want this kind by some channel, have not muted what it is about, and are in no block
 * with the person whose doing it is. Nobody is told of what somebody has done who is suspended or gone, but of invitations, which stand. They
 * hear of it live after the commit, and by mail and on their devices when its time comes. Where the last telling of the same subject is still unread, the new one
 * takes its place; the same is not told twice.
 */
export async function postNotification(step: Step, userIds: readonly string[], content: NotificationContent | null): Promise<void> {
  if (!content || userIds.length === 0) return;
  const { tx, now, push } = step;
  const { type, parameters, target, subject = null, actorId = null, basis = null, expiresAt = null } = content;
  const readers = [...new Set(userIds)].map((userId) => ({ id: randomUUID(), userId }));
  const posted = await tx.$queryRaw<Posted[]>`
    WITH readers AS (
      SELECT r.id AS new_id, u.id AS user_id, u.time_zone, u.quiet_from, u.quiet_until, u.digest,
             ${isFixed(type, 'IN_APP')} OR coalesce(app.enabled, true) AS in_app,
             u.email_verified_at IS NOT NULL AND u.email_bounced_at IS NULL AND u.suspended_at IS NULL AND u.deactivated_at IS NULL
               AND (${isFixed(type, 'EMAIL')} OR coalesce(mail.enabled, ${isOnByDefault(type, 'EMAIL')})) AS by_mail,
             u.suspended_at IS NULL AND u.deactivated_at IS NULL AND coalesce(push.enabled, ${isOnByDefault(type, 'PUSH')})
               AND EXISTS (SELECT 1 FROM devices d JOIN sessions s ON s.id = d.session_id
                           WHERE d.user_id = u.id AND s.ended_at IS NULL AND s.expires_at > ${now}) AS by_push
      FROM jsonb_to_recordset(${JSON.stringify(readers)}::jsonb) AS r(id uuid, "userId" uuid)
      JOIN users u ON u.id = r."userId"
      LEFT JOIN notification_choices app ON app.user_id = u.id AND app.type = ${type}::notification_type AND app.channel = 'IN_APP'
      LEFT JOIN notification_choices mail ON mail.user_id = u.id AND mail.type = ${type}::notification_type AND mail.channel = 'EMAIL'
      LEFT JOIN notification_choices push ON push.user_id = u.id AND push.type = ${type}::notification_type AND push.channel = 'PUSH'
      WHERE NOT EXISTS (SELECT 1 FROM connection_copies c WHERE c.status = 'BLOCKED'
                        AND c.low_id = least(u.id, ${actorId}::uuid) AND c.high_id = greatest(u.id, ${actorId}::uuid))
        AND (${isTransactional(type)} OR NOT EXISTS (SELECT 1 FROM muted_subjects m WHERE m.user_id = u.id
                                                     AND ((m.target_type::text = ${target?.type ?? null} AND m.target_id = ${target?.id ?? null}::uuid)
                                                          OR (m.target_type = 'USER' AND m.target_id = ${actorId}::uuid))))
        AND (${actorId}::uuid IS NULL OR ${INVITATIONS.includes(type)}
             OR EXISTS (SELECT 1 FROM users a WHERE a.id = ${actorId}::uuid AND a.suspended_at IS NULL AND a.deactivated_at IS NULL))
    ), posted AS (
      INSERT INTO notifications AS n (id, user_id, type, parameters, target_type, target_id, actor_id, subject, basis, in_app, created_at)
      SELECT new_id, user_id, ${type}::notification_type, ${JSON.stringify(parameters)}::jsonb, ${target?.type ?? null}::notification_target_type,
             ${target?.id ?? null}::uuid, ${actorId}::uuid, ${subject}, ${basis && JSON.stringify(basis)}::jsonb, in_app, ${now}
      FROM readers WHERE in_app OR by_mail OR by_push
      ON CONFLICT (user_id, subject) WHERE read_at IS NULL DO UPDATE
      SET parameters = excluded.parameters, target_type = excluded.target_type, target_id = excluded.target_id, actor_id = excluded.actor_id,
          in_app = excluded.in_app, created_at = excluded.created_at
      WHERE (n.parameters, n.actor_id) IS DISTINCT FROM (excluded.parameters, excluded.actor_id)
      RETURNING id, user_id, in_app
    )
    SELECT p.id, p.user_id AS "userId", p.in_app AS "inApp", r.by_mail AS "byMail", r.by_push AS "byPush", r.time_zone AS "timeZone", r.quiet_from AS "quietFrom",
           r.quiet_until AS "quietUntil", r.digest::text
    FROM posted p JOIN readers r USING (user_id)`;
  for (const { id, userId, inApp } of posted) if (inApp) push(channels.notifications(userId), { id } satisfies NotificationPush);
  await scheduleDeliveries(step, { type, expiresAt, isMailedApart: content.isMailedApart }, posted);
}

/** What these people have seen or settled elsewhere is read. */
export async function readNotifications(step: Step, subject: string, userIds: readonly string[] | 'ALL'): Promise<void> {
  const whose = userIds === 'ALL' ? {} : { userId: { in: [...userIds] } };
  const { count } = await step.tx.notification.updateMany({ where: { subject, ...whose, readAt: null }, data: { readAt: step.now } });
  if (count > 0 && userIds !== 'ALL') await queueBadges(step, userIds, null);
}

/** What is not so any more goes, unless it was read: nobody is asked in vain. */
export async function withdrawNotifications({ tx }: Step, where: Prisma.NotificationWhereInput & { subject: string }): Promise<void> {
  await tx.notification.deleteMany({ where: { ...where, readAt: null } });
}

/** Who is no member any more is asked nothing by the group. */
export async function forgetPollsOf({ tx }: Step, groupId: string, userId: string): Promise<void> {
  await tx.notification.deleteMany({ where: { userId, type: 'GROUP_POLL_ASKED', targetId: groupId, readAt: null } });
}

/** Those of these people of whom it is not known that they have left the group: facts of it may come late. */
export async function notGone({ tx }: Step, groupId: string, userIds: readonly string[]): Promise<string[]> {
  const where = { kind: 'GROUP_MEMBER', targetId: groupId, userId: { in: [...userIds] }, invited: false };
  const gone = new Set((await tx.invitationCopy.findMany({ where, select: { userId: true } })).map(({ userId }) => userId));
  return userIds.filter((id) => !gone.has(id));
}

/** What was told and not read yet tells something else now, and is no news: nobody is told once more. */
export async function correctNotification({ tx }: Step, subject: string, content: NotificationContent): Promise<void> {
  const { parameters, target, actorId = null } = content;
  // Whose doing it is has to be whom it names: a block or an erasure takes it by that.
  const about = { targetType: target?.type ?? null, targetId: target?.id ?? null, actorId };
  await tx.notification.updateMany({
    where: { subject, readAt: null },
    data: { parameters: parameters as Prisma.InputJsonObject, ...about },
  });
}

/** Two people have parted by a block: neither is told of the other any more, nor was. */
export async function forgetEachOther({ tx }: Step, one: string, other: string): Promise<void> {
  const pairs = [
    { userId: one, actorId: other },
    { userId: other, actorId: one },
  ];
  await tx.notification.deleteMany({ where: { OR: pairs } });
}
