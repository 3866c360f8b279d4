import { randomBytes } from 'node:crypto';
import type { Step } from '../../context';
import type { EventShare } from '../../generated/prisma/client';
import type { ShareChannel } from './share.input';

/** A person shares one event somewhere: the link, which is the same every time. */
export async function shareOf({ tx, now }: Step, eventId: string, userId: string, channel: ShareChannel): Promise<EventShare> {
  const link = { eventId, userId, channel };
  // Of two requests side by side one makes it, and both find it.
  await tx.eventShare.createMany({
    data: [{ ...link, token: randomBytes(12).toString('base64url'), createdAt: now }],
    skipDuplicates: true,
  });
  return tx.eventShare.findUniqueOrThrow({ where: { eventId_userId_channel: link } });
}

/** Counts a person once a day: the row of that day is there once, whoever meets. True when they were counted. */
export async function countOnce({ tx, now }: Step, kind: 'SHARE' | 'VISIT', eventId: string, userId: string): Promise<boolean> {
  const [shares, visits] = kind === 'SHARE' ? [1, 0] : [0, 1];
  const counted = await tx.$executeRaw`
    WITH day AS (
      INSERT INTO event_share_days (event_id, kind, user_id, day) VALUES (${eventId}::uuid, ${kind}, ${userId}::uuid, (${now}::timestamptz AT TIME ZONE 'UTC')::date)
      ON CONFLICT DO NOTHING RETURNING event_id
    )
    INSERT INTO event_engagement AS e (event_id, shares, visits) SELECT event_id, ${shares}, ${visits} FROM day
    ON CONFLICT (event_id) DO UPDATE SET shares = e.shares + excluded.shares, visits = e.visits + excluded.visits`;
  return counted > 0;
}

export async function countVisit({ tx }: Step, token: string): Promise<void> {
  await tx.$executeRaw`UPDATE event_shares SET visits = visits + 1 WHERE token = ${token}`;
}

/** Links of an erased person lead nowhere; the numbers, which are of nobody, stay. */
export async function forgetSharesOf({ tx }: Step, userId: string): Promise<void> {
  await tx.eventShare.deleteMany({ where: { userId } });
  await tx.eventShareDay.deleteMany({ where: { userId } });
}
