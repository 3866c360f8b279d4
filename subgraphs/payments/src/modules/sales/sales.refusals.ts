import { Refusal, type NextStep } from '@marquee/platform';
import type { Eligibility } from '@marquee/schema/rules/eligibility';
import { messageOf } from '@marquee/schema/rules/eligibility-message';
import { closedReasonOf, type SalesClosedReason } from './sales-closed';

const WHY: Record<SalesClosedReason, string> = {
  NOT_PUBLISHED: 'The event is not published; its tickets are not on sale.',
  CANCELLED: 'The event was called off.',
  ENDED: 'The event is over.',
  TIER_CLOSED: 'The organiser has taken these tickets off sale.',
  TIER_NOT_YET: 'The sale of these tickets has not begun.',
  TIER_ENDED: 'The sale of these tickets is over.',
  PREPARING: 'The sale is being prepared. Try again in a moment.',
};

const NEXT: Partial<Record<SalesClosedReason, NextStep>> = {
  TIER_CLOSED: 'CHOOSE_OTHER',
  TIER_NOT_YET: 'WAIT',
  TIER_ENDED: 'CHOOSE_OTHER',
  PREPARING: 'REPEAT',
};

export const salesClosed = (reason: SalesClosedReason) =>
  new Refusal(
    'SalesClosed',
    'NOT_ALLOWED_NOW',
    WHY[reason],
    { reason },
    { retryable: reason === 'PREPARING', nextStep: NEXT[reason] ?? null },
  );

/** What stands between a person and a ticket: the sale is closed to everybody, or the organiser asks for something that they lack. */
export function notForSale({ code, nextStep, unlocksAt }: Eligibility): Refusal {
  const closed = closedReasonOf(code);
  if (closed) return salesClosed(closed);
  return new Refusal('NotEligible', 'NOT_ALLOWED_NOW', messageOf(code), { eligibility: code, unlocksAt }, { nextStep });
}

/** The platform has no processor that takes money; what costs nothing can be had. */
export const paymentsUnavailable = () =>
  new Refusal(
    'PaymentsUnavailable',
    'NOT_ALLOWED_NOW',
    'Tickets that cost something cannot be sold on this platform yet. Free ones can.',
    {},
    { nextStep: 'ASK_SUPPORT' },
  );
