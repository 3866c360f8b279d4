import type Stripe from 'stripe';
import { type Account, idOf, token } from './account';
import { bookCharge, lastCharge, newCharge, outcomeOf } from './charges';
import { disputeOpens } from './disputes';
import type { Behaviour, Decline } from './methods';
import { Refusal, invalid, unexpectedState } from './refusal';

interface Circumstances {
  returnUrl: string | null;
  offSession: boolean;
  errorOnAction: boolean;
  /** The seller wants the bank to see its customer, whatever the card. */
  stepUp?: boolean;
  /** The buyer has proved to the bank who they are. */
  authenticated?: boolean;
}

const AUTHENTICATION_REQUIRED: Decline = {
  code: 'authentication_required',
  decline_code: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};

/** Charges the payment method of an intent. Throws 402 when the bank declines; the intent then waits for another payment method. */
export function attempt(account: Account, intent: Stripe.PaymentIntent, circumstances: Circumstances): Stripe.PaymentIntent {
  const method = account.methods.get(idOf(intent.payment_method)!)!;
  const behaviour = account.behaviours.get(method.id)!;
  intent.next_action = null;
  if (behaviour.type === 'us_bank_account') return sendDebit(account, intent, method, behaviour);
  const asks = behaviour.authentication && !(behaviour.authenticatesOnce && method.customer);
  if ((asks || circumstances.stepUp) && !circumstances.authenticated) {
    if (circumstances.offSession || circumstances.errorOnAction) throw decline(account, intent, method, AUTHENTICATION_REQUIRED);
    return askBuyer(account, intent, circumstances.returnUrl);
  }
  const refusedBy = behaviour.decline ?? behaviour.chargeDecline;
  if (refusedBy) throw decline(account, intent, method, refusedBy);
  const captured = intent.capture_method !== 'manual';
  const charge = newCharge(account, intent, method, { status: 'succeeded', captured, authenticated: circumstances.authenticated ?? false });
  intent.latest_charge = charge.id;
  intent.last_payment_error = null;
  if (captured) succeed(account, intent, charge);
  else authorize(account, intent, charge);
  if (behaviour.dispute) {
    const reason = behaviour.dispute;
    account.later(account.delays.dispute, () => void disputeOpens(account, charge.id, { reason }));
  }
  return intent;
}

function askBuyer(account: Account, intent: Stripe.PaymentIntent, returnUrl: string | null): Stripe.PaymentIntent {
  intent.status = 'requires_action';
  intent.next_action = returnUrl
    ? {
        type: 'redirect_to_url',
        redirect_to_url: { return_url: returnUrl, url: `https://hooks.stripe.com/3d_secure_2/hosted?payment_intent=${intent.id}` },
      }
    : {
        type: 'use_stripe_sdk',
        use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: `https://hooks.stripe.com/redirect/${token(16)}` },
      };
  account.tell('payment_intent.requires_action', intent);
  return intent;
}

/** The buyer passes the bank's authentication or fails it; a declined card is recorded on the intent, as the browser is told and not we. */
export function buyerAuthenticates(account: Account, intent: Stripe.PaymentIntent, approve: boolean): Stripe.PaymentIntent {
  if (intent.status !== 'requires_action') throw new Error(`${intent.id} asks nothing of the buyer: it is ${intent.status}`);
  if (approve) return declinesRecorded(() => attempt(account, intent, { ...NOBODY_ASKS, authenticated: true }), intent);
  const message =
    'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill ' +
    'this PaymentIntent again.';
  fail(account, intent, { code: 'payment_intent_authentication_failure', message, type: 'invalid_request_error' });
  return intent;
}

const NOBODY_ASKS: Circumstances = { returnUrl: null, offSession: false, errorOnAction: false };

export function declinesRecorded(pay: () => Stripe.PaymentIntent, intent: Stripe.PaymentIntent): Stripe.PaymentIntent {
  try {
    return pay();
  } catch (error) {
    if (error instanceof Refusal && error.status === 402) return intent;
    throw error;
  }
}

function sendDebit(
  account: Account,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  behaviour: Behaviour,
): Stripe.PaymentIntent {
  const charge = newCharge(account, intent, method, { status: 'pending', captured: true, authenticated: false });
  intent.latest_charge = charge.id;
  intent.last_payment_error = null;
  intent.status = 'processing';
  account.tell('payment_intent.processing', intent);
  account.tell('charge.pending', charge);
  account.later(account.delays.bank, () => {
    if (intent.status === 'processing' && intent.latest_charge === charge.id) settleDebit(account, intent, behaviour.decline);
  });
  return intent;
}

/** A bank debit ends: by the nature of its account, or with the decline given. */
export function settleDebit(account: Account, intent: Stripe.PaymentIntent, failed: Decline | undefined): Stripe.PaymentIntent {
  if (intent.status !== 'processing') throw new Error(`${intent.id} waits for no bank: it is ${intent.status}`);
  const charge = lastCharge(account, intent)!;
  if (failed) {
    Object.assign(charge, { status: 'failed', paid: false, captured: false, failure_code: failed.code, failure_message: failed.message });
    charge.outcome = outcomeOf(failed);
    account.tell('charge.failed', charge);
    fail(account, intent, { ...failed, charge: charge.id, type: 'card_error' });
    return intent;
  }
  Object.assign(charge, { status: 'succeeded', paid: true, amount_captured: charge.amount });
  bookCharge(account, charge);
  succeed(account, intent, charge);
  return intent;
}

function succeed(account: Account, intent: Stripe.PaymentIntent, charge: Stripe.Charge): void {
  intent.status = 'succeeded';
  intent.amount_capturable = 0;
  intent.amount_received = charge.amount_captured;
  if (!charge.balance_transaction && intent.capture_method === 'automatic') bookCharge(account, charge);
  if (!charge.balance_transaction) {
    account.later(account.delays.capture, () => {
      bookCharge(account, charge);
      account.tell('charge.updated', charge, { balance_transaction: null });
    });
  }
  account.tell('charge.succeeded', charge);
  account.tell('payment_intent.succeeded', intent);
}

function authorize(account: Account, intent: Stripe.PaymentIntent, charge: Stripe.Charge): void {
  intent.status = 'requires_capture';
  intent.amount_capturable = intent.amount;
  account.tell('charge.succeeded', charge);
  account.tell('payment_intent.amount_capturable_updated', intent);
  account.later(account.delays.authorization, () => {
    if (intent.status !== 'requires_capture') return;
    account.tell('charge.expired', charge);
    cancelAuthorization(account, intent, 'automatic');
  });
}

export function captureIntent(
  account: Account,
  intent: Stripe.PaymentIntent,
  params: Stripe.PaymentIntentCaptureParams,
): Stripe.PaymentIntent {
  if (intent.status !== 'requires_capture') {
    throw unexpectedState(
      `This PaymentIntent could not be captured because it has a status of ${intent.status}. Only a PaymentIntent with one of the following ` +
        'statuses may be captured: requires_capture.',
      intent,
    );
  }
  const amount = params.amount_to_capture ?? intent.amount_capturable;
  if (amount < 1)
    throw invalid('This value must be greater than or equal to 1.', { code: 'parameter_invalid_integer', param: 'amount_to_capture' });
  if (amount > intent.amount_capturable) {
    throw invalid('The requested capture amount is greater than the authorized amount.', {
      code: 'amount_too_large',
      param: 'amount_to_capture',
    });
  }
  const charge = lastCharge(account, intent)!;
  // What is not captured is released, which Stripe writes as refunded.
  Object.assign(charge, { captured: true, amount_captured: amount, amount_refunded: charge.amount - amount });
  bookCharge(account, charge);
  Object.assign(intent, { status: 'succeeded', amount_capturable: 0, amount_received: amount });
  account.tell('charge.captured', charge, { captured: false, balance_transaction: null });
  account.tell('payment_intent.succeeded', intent);
  return intent;
}

/** Ends an intent without money; what was authorized is released. */
export function cancelAuthorization(
  account: Account,
  intent: Stripe.PaymentIntent,
  reason: Stripe.PaymentIntent.CancellationReason | null,
): Stripe.PaymentIntent {
  const charge = intent.status === 'requires_capture' ? lastCharge(account, intent) : undefined;
  Object.assign(intent, {
    status: 'canceled',
    canceled_at: account.now(),
    cancellation_reason: reason,
    amount_capturable: 0,
    next_action: null,
  });
  if (charge) {
    Object.assign(charge, { refunded: true, amount_refunded: charge.amount });
    account.tell('charge.refunded', charge, { refunded: false, amount_refunded: 0 });
  }
  account.tell('payment_intent.canceled', intent);
  return intent;
}

function decline(account: Account, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod, reason: Decline): Refusal {
  const charge = newCharge(account, intent, method, { status: 'failed', decline: reason });
  intent.latest_charge = charge.id;
  account.tell('charge.failed', charge);
  const codes = { advice_code: 'try_again_later', network_decline_code: '01' };
  fail(account, intent, { ...reason, ...codes, charge: charge.id, type: 'card_error' }, method);
  const error = { ...reason, ...codes, charge: charge.id, type: 'card_error' as const };
  return new Refusal(402, { ...error, payment_intent: structuredClone(intent), payment_method: structuredClone(method) });
}

function fail(
  account: Account,
  intent: Stripe.PaymentIntent,
  error: Stripe.PaymentIntent.LastPaymentError,
  with_?: Stripe.PaymentMethod,
): void {
  const method = with_ ?? account.methods.get(idOf(intent.payment_method) ?? '');
  const documented = error.code ? { doc_url: `https://docs.stripe.com/error-codes/${error.code.replaceAll('_', '-')}` } : {};
  intent.last_payment_error = { ...error, ...documented, ...(method && { payment_method: structuredClone(method) }) };
  Object.assign(intent, { status: 'requires_payment_method', payment_method: null, next_action: null });
  account.tell('payment_intent.payment_failed', intent);
}
