import type { DisputeStatus } from '../../generated/prisma/enums';

const HOUR = 3_600_000;

/** It is not decided. */
export const isOpenDispute = (status: DisputeStatus): boolean => status === 'NEEDS_RESPONSE' || status === 'UNDER_REVIEW';

/**
 * How long until we ask the processor again: every hour until it is decided, and after it is won until the money is back. Null: not any more.
 * Who sends no notices is asked every minute.
 */
export function askAgainAfter({ status, takenMinor }: { status: DisputeStatus; takenMinor: bigint }, sendsNotices: boolean): number | null {
  const isSettled = status === 'LOST' || (status === 'WON' && takenMinor <= 0n);
  return isSettled ? null : sendsNotices ? HOUR : HOUR / 60;
}
