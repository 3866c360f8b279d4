import type { PayoutSchedule } from '../../generated/prisma/enums';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Payouts of a week or a month are made at six o'clock (UTC), when nobody is asleep over a fault of them for long. */
const AT_HOUR = 6;

/** When a payee is paid next: within the hour, on the next Monday, or on the first day of the next month. */
export function nextPayoutAt(schedule: PayoutSchedule, now: Date): Date {
  if (schedule === 'IMMEDIATE') return new Date(now.getTime() + HOUR);
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  const today = Date.UTC(year, month, day, AT_HOUR);
  if (schedule === 'MONTHLY') {
    const thisMonth = Date.UTC(year, month, 1, AT_HOUR);
    return new Date(thisMonth > now.getTime() ? thisMonth : Date.UTC(year, month + 1, 1, AT_HOUR));
  }
  const untilMonday = (8 - now.getUTCDay()) % 7;
  const monday = today + untilMonday * DAY;
  return new Date(monday > now.getTime() ? monday : monday + 7 * DAY);
}
