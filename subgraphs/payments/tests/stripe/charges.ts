import type Stripe from 'stripe';
import { type Account, DAY, SECOND, idOf } from './account';
import { type Decline, noDetails } from './methods';

/** Stripe's prices in the United States, in the smallest unit of the currency: 2.9 % + 30 for cards, 0.8 % up to 500 for bank debits. */
export const feeOf = (amount: number, type: string): number =>
  type === 'card' ? Math.round(amount * 0.029) + 30 : Math.min(Math.round(amount * 0.008), 500);

interface Movement {
  type: Stripe.BalanceTransaction.Type;
  category: string;
  amount: number;
  fee?: number;
  currency: string;
  source: string;
  description?: string | null;
  /** Until the money can be paid out, in milliseconds. */
  pending?: number;
}

/** Moves money in the account's balance; a fee is subtracted from the amount. */
export function move(account: Account, { type, category, amount, fee = 0, currency, source, description = null, pending = 0 }: Movement) {
  const transaction: Stripe.BalanceTransaction = {
    id: account.newId('txn'),
    object: 'balance_transaction',
    amount,
    available_on: account.now() + pending / SECOND,
    balance_type: 'payments',
    created: account.now(),
    currency,
    description,
    exchange_rate: null,
    fee,
    fee_details: fee ? [{ amount: fee, application: null, currency, description: 'Stripe processing fees', type: 'stripe_fee' }] : [],
    net: amount - fee,
    reporting_category: category,
    source,
    status: pending > 0 ? 'pending' : 'available',
    type,
  };
  account.balance.set(transaction.id, transaction);
  account.later(pending, () => {
    transaction.status = 'available';
  });
  return transaction;
}

/** Puts the money of a captured charge into the balance. */
export function bookCharge(account: Account, charge: Stripe.Charge): void {
  const card = charge.payment_method_details?.type === 'card';
  charge.balance_transaction = move(account, {
    type: card ? 'charge' : 'payment',
    category: 'charge',
    amount: charge.amount_captured,
    fee: feeOf(charge.amount_captured, card ? 'card' : 'us_bank_account'),
    currency: charge.currency,
    source: charge.id,
    description: charge.description,
    pending: 2 * DAY,
  }).id;
}

/** An attempt to charge: it fails, waits for the bank, is authorized or captured. */
export function newCharge(
  account: Account,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  outcome: { status: 'succeeded' | 'pending'; captured: boolean; authenticated: boolean } | { status: 'failed'; decline: Decline },
): Stripe.Charge {
  const failed = outcome.status === 'failed' ? outcome.decline : undefined;
  const captured = outcome.status !== 'failed' && outcome.captured;
  const id = account.newId(method.type === 'card' ? 'ch' : 'py');
  const charge: Stripe.Charge = {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: captured && outcome.status === 'succeeded' ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: noDetails(),
    calculated_statement_descriptor: 'MARQUEE TEST',
    captured,
    created: account.now(),
    currency: intent.currency,
    customer: null,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: failed?.code ?? null,
    failure_message: failed?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: structuredClone(intent.metadata),
    on_behalf_of: null,
    outcome: outcomeOf(failed),
    paid: outcome.status === 'succeeded',
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: detailsOf(intent, method, outcome.status !== 'failed' && outcome.authenticated),
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: outcome.status === 'succeeded' ? `https://pay.stripe.com/receipts/payment/${id}` : null,
    refunded: false,
    review: null,
    shipping: intent.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: outcome.status,
    transfer_data: null,
    transfer_group: intent.transfer_group,
  };
  account.charges.set(charge.id, charge);
  return charge;
}

export const outcomeOf = (failed: Decline | undefined): Stripe.Charge.Outcome => ({
  advice_code: failed ? 'try_again_later' : null,
  network_advice_code: null,
  network_decline_code: failed ? '01' : null,
  network_status: failed ? 'declined_by_network' : 'approved_by_network',
  reason: failed ? (failed.decline_code ?? failed.code) : null,
  risk_level: 'normal',
  risk_score: 32,
  seller_message: failed ? 'The bank did not return any further details with this decline.' : 'Payment complete.',
  type: failed ? 'issuer_declined' : 'authorized',
});

function detailsOf(intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod, authenticated: boolean): Stripe.Charge.PaymentMethodDetails {
  const { card, us_bank_account: bank } = method;
  if (bank) {
    const { account_holder_type, account_type, bank_name, fingerprint, last4, routing_number } = bank;
    const details = { account_holder_type, account_type, bank_name, fingerprint, last4, routing_number, payment_reference: null };
    return { type: 'us_bank_account', us_bank_account: details };
  }
  const { brand, checks, country, exp_month, exp_year, fingerprint, funding, last4, regulated_status } = card!;
  return {
    type: 'card',
    card: {
      ...{ brand, checks, country, exp_month, exp_year, fingerprint, funding, last4, regulated_status },
      amount_authorized: intent.amount,
      authorization_code: '123456',
      electronic_commerce_indicator: null,
      installments: null,
      mandate: null,
      network: brand,
      network_transaction_id: '976910110049114',
      three_d_secure: authenticated ? THREE_D_SECURE : null,
      transaction_link_id: null,
      wallet: null,
    },
  };
}

const THREE_D_SECURE: Stripe.Charge.PaymentMethodDetails.Card.ThreeDSecure = {
  authentication_flow: 'challenge',
  electronic_commerce_indicator: '05',
  exemption_indicator: null,
  result: 'authenticated',
  result_reason: null,
  transaction_id: '3ba6d3f4-0000-4000-8000-000000000000',
  version: '2.2.0',
};

/** Returns the last charge of an intent, null before the first attempt. */
export const lastCharge = (account: Account, intent: Stripe.PaymentIntent): Stripe.Charge | undefined =>
  account.charges.get(idOf(intent.latest_charge) ?? '');
