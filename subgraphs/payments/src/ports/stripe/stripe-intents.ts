import type Stripe from 'stripe';
import { UNKNOWN_METHOD, type Intent, type IntentState } from '../processor';
import { fromStripe } from './stripe-money';

/** Which of our payments an intent is for, among its metadata. */
export const PAYMENT_KEY = 'marquee_payment';

/** With what the fee is known by. */
export const WITH_FEE = ['latest_charge.balance_transaction'];

export const toIntent = (intent: Stripe.PaymentIntent): Intent => ({
  ref: intent.id,
  clientSecret: intent.client_secret!,
  state: toState(intent),
});

export function toState(intent: Stripe.PaymentIntent): IntentState {
  switch (intent.status) {
    case 'requires_payment_method':
      return intent.last_payment_error ? declined(intent.last_payment_error) : { status: 'REQUIRES_METHOD' };
    case 'requires_confirmation':
      return { status: 'REQUIRES_METHOD' };
    case 'requires_action':
      return { status: 'REQUIRES_ACTION', actionUrl: intent.next_action?.redirect_to_url?.url ?? null };
    case 'processing':
    case 'requires_capture':
      return { status: 'PROCESSING' };
    case 'canceled':
      return { status: 'DECLINED', code: 'payment_canceled', reason: 'The payment was cancelled at the processor.' };
    case 'succeeded': {
      const feeMinor = feeOf(intent);
      // Stripe says it a moment after the money: until then the payment is under way, and is asked about again.
      return feeMinor === null ? { status: 'PROCESSING' } : { status: 'SUCCEEDED', feeMinor, isSuspect: isSuspect(intent) };
    }
    default:
      return { status: 'PROCESSING' };
  }
}

export const declined = (error: { code?: string; decline_code?: string; message?: string }): IntentState => ({
  status: 'DECLINED',
  code: error.decline_code && error.decline_code !== 'generic_decline' ? error.decline_code : (error.code ?? 'card_declined'),
  reason: error.message ?? 'The payment was declined.',
});

export const unknownMethod = (): IntentState => ({ status: 'DECLINED', code: UNKNOWN_METHOD, reason: 'There is no such payment method.' });

/** Radar: `highest` it blocks itself. */
function isSuspect({ latest_charge: charge }: Stripe.PaymentIntent): boolean {
  const outcome = charge && typeof charge === 'object' ? charge.outcome : null;
  return outcome?.type === 'manual_review' || ['elevated', 'highest'].includes(outcome?.risk_level ?? '');
}

/**
 * What Stripe kept of a charge, in the charge's currency; null until it says. It is told in the currency of our account there: turned back by
 * the rate that the charge was turned by.
 */
function feeOf({ latest_charge: charge }: Stripe.PaymentIntent): bigint | null {
  const line = charge && typeof charge === 'object' ? charge.balance_transaction : null;
  if (!line || typeof line !== 'object' || !charge || typeof charge !== 'object') return null;
  return fromStripe(Math.round(line.fee / (line.exchange_rate ?? 1)), charge.currency);
}
