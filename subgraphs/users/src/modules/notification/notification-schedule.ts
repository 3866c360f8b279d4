import type { NotificationChannel, NotificationDigest, NotificationType } from '../../generated/prisma/client';
import { instantOf, minutesOfDay, onDay, wallClock } from '../preference/preference-local-time';
import { isTransactional } from './notification-channels';
import { PRIORITIES } from './notification-kinds';

/** How somebody wants to be reached. */
export interface Rest {
  timeZone: string | null;
  /** Minutes of the day; null: no hours of rest. */
  quietFrom: number | null;
  quietUntil: number | null;
  digest: NotificationDigest;
}

export interface Slot {
  at: Date;
  /** With all else that there is for this person by then. */
  gathered: boolean;
}

export type OutwardChannel = Exclude<NotificationChannel, 'IN_APP'>;

/** So long what is not urgent waits: what is told again meanwhile, or read in the app, is not sent twice or at all. */
const BREATH_MS: Record<OutwardChannel, number> = { EMAIL: 2 * 60_000, PUSH: 3_000 };
const HOUR = 60;
const MORNING = 8 * HOUR;

/**
 * When a notification leaves the app. The four transactional kinds at once. Others after a breath (urgent ones and reminders without), or with the next
 * digest where that is not too late; never in hours of rest. Null: it would come too late.
 */
export function slotFor(type: NotificationType, channel: OutwardChannel, now: Date, expiresAt: Date | null, rest: Rest): Slot | null {
  if (isTransactional(type)) return { at: now, gathered: false };
  const inTime = ({ at }: Slot) => expiresAt === null || at < expiresAt;
  const byItself: Slot = {
    at: afterRest(PRIORITIES[type] === 'URGENT' || REMINDERS.includes(type) ? now : new Date(now.getTime() + BREATH_MS[channel]), rest),
    gathered: false,
  };
  if (rest.digest !== 'IMMEDIATE') {
    const slot = { at: afterRest(nextDigest(now, rest), rest), gathered: true };
    // What would come too late in the digest goes by itself.
    if (inTime(slot)) return slot;
  }
  return inTime(byItself) ? byItself : null;
}

/** A minute is a minute. */
const REMINDERS: readonly NotificationType[] = ['EVENT_REMINDER', 'GOAL_REMINDER'];

/** The next full hour, or the next eight o'clock in the morning (of a Monday), by the person's clock. */
export function nextDigest(now: Date, { timeZone, digest }: Rest): Date {
  const zone = timeZone ?? 'UTC';
  const wall = wallClock(now, zone);
  if (digest === 'HOURLY') return instantOf(onDay(wall, (Math.floor(minutesOfDay(wall) / HOUR) + 1) * HOUR), zone);
  const daysToGo = digest === 'WEEKLY' ? (8 - wall.getUTCDay()) % 7 : 0;
  const morning = instantOf(onDay(wall, MORNING, daysToGo), zone);
  return morning > now ? morning : instantOf(onDay(wall, MORNING, daysToGo + (digest === 'WEEKLY' ? 7 : 1)), zone);
}

/** The same time, or the end of the hours of rest in which it is. */
export function afterRest(at: Date, { timeZone, quietFrom, quietUntil }: Rest): Date {
  if (quietFrom === null || quietUntil === null) return at;
  const zone = timeZone ?? 'UTC';
  const wall = wallClock(at, zone);
  const minute = minutesOfDay(wall);
  const overMidnight = quietFrom > quietUntil;
  const rests = overMidnight ? minute >= quietFrom || minute < quietUntil : minute >= quietFrom && minute < quietUntil;
  return rests ? instantOf(onDay(wall, quietUntil, overMidnight && minute >= quietFrom ? 1 : 0), zone) : at;
}
