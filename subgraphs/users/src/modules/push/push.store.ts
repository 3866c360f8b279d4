import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { PushMessage } from '../../generated/prisma/client';
import { LEASE_MS, RECEIPT_AFTER_MS, RECEIPT_LASTS_MS } from './push-tries';

/** The lower goes first; what goes to everybody waits for all others. */
export const PRIORITIES = { URGENT: 0, TOLD: 1, TO_ALL: 3 } as const;

export interface NewPush {
  userId: string;
  deviceId: string;
  /** It goes with the notification, and is not sent once that is read; null: it is about several. */
  notificationId: string | null;
  /** Sent though it was read. */
  regardless: boolean;
  /** The pushes of one delivery have one. */
  batchId: string;
  title: string;
  body: string;
  imageUrl: string | null;
  data: Record<string, string>;
  collapseKey: string;
  priority: keyof typeof PRIORITIES;
  /** Later nobody wants it any more. */
  usefulUntil: Date | null;
}

/** Writes down pushes that are sent after the commit, by the job `send-pushes`. What rolls back sends nothing. */
export async function queuePushes({ tx, now }: Pick<Step, 'tx' | 'now'>, pushes: readonly NewPush[]): Promise<void> {
  if (pushes.length === 0) return;
  const data = pushes.map(({ priority, ...push }) => ({
    ...push,
    id: randomUUID(),
    priority: PRIORITIES[priority],
    dueAt: now,
    createdAt: now,
  }));
  await tx.pushMessage.createMany({ data });
}

/** So long a change of the badge waits for others: of many things read one after the other it is one. */
const BADGE_WAIT_MS = 2_000;

/** The number on the icon of these people's apps has changed: their devices are told, without a sound, but for the one that it was changed on. */
export async function queueBadges(
  { tx, now }: Pick<Step, 'tx' | 'now'>,
  userIds: readonly string[],
  exceptSessionId: string | null,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO pushes (id, user_id, device_id, regardless, data, collapse_key, priority, due_at, created_at)
    SELECT gen_random_uuid(), d.user_id, d.id, true, '{"type":"BADGE"}'::jsonb, 'badge', ${PRIORITIES.TOLD}, ${new Date(now.getTime() + BADGE_WAIT_MS)}, ${now}
    FROM devices d JOIN sessions s ON s.id = d.session_id
    WHERE d.user_id = ANY(${[...userIds]}::uuid[]) AND s.ended_at IS NULL AND s.expires_at > ${now} AND d.session_id IS DISTINCT FROM ${exceptSessionId}::uuid
      AND NOT EXISTS (SELECT 1 FROM pushes p WHERE p.device_id = d.id AND p.due_at IS NOT NULL AND p.attempts = 0 AND p.collapse_key = 'badge')`;
}

/** A push that is being tried. */
export type TakenPush = Pick<
  PushMessage,
  'id' | 'userId' | 'attempts' | 'title' | 'body' | 'imageUrl' | 'collapseKey' | 'usefulUntil' | 'createdAt'
> & {
  data: Record<string, string>;
  badge: number;
  device: { id: string; provider: 'FCM' | 'EXPO'; token: string } | null;
  /** Why it is not to go after all; null: it goes. */
  reason: string | null;
};

type Row = Omit<TakenPush, 'device'> & { deviceId: string | null; provider: 'FCM' | 'EXPO' | null; token: string | null };

/**
 * Takes some of the pushes that are due, those that press first, and counts a try: nobody else takes them for two minutes. With each comes whether
 * it is still to go: not to a device whose session has ended or that is somebody else's now, nor of what was read meanwhile.
 */
export async function takePushes({ tx, now }: Step, most: number): Promise<TakenPush[]> {
  const taken = await tx.$queryRaw<{ id: string }[]>`
    UPDATE pushes p SET attempts = p.attempts + 1, due_at = ${new Date(now.getTime() + LEASE_MS)}
    FROM (SELECT id FROM pushes WHERE due_at <= ${now} ORDER BY priority, due_at LIMIT ${most} FOR UPDATE SKIP LOCKED) t
    WHERE p.id = t.id RETURNING p.id`;
  if (taken.length === 0) return [];
  const rows = await tx.$queryRaw<Row[]>`
    SELECT p.id, p.user_id AS "userId", p.attempts, p.title, p.body, p.image_url AS "imageUrl", p.data, p.collapse_key AS "collapseKey",
           p.useful_until AS "usefulUntil", p.created_at AS "createdAt", d.id AS "deviceId", d.provider::text, d.token,
           (SELECT count(*)::int FROM notifications b WHERE b.user_id = p.user_id AND b.read_at IS NULL AND b.in_app) AS badge,
           CASE WHEN p.useful_until <= ${now} THEN 'LATE'
                WHEN s.id IS NULL THEN 'NO_DEVICE'
                WHEN u.suspended_at IS NOT NULL THEN 'SUSPENDED'
                WHEN u.deactivated_at IS NOT NULL THEN 'DEACTIVATED'
                WHEN n.read_at IS NOT NULL AND n.in_app AND NOT p.regardless THEN 'READ' END AS reason
    FROM pushes p JOIN users u ON u.id = p.user_id
    LEFT JOIN devices d ON d.id = p.device_id AND d.user_id = p.user_id
    LEFT JOIN sessions s ON s.id = d.session_id AND s.ended_at IS NULL AND s.expires_at > ${now}
    LEFT JOIN notifications n ON n.id = p.notification_id
    WHERE p.id = ANY(${taken.map(({ id }) => id)}::uuid[]) ORDER BY p.priority, p.created_at`;
  return rows.map(({ deviceId, provider, token, ...row }) => ({
    ...row,
    device: deviceId && provider && token ? { id: deviceId, provider, token } : null,
  }));
}

/** What became of one try. */
export interface Tried {
  id: string;
  attempts: number;
  /** When it is tried again; null: it is over. */
  dueAt: Date | null;
  isSent: boolean;
  fault: string | null;
  receiptId: string | null;
}

/** Puts down what became of tries, each where it was the last that was counted. What a push said is forgotten when it is over. */
export async function settlePushes({ tx, now }: Pick<Step, 'tx' | 'now'>, tried: readonly Tried[]): Promise<void> {
  if (tried.length === 0) return;
  await tx.$executeRaw`
    UPDATE pushes p SET due_at = t."dueAt", fault = t.fault, receipt_id = t."receiptId",
           sent_at = CASE WHEN t."isSent" THEN ${now}::timestamptz END,
           failed_at = CASE WHEN NOT t."isSent" AND t."dueAt" IS NULL THEN ${now}::timestamptz END,
           receipt_due_at = CASE WHEN t."receiptId" IS NOT NULL THEN ${new Date(now.getTime() + RECEIPT_AFTER_MS)}::timestamptz END,
           title = CASE WHEN t."dueAt" IS NOT NULL THEN p.title END, body = CASE WHEN t."dueAt" IS NOT NULL THEN p.body END,
           image_url = CASE WHEN t."dueAt" IS NOT NULL THEN p.image_url END,
           data = CASE WHEN t."dueAt" IS NOT NULL THEN p.data ELSE '{}'::jsonb END
    FROM jsonb_to_recordset(${JSON.stringify(tried)}::jsonb)
         AS t(id uuid, attempts int, "dueAt" timestamptz, "isSent" boolean, fault text, "receiptId" text)
    WHERE p.id = t.id AND p.attempts = t.attempts AND p.due_at IS NOT NULL`;
}

/** The providers know these devices no more. One that was registered anew meanwhile stays. */
export async function forgetDevices({ tx }: Pick<Step, 'tx'>, devices: readonly { id: string; token: string }[]): Promise<void> {
  for (const { id, token } of devices) await tx.device.deleteMany({ where: { id, token } });
}

/** Pushes whose receipts are to be had, the longest waiting first. */
export const awaitingReceipts = ({ tx, now }: Step, most: number) =>
  tx.pushMessage.findMany({
    where: { receiptDueAt: { lte: now } },
    orderBy: { receiptDueAt: 'asc' },
    take: most,
    select: { id: true, receiptId: true, sentAt: true, device: { select: { id: true, token: true } } },
  });

/** What the receipts of these said: the code of a fault, null for none, undefined where nothing is known yet. After a day nobody will know. */
export async function settleReceipts(
  { tx, now }: Step,
  known: readonly { id: string; sentAt: Date | null; fault: string | null | undefined }[],
): Promise<void> {
  const oldest = new Date(now.getTime() - RECEIPT_LASTS_MS);
  const [over, later]: [string[], string[]] = [[], []];
  for (const { id, sentAt, fault } of known) {
    if (fault)
      await tx.pushMessage.update({ where: { id }, data: { receiptDueAt: null, receiptId: null, sentAt: null, failedAt: now, fault } });
    else (fault === null || !sentAt || sentAt < oldest ? over : later).push(id);
  }
  await tx.pushMessage.updateMany({ where: { id: { in: over } }, data: { receiptDueAt: null, receiptId: null } });
  await tx.pushMessage.updateMany({ where: { id: { in: later } }, data: { receiptDueAt: new Date(now.getTime() + RECEIPT_AFTER_MS) } });
}
