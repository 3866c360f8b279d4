import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { Notification as NotificationRow, NotificationType } from '../../generated/prisma/client';
import { queueMail } from '../mail/mail.store';
import type { Language } from '../preference/preference-language';
import { isFixed, isOnByDefault, isTransactional } from './notification-channels';
import { letterOf } from './notification-letter';
import { linkOf } from './notification-link';
import { slotFor, type Rest } from './notification-schedule';
import { nameKeysOf, renderText } from './notification-text';
import { namesStatement } from './notification.sql';

/** A notification that was posted, and how its reader wants to be reached. */
export interface Posted extends Rest {
  id: string;
  userId: string;
  inApp: boolean;
  byMail: boolean;
}

/**
 * Puts down when these go by mail. One that waits already stays as it is; one that went is followed by another after an hour at the earliest:
 * what changes eight times in a minute is one mail.
 */
export async function scheduleMails(
  { tx, now }: Step,
  type: NotificationType,
  expiresAt: Date | null,
  posted: readonly Posted[],
): Promise<void> {
  const rows = posted.flatMap(({ id, userId, byMail, ...rest }) => {
    const slot = byMail ? slotFor(type, now, expiresAt, rest) : null;
    return slot ? [{ id: randomUUID(), notificationId: id, userId, ...slot }] : [];
  });
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO deliveries (id, notification_id, user_id, type, channel, scheduled_for, expires_at, gathered, created_at)
    SELECT d.id, d."notificationId", d."userId", ${type}::notification_type, 'EMAIL',
           greatest(d.at, (SELECT max(e.handled_at) + interval '1 hour' FROM deliveries e
                           WHERE e.notification_id = d."notificationId" AND e.channel = 'EMAIL' AND e.state = 'HANDED_OVER')),
           ${expiresAt}::timestamptz, d.gathered, ${now}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
         AS d(id uuid, "notificationId" uuid, "userId" uuid, at timestamptz, gathered boolean)
    ON CONFLICT (notification_id, channel) WHERE state = 'PENDING' DO NOTHING`;
}

interface Due {
  id: string;
  userId: string;
  type: NotificationType;
  gathered: boolean;
  expiresAt: Date | null;
  notification: Pick<NotificationRow, 'id' | 'type' | 'parameters' | 'targetType' | 'targetId' | 'createdAt' | 'inApp'>;
  address: string;
  language: Language | null;
  timeZone: string | null;
  rest: Rest;
  /** Why it does not go after all; null: it goes. */
  reason: string | null;
}

const AT_ONCE = 50;
const HOUR_MS = 3_600_000;
/** More than anybody's plans change in an hour. */
const SINGLY_IN_AN_HOUR = 10;

/**
 * Hands the deliveries that are due to the mails; returns how many it looked at. What was read in the app meanwhile, is gone, is not wanted
 * any more or comes too late, is withdrawn here, where it is decided: nothing that withdraws a notification has to think of deliveries. Two
 * who do this at the same time take different ones; a row that somebody is writing just now is left for the next turn.
 */
export async function deliverDue(step: Step): Promise<number> {
  const gone = await step.tx.delivery.updateMany({
    where: { state: 'PENDING', notificationId: null, scheduledFor: { lte: step.now } },
    data: { state: 'WITHDRAWN', reason: 'GONE', handledAt: step.now },
  });
  const due = await takeDue(step);
  const going = await withoutSurplus(
    step,
    due.filter(({ reason }) => reason === null),
  );
  for (const { id, reason } of due.filter((one) => one.reason !== null))
    await step.tx.delivery.update({ where: { id }, data: { state: 'WITHDRAWN', reason, handledAt: step.now } });
  const gatherers = new Set(going.filter(({ gathered }) => gathered).map(({ userId }) => userId));
  const mails = [
    ...going.filter(({ gathered }) => !gathered).map((one) => [one]),
    ...[...gatherers].map((userId) => going.filter((one) => one.gathered && one.userId === userId)),
  ];
  const names = await namesFor(step, going);
  for (const mail of mails) await handOver(step, mail, names);
  return gone.count + due.length;
}

/**
 * Puts off what comes to who was sent many within the hour, so that nobody fills a stranger's mailbox: it comes in one mail at the full hour.
 * What waits for nothing (`isTransactional`), or would be too late then, goes all the same.
 */
async function withoutSurplus({ tx, now }: Step, going: readonly Due[]): Promise<readonly Due[]> {
  const singly = going.filter(({ gathered, type }) => !gathered && !isTransactional(type));
  if (singly.length === 0) return going;
  const sent = await tx.delivery.groupBy({
    by: ['userId'],
    where: {
      ...{ userId: { in: singly.map(({ userId }) => userId) }, state: 'HANDED_OVER', gathered: false },
      handledAt: { gt: new Date(now.getTime() - HOUR_MS) },
    },
    _count: true,
  });
  const counts = new Map(sent.map(({ userId, _count }) => [userId, _count]));
  const late = new Set<Due>();
  for (const one of singly) {
    const count = counts.get(one.userId) ?? 0;
    const slot = count < SINGLY_IN_AN_HOUR ? null : slotFor(one.type, now, one.expiresAt, { ...one.rest, digest: 'HOURLY' });
    if (!slot?.gathered) counts.set(one.userId, count + 1);
    else {
      late.add(one);
      await tx.delivery.update({ where: { id: one.id }, data: { scheduledFor: slot.at, gathered: true } });
    }
  }
  return going.filter((one) => !late.has(one));
}

async function namesFor({ tx }: Step, due: readonly Due[]): Promise<Map<string, string>> {
  const keys = [...new Set(due.flatMap(({ notification }) => nameKeysOf(notification)))];
  if (keys.length === 0) return new Map();
  const { text, values } = namesStatement(keys);
  const rows = await tx.$queryRawUnsafe<{ key: string; name: string }[]>(text, ...values);
  return new Map(rows.map(({ key, name }) => [key, name]));
}

async function handOver(step: Step, due: readonly Due[], names: ReadonlyMap<string, string>): Promise<void> {
  const { kept, tx, now } = step;
  const [{ userId, address, language, timeZone, type, expiresAt }] = due as readonly [Due, ...Due[]];
  const items = due.map(({ notification }) => ({
    ...renderText(notification, { language, timeZone }, names),
    url: linkOf(notification, kept.settings.WEB_URL),
  }));
  const mailId = await queueMail(step, {
    ...letterOf(items, language ?? 'EN', `${kept.settings.WEB_URL}/settings/notifications`),
    kind: due[0]!.gathered ? 'digest' : `notification:${type}`,
    to: address,
    userId,
    priority: isTransactional(type) ? 'TOLD' : 'TO_MANY',
    ...(expiresAt ? { usefulUntil: expiresAt } : {}),
  });
  await tx.delivery.updateMany({
    where: { id: { in: due.map(({ id }) => id) } },
    data: { state: 'HANDED_OVER', mailId, handledAt: now },
  });
  // Who has it by mail alone cannot read it elsewhere: what follows is news of its own.
  const mailedAlone = due.filter(({ notification }) => !notification.inApp).map(({ notification }) => notification.id);
  if (mailedAlone.length > 0) await tx.notification.updateMany({ where: { id: { in: mailedAlone } }, data: { readAt: now } });
}

/**
 * Some of what is due, locked with its notifications: who posts at this moment waits, and then finds them gone out, so that nothing that is
 * told anew is lost. All that is to be gathered for a person comes together.
 */
async function takeDue(step: Step): Promise<Due[]> {
  const { tx, now } = step;
  const first = await tx.$queryRaw<{ id: string; userId: string; gathered: boolean }[]>`
    SELECT d.id, d.user_id AS "userId", d.gathered FROM deliveries d JOIN notifications n ON n.id = d.notification_id
    WHERE d.state = 'PENDING' AND d.scheduled_for <= ${now}
    ORDER BY d.scheduled_for LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED`;
  if (first.length === 0) return [];
  const gatherers = [...new Set(first.filter(({ gathered }) => gathered).map(({ userId }) => userId))];
  const more = await tx.$queryRaw<{ id: string }[]>`
    SELECT d.id FROM deliveries d JOIN notifications n ON n.id = d.notification_id
    WHERE d.state = 'PENDING' AND d.scheduled_for <= ${now} AND d.gathered AND d.user_id = ANY(${gatherers}::uuid[])
    FOR UPDATE SKIP LOCKED`;
  const ids = [...new Set([...first, ...more].map(({ id }) => id))];
  const rows = await tx.delivery.findMany({
    where: { id: { in: ids } },
    include: { notification: true, user: { include: { notificationChoices: { where: { channel: 'EMAIL' } }, mutedSubjects: true } } },
    orderBy: { createdAt: 'asc' },
  });
  return rows.map(({ notification, user, ...delivery }) => {
    const { type, expiresAt } = delivery;
    const isWanted =
      isFixed(type, 'EMAIL') || (user.notificationChoices.find((choice) => choice.type === type)?.enabled ?? isOnByDefault(type, 'EMAIL'));
    const isMuted = user.mutedSubjects.some(
      ({ targetType, targetId }) =>
        (targetType === notification!.targetType && targetId === notification!.targetId) ||
        (targetType === 'USER' && targetId === notification!.actorId),
    );
    const reasons: [boolean, string][] = [
      [user.suspendedAt !== null, 'SUSPENDED'],
      [user.deactivatedAt !== null, 'DEACTIVATED'],
      [user.emailVerifiedAt === null, 'NO_ADDRESS'],
      [notification!.readAt !== null && !isTransactional(type), 'READ'],
      [expiresAt !== null && expiresAt <= now, 'LATE'],
      [!isWanted || (isMuted && !isTransactional(type)), 'UNWANTED'],
    ];
    return {
      ...delivery,
      notification: notification!,
      address: user.email,
      language: user.language,
      timeZone: user.timeZone,
      rest: user,
      reason: reasons.find(([so]) => so)?.[1] ?? null,
    };
  });
}
