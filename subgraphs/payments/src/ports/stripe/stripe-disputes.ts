import type Stripe from 'stripe';
import type { DisputeState, Evidence } from '../processor';
import { fromStripe } from './stripe-money';

/** `warning_…` is an inquiry: the bank asks, and takes nothing yet. */
const STATUS: Readonly<Record<string, DisputeState['status']>> = {
  needs_response: 'NEEDS_RESPONSE',
  warning_needs_response: 'NEEDS_RESPONSE',
  under_review: 'UNDER_REVIEW',
  warning_under_review: 'UNDER_REVIEW',
  won: 'WON',
  warning_closed: 'WON',
  prevented: 'WON',
  lost: 'LOST',
  // Who goes on after that does it at Stripe; with us it is lost.
  appeal_needs_response: 'LOST',
  appeal_under_review: 'LOST',
};

export function toDispute(dispute: Stripe.Dispute): DisputeState {
  const { id, amount, currency, reason, status, evidence_details: details, balance_transactions: lines } = dispute;
  // Lines are told in the currency of our account there: each is turned back by its own rate.
  const sum = (of: (line: Stripe.BalanceTransaction) => number) =>
    lines.reduce((total, line) => total + Math.round(of(line) / (line.exchange_rate ?? 1)), 0);
  return {
    ref: id,
    paymentRef: idOf(dispute.payment_intent),
    reason,
    // A word that is new: nothing is decided yet.
    status: STATUS[status] ?? 'UNDER_REVIEW',
    amountMinor: fromStripe(amount, currency),
    takenMinor: fromStripe(-sum((line) => line.amount), currency),
    feeMinor: fromStripe(
      sum((line) => line.fee),
      currency,
    ),
    respondBy: details.due_by ? new Date(details.due_by * 1_000) : null,
  };
}

/** Sent for good: Stripe takes one answer. */
export const toEvidence = ({ text, product, serviceDate, accessLog }: Evidence): Stripe.DisputeUpdateParams => ({
  evidence: {
    uncategorized_text: text,
    product_description: product,
    service_date: serviceDate.toISOString().slice(0, 10),
    ...(accessLog ? { access_activity_log: accessLog } : {}),
  },
  submit: true,
});

const idOf = (intent: Stripe.Dispute['payment_intent']): string => (typeof intent === 'object' ? (intent?.id ?? '') : intent);
