import type { PaymentStatus } from '../../generated/prisma/enums';

const SECOND = 1_000;
/** A request that is still at it gets this long before the job takes over. */
export const PATIENCE_MS = 10 * SECOND;
const HOUR = 3_600 * SECOND;
const GIVES_UP_MS = 72 * HOUR;

/**
 * How long until we ask the processor again about a payment that it has not settled, by how old the payment is: often at first, then after
 * half its age, at most an hour. Money may come without us: a buyer who finished at the bank and closed the page, or who paid by the client
 * secret alone. Null: nothing is to be expected any more. What the processor says it is working on is asked for as long as that takes.
 */
export function checkAfter(status: PaymentStatus, ageMs: number): number | null {
  if (status === 'SUCCEEDED') return null;
  if (status !== 'PROCESSING' && ageMs > GIVES_UP_MS) return null;
  return Math.min(Math.max(ageMs / 2, status === 'PROCESSING' ? 2 * SECOND : PATIENCE_MS), HOUR);
}
