import type Stripe from 'stripe';
import { type Account, idOf, merged } from './account';
import { lastCharge, move } from './charges';
import { invalid, missing } from './refusal';

/** Gives money back, all that is left or a part. Whether it arrives is known later. */
export function createRefund(account: Account, params: Stripe.RefundCreateParams): Stripe.Refund {
  const charge = chargeOf(account, params);
  if (params.refund_application_fee || params.reverse_transfer) {
    throw invalid('You can only refund the application fee or reverse the transfer of a charge that was created with one.');
  }
  if (params.amount !== undefined && params.amount < 1) {
    throw invalid('Invalid positive integer', { code: 'parameter_invalid_integer', param: 'amount' });
  }
  if (charge.refunded) {
    throw invalid(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  if ([...account.disputes.values()].some((dispute) => dispute.charge === charge.id && dispute.status !== 'won')) {
    throw invalid(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' });
  }
  const left = charge.amount - charge.amount_refunded;
  const amount = params.amount ?? left;
  if (amount > left) {
    const [asked, most] = [inMoney(amount), inMoney(left)];
    const what = charge.amount_refunded ? 'unrefunded amount on charge' : 'charge amount';
    throw invalid(`Refund amount (${asked}) is greater than ${what} (${most})`, { param: 'amount' });
  }
  const behaviour = account.behaviours.get(charge.payment_method!)!;
  const card = behaviour.type === 'card';
  const pends = !card || behaviour.refund === 'pends';
  const refund: Stripe.Refund = {
    id: account.newId(card ? 're' : 'pyr'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: account.now(),
    currency: charge.currency,
    customer: null,
    customer_account: null,
    destination_details: card
      ? { type: 'card', card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' } }
      : { type: 'us_bank_transfer', us_bank_transfer: { reference: null, reference_status: 'pending' } },
    metadata: merged({}, params.metadata as Record<string, string> | null | undefined),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: params.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: pends ? 'pending' : 'succeeded',
    transfer_reversal: null,
    ...(pends && { pending_reason: 'processing' as const }),
  };
  account.refunds.set(refund.id, refund);
  refund.balance_transaction = move(account, {
    type: card ? 'refund' : 'payment_refund',
    category: 'refund',
    amount: -amount,
    currency: charge.currency,
    source: refund.id,
    description: 'REFUND FOR CHARGE',
  }).id;
  const before = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount;
  account.tell('refund.created', refund);
  account.tell('charge.refunded', charge, before);
  if (behaviour.refund === 'fails') {
    account.later(account.delays.refund, () => {
      if (refund.status !== 'failed') refundFails(account, refund, 'lost_or_stolen_card');
    });
  } else if (pends) {
    account.later(account.delays.refund, () => {
      if (refund.status === 'pending') refundSettles(account, refund);
    });
  }
  return refund;
}

/** The bank sends the money back: it is in the balance again, and the charge counts as not refunded by it. */
export function refundFails(account: Account, refund: Stripe.Refund, reason: string): Stripe.Refund {
  if (refund.status !== 'pending' && refund.status !== 'succeeded') throw new Error(`${refund.id} is ${refund.status} and cannot fail`);
  const charge = account.charges.get(idOf(refund.charge)!)!;
  const status = refund.status;
  refund.status = 'failed';
  refund.failure_reason = reason;
  delete refund.pending_reason;
  refund.failure_balance_transaction = move(account, {
    type: charge.payment_method_details?.type === 'card' ? 'refund_failure' : 'payment_failure_refund',
    category: 'refund_failure',
    amount: refund.amount,
    currency: refund.currency,
    source: refund.id,
    description: 'REFUND FAILURE',
  }).id;
  const before = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
  charge.amount_refunded -= refund.amount;
  charge.refunded = false;
  account.tell('refund.failed', refund, { status });
  account.tell('refund.updated', refund, { status });
  account.tell('charge.refund.updated', refund, { status });
  account.tell('charge.updated', charge, before);
  return refund;
}

export function refundSettles(account: Account, refund: Stripe.Refund): Stripe.Refund {
  if (refund.status !== 'pending') throw new Error(`${refund.id} is ${refund.status} already`);
  refund.status = 'succeeded';
  delete refund.pending_reason;
  account.tell('refund.updated', refund, { status: 'pending' });
  account.tell('charge.refund.updated', refund, { status: 'pending' });
  return refund;
}

function chargeOf(
  account: Account,
  { charge: chargeId, payment_intent: intentId, origin, customer }: Stripe.RefundCreateParams,
): Stripe.Charge {
  if (origin || customer) throw missing('customer', customer ?? '', 'customer', 400);
  if (chargeId && intentId) {
    throw invalid('You may only specify one of these parameters: charge, payment_intent.', { code: 'parameters_exclusive' });
  }
  if (!chargeId && !intentId) {
    throw invalid('One of the following params should be provided for this request: payment_intent or charge.', {
      code: 'parameter_missing',
    });
  }
  const intent = intentId ? account.intents.get(intentId) : undefined;
  if (intentId && !intent) throw missing('payment_intent', intentId, 'payment_intent', 400);
  const charge = intent ? lastCharge(account, intent) : account.charges.get(chargeId!);
  if (!intent && !charge) throw missing('charge', chargeId!, 'charge', 400);
  if (!charge || charge.status !== 'succeeded' || !charge.captured) {
    const [what, id] = intent ? ['PaymentIntent', intent.id] : ['Charge', chargeId];
    throw invalid(`This ${what} (${id}) does not have a successful charge to refund.`, {
      ...(intent && { code: 'payment_intent_unexpected_state', payment_intent: structuredClone(intent) }),
    });
  }
  return charge;
}

const inMoney = (amount: number): string => `$${(amount / 100).toFixed(2)}`;
