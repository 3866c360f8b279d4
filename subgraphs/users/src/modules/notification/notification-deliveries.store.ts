import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { NotificationType } from '../../generated/prisma/client';
import { isTransactional } from './notification-channels';
import { takeDue, type Due } from './notification-due.store';
import { handOver } from './notification-handover.store';
import { slotFor, type OutwardChannel, type Rest } from './notification-schedule';

/** A notification that was posted, and how its reader wants to be reached. */
export interface Posted extends Rest {
  id: string;
  userId: string;
  inApp: boolean;
  byMail: boolean;
  byPush: boolean;
}

export interface Scheduling {
  type: NotificationType;
  expiresAt: Date | null;
  /** Another letter tells it by mail. */
  isMailedApart?: boolean | undefined;
  /** It goes to everybody, and holds up nobody. */
  isForAll?: boolean | undefined;
  /** It waits for no digest and no end of the hours of rest. */
  isUrgent?: boolean | undefined;
}

/**
 * Puts down when these leave the app, by mail and by push. One that waits already stays as it is; one that went is followed by another after an
 * hour at the earliest, on a device, where the new one takes the place of the old, after a minute: what changes eight times in a minute is one.
 */
export async function scheduleDeliveries(
  { tx, now }: Step,
  { type, expiresAt, isMailedApart = false, isForAll = false, isUrgent = false }: Scheduling,
  posted: readonly Posted[],
): Promise<void> {
  const rows = posted.flatMap(({ id, userId, byMail, byPush, ...rest }) => {
    const channels: OutwardChannel[] = [...(byMail && !isMailedApart ? (['EMAIL'] as const) : []), ...(byPush ? (['PUSH'] as const) : [])];
    return channels.flatMap((channel) => {
      const slot = isUrgent ? { at: now, gathered: false } : slotFor(type, channel, now, expiresAt, rest);
      return slot ? [{ id: randomUUID(), notificationId: id, userId, channel, ...slot }] : [];
    });
  });
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO deliveries (id, notification_id, user_id, type, channel, priority, scheduled_for, expires_at, gathered, created_at)
    SELECT d.id, d."notificationId", d."userId", ${type}::notification_type, d.channel::notification_channel, ${isForAll ? 1 : 0},
           greatest(d.at, (SELECT max(e.handled_at) + CASE d.channel WHEN 'EMAIL' THEN interval '1 hour' ELSE interval '1 minute' END
                           FROM deliveries e WHERE e.notification_id = d."notificationId" AND e.channel::text = d.channel AND e.state = 'HANDED_OVER')),
           ${expiresAt}::timestamptz, d.gathered, ${now}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
         AS d(id uuid, "notificationId" uuid, "userId" uuid, channel text, at timestamptz, gathered boolean)
    ON CONFLICT (notification_id, channel) WHERE state = 'PENDING' DO NOTHING`;
}

const HOUR_MS = 3_600_000;
/** More than anybody's plans change in an hour; a device takes more, because it shows the newest alone of each thing. */
const SINGLY_IN_AN_HOUR: Record<OutwardChannel, number> = { EMAIL: 10, PUSH: 30 };

/**
 * Hands the deliveries that are due to the mails and the pushes; returns how many it looked at. What was read in the app meanwhile, is gone, is not
 * wanted any more or comes too late, is withdrawn here, where it is decided: nothing that withdraws a notification has to think of deliveries. A row
 * that somebody is writing just now is left for the next turn.
 */
export async function deliverDue(step: Step): Promise<number> {
  const { tx, now } = step;
  const gone = await tx.delivery.updateMany({
    where: { state: 'PENDING', notificationId: null, scheduledFor: { lte: now } },
    data: { state: 'WITHDRAWN', reason: 'GONE', handledAt: now },
  });
  const due = await takeDue(step);
  for (const reason of new Set(due.flatMap((one) => one.reason ?? []))) {
    const ids = due.filter((one) => one.reason === reason).map(({ id }) => id);
    await tx.delivery.updateMany({ where: { id: { in: ids } }, data: { state: 'WITHDRAWN', reason, handledAt: now } });
  }
  const going = await withoutSurplus(
    step,
    due.filter(({ reason }) => reason === null),
  );
  await handOver(step, going);
  return gone.count + due.length;
}

/**
 * Puts off what comes to who was sent many within the hour, so that nobody fills a stranger's mailbox: it comes in one mail at the full hour.
 * What waits for nothing (`isTransactional`), or would be too late then, goes all the same.
 */
async function withoutSurplus({ tx, now }: Step, going: readonly Due[]): Promise<readonly Due[]> {
  const singly = going.filter(({ gathered, type }) => !gathered && !isTransactional(type));
  if (singly.length === 0) return going;
  const keyOf = ({ userId, channel }: { userId: string; channel: string }) => `${userId} ${channel}`;
  const sent = await tx.delivery.groupBy({
    by: ['userId', 'channel'],
    where: {
      ...{ userId: { in: singly.map(({ userId }) => userId) }, state: 'HANDED_OVER', gathered: false },
      handledAt: { gt: new Date(now.getTime() - HOUR_MS) },
    },
    _count: true,
  });
  const counts = new Map(sent.map((one) => [keyOf(one), one._count]));
  const late = new Set<Due>();
  for (const one of singly) {
    const count = counts.get(keyOf(one)) ?? 0;
    const { type, channel, expiresAt, rest } = one;
    const slot = count < SINGLY_IN_AN_HOUR[channel] ? null : slotFor(type, channel, now, expiresAt, { ...rest, digest: 'HOURLY' });
    if (!slot?.gathered) counts.set(keyOf(one), count + 1);
    else {
      late.add(one);
      await tx.delivery.update({ where: { id: one.id }, data: { scheduledFor: slot.at, gathered: true } });
    }
  }
  return going.filter((one) => !late.has(one));
}
