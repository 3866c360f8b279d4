import type { Step } from '../../context';
import type { Notification as NotificationRow, NotificationType } from '../../generated/prisma/client';
import { addressOf } from '../address/address-sealed';
import type { Language } from '../preference/preference-language';
import { isFixed, isOnByDefault, isTransactional } from './notification-channels';
import type { OutwardChannel, Rest } from './notification-schedule';

/** A delivery whose time has come. */
export interface Due {
  id: string;
  userId: string;
  type: NotificationType;
  channel: OutwardChannel;
  gathered: boolean;
  /** Of what goes to everybody; the lower goes first. */
  priority: number;
  expiresAt: Date | null;
  notification: Pick<NotificationRow, 'id' | 'type' | 'parameters' | 'targetType' | 'targetId' | 'createdAt' | 'inApp'>;
  /** Of a mail: where it goes. */
  address: string | null;
  /** Of a push: the devices that it goes to. */
  deviceIds: string[];
  language: Language | null;
  timeZone: string | null;
  rest: Rest;
  /** Why it does not go after all; null: it goes. */
  reason: string | null;
}

const AT_ONCE = 100;

/**
 * Some of what is due, what presses first, locked with its notifications: who posts at this moment waits, and then finds them gone out, so that
 * nothing that is told anew is lost. All that is to be gathered for a person comes together. Two who do this at the same time take different ones.
 */
export async function takeDue(step: Step): Promise<Due[]> {
  const { tx, now } = step;
  const first = await tx.$queryRaw<{ id: string; userId: string; gathered: boolean }[]>`
    SELECT d.id, d.user_id AS "userId", d.gathered FROM deliveries d JOIN notifications n ON n.id = d.notification_id
    WHERE d.state = 'PENDING' AND d.scheduled_for <= ${now}
    ORDER BY d.priority, d.scheduled_for LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED`;
  if (first.length === 0) return [];
  const gatherers = [...new Set(first.filter(({ gathered }) => gathered).map(({ userId }) => userId))];
  const more =
    gatherers.length === 0
      ? []
      : await tx.$queryRaw<{ id: string }[]>`
          SELECT d.id FROM deliveries d JOIN notifications n ON n.id = d.notification_id
          WHERE d.state = 'PENDING' AND d.scheduled_for <= ${now} AND d.gathered AND d.user_id = ANY(${gatherers}::uuid[])
          FOR UPDATE SKIP LOCKED`;
  const ids = [...new Set([...first, ...more].map(({ id }) => id))];
  const rows = await tx.delivery.findMany({
    where: { id: { in: ids } },
    include: {
      notification: true,
      user: { include: { notificationChoices: { where: { channel: { not: 'IN_APP' } } }, mutedSubjects: true } },
    },
    orderBy: { createdAt: 'asc' },
  });
  const devices = await devicesOf(
    step,
    rows.filter(({ channel }) => channel === 'PUSH').map(({ userId }) => userId),
  );
  return rows.map(({ notification, user, ...delivery }) => {
    const { type, expiresAt } = delivery;
    const channel = delivery.channel as OutwardChannel;
    const deviceIds = channel === 'PUSH' ? (devices.get(user.id) ?? []) : [];
    const choice = user.notificationChoices.find((one) => one.type === type && one.channel === channel);
    const isWanted = isFixed(type, channel) || (choice?.enabled ?? isOnByDefault(type, channel));
    const isMuted = user.mutedSubjects.some(
      ({ targetType, targetId }) =>
        (targetType === notification!.targetType && targetId === notification!.targetId) ||
        (targetType === 'USER' && targetId === notification!.actorId),
    );
    const reasons: [boolean, string][] = [
      [user.suspendedAt !== null, 'SUSPENDED'],
      [user.deactivatedAt !== null, 'DEACTIVATED'],
      [channel === 'EMAIL' && user.emailVerifiedAt === null, 'NO_ADDRESS'],
      [channel === 'EMAIL' && user.emailBouncedAt !== null, 'BOUNCED'],
      [channel === 'PUSH' && deviceIds.length === 0, 'NO_DEVICE'],
      [notification!.readAt !== null && !isTransactional(type), 'READ'],
      [expiresAt !== null && expiresAt <= now, 'LATE'],
      [!isWanted || (isMuted && !isTransactional(type)), 'UNWANTED'],
    ];
    return {
      ...{ ...delivery, channel, deviceIds },
      notification: notification!,
      address: channel === 'EMAIL' ? addressOf(step.kept.fields, user) : null,
      language: user.language,
      timeZone: user.timeZone,
      rest: user,
      reason: reasons.find(([so]) => so)?.[1] ?? null,
    };
  });
}

/** By person, the devices whose session lasts. */
async function devicesOf({ tx, now }: Step, userIds: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (userIds.length === 0) return found;
  const rows = await tx.device.findMany({
    where: { userId: { in: [...userIds] }, session: { endedAt: null, expiresAt: { gt: now } } },
    select: { id: true, userId: true },
    orderBy: { id: 'asc' },
  });
  for (const { id, userId } of rows) found.set(userId, [...(found.get(userId) ?? []), id]);
  return found;
}
