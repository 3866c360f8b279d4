import type Stripe from 'stripe';
import { type Account, idOf } from './account';
import { invalid, missing } from './refusal';

export interface Decline {
  code: string;
  decline_code?: string;
  message: string;
}

/** How a test payment method behaves when it is charged. */
export interface Behaviour {
  type: 'card' | 'us_bank_account';
  brand: 'visa' | 'mastercard' | 'amex';
  last4: string;
  /** Refused when charged; a bank account is refused when it settles. */
  decline?: Decline;
  /** Kept for a customer, and refused whenever it is charged. */
  chargeDecline?: Decline;
  /** Authenticated while it was kept: the bank asks no more. */
  authenticatesOnce?: true;
  /** The bank asks the buyer to authenticate; `off_session` is declined. */
  authentication?: true;
  refund?: 'fails' | 'pends';
  dispute?: 'fraudulent' | 'product_not_received';
}

const declined = (decline_code: string, message = 'Your card was declined.', code = 'card_declined'): Decline => ({
  code,
  decline_code,
  message,
});
const card = (last4: string, more: Partial<Behaviour> = {}): Behaviour => ({ type: 'card', brand: 'visa', last4, ...more });
const bank = (last4: string, more: Partial<Behaviour> = {}): Behaviour => ({ type: 'us_bank_account', brand: 'visa', last4, ...more });

const INSUFFICIENT = declined('insufficient_funds', 'Your card has insufficient funds.');

/** Stripe's test payment methods: https://docs.stripe.com/testing. Both spellings of the declining cards are Stripe's. */
const TOKENS: Record<string, Behaviour> = {
  pm_card_visa: card('4242'),
  pm_card_visa_debit: card('5556'),
  pm_card_mastercard: card('4444', { brand: 'mastercard' }),
  pm_card_amex: card('8431', { brand: 'amex' }),
  pm_card_bypassPending: card('0077'),
  pm_card_chargeDeclined: card('0002', { decline: declined('generic_decline') }),
  pm_card_visa_chargeDeclined: card('0002', { decline: declined('generic_decline') }),
  pm_card_chargeDeclinedInsufficientFunds: card('9995', { decline: INSUFFICIENT }),
  pm_card_visa_chargeDeclinedInsufficientFunds: card('9995', { decline: INSUFFICIENT }),
  pm_card_visa_chargeDeclinedLostCard: card('9987', { decline: declined('lost_card') }),
  pm_card_visa_chargeDeclinedStolenCard: card('9979', { decline: declined('stolen_card') }),
  pm_card_chargeDeclinedFraudulent: card('0019', { decline: declined('fraudulent') }),
  pm_card_chargeDeclinedExpiredCard: card('0069', { decline: { code: 'expired_card', message: 'Your card has expired.' } }),
  pm_card_chargeDeclinedIncorrectCvc: card('0127', {
    decline: { code: 'incorrect_cvc', message: "Your card's security code is incorrect." },
  }),
  pm_card_chargeDeclinedProcessingError: card('0119', {
    decline: { code: 'processing_error', message: 'An error occurred while processing your card. Try again in a little bit.' },
  }),
  pm_card_chargeCustomerFail: card('0341', { chargeDecline: declined('generic_decline') }),
  pm_card_authenticationRequiredOnSetup: card('3155', { authentication: true, authenticatesOnce: true }),
  pm_card_authenticationRequired: card('3184', { authentication: true }),
  pm_card_threeDSecure2Required: card('3220', { authentication: true }),
  pm_card_authenticationRequiredChargeDeclinedInsufficientFunds: card('8260', { authentication: true, decline: INSUFFICIENT }),
  pm_card_refundFail: card('5126', { refund: 'fails' }),
  pm_card_pendingRefund: card('7726', { refund: 'pends' }),
  pm_card_createDispute: card('0259', { dispute: 'fraudulent' }),
  pm_card_createDisputeProductNotReceived: card('2685', { dispute: 'product_not_received' }),
  pm_usBankAccount_success: bank('6789'),
  pm_usBankAccount_insufficientFunds: bank('2227', {
    decline: {
      code: 'payment_method_bank_account_blocked',
      decline_code: 'insufficient_funds',
      message: "The customer's account has insufficient funds to cover this payment.",
    },
  }),
  pm_usBankAccount_accountClosed: bank('1113', {
    decline: { code: 'bank_account_restricted', decline_code: 'account_closed', message: "The customer's bank account has been closed." },
  }),
};

/** Returns the payment method that a parameter names: a test token makes a new one, as at Stripe. */
export function methodNamed(
  account: Account,
  intent: Pick<Stripe.PaymentIntent, 'id' | 'payment_method_types' | 'customer'>,
  named: string,
): Stripe.PaymentMethod {
  const known = account.methods.get(named);
  const behaviour = known ? account.behaviours.get(named)! : Object.hasOwn(TOKENS, named) ? TOKENS[named]! : undefined;
  if (!behaviour) throw missing('PaymentMethod', named, 'payment_method', 400);
  if (!intent.payment_method_types.includes(behaviour.type)) {
    throw invalid(
      `The PaymentMethod provided (${behaviour.type}) is not allowed for this PaymentIntent. Please attach a PaymentMethod of one of the ` +
        `following types: ${intent.payment_method_types.join(', ')}.`,
      { code: 'payment_intent_incompatible_payment_method', param: 'payment_method' },
    );
  }
  if (known?.customer && idOf(known.customer) !== idOf(intent.customer)) {
    throw invalid(
      'The provided PaymentMethod cannot be attached. To reuse a PaymentMethod, you must attach it to a Customer first, and pass that Customer.',
      { param: 'payment_method' },
    );
  }
  if (known && !known.customer && usedByAnother(account, intent, named)) {
    throw invalid(
      'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account ' +
        'without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, ' +
        'you must attach it to a Customer first.',
      { param: 'payment_method' },
    );
  }
  return known ?? newMethod(account, behaviour);
}

/** What is asked of by its address: a test token makes a new one, as at Stripe. */
export function methodAt(account: Account, id: string): Stripe.PaymentMethod {
  const known = account.methods.get(id);
  const behaviour = Object.hasOwn(TOKENS, id) ? TOKENS[id]! : undefined;
  if (!known && !behaviour) throw missing('PaymentMethod', id, 'payment_method', 404);
  return known ?? newMethod(account, behaviour!);
}

const usedByAnother = (account: Account, intent: Pick<Stripe.PaymentIntent, 'id'>, id: string): boolean =>
  [...account.charges.values()].some((charge) => charge.payment_method === id && idOf(charge.payment_intent) !== intent.id);

function newMethod(account: Account, behaviour: Behaviour): Stripe.PaymentMethod {
  const method: Stripe.PaymentMethod = {
    id: account.newId('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: noDetails(),
    created: account.now(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: behaviour.type,
    ...(behaviour.type === 'card' ? { card: cardOf(behaviour) } : { us_bank_account: bankOf(behaviour) }),
  };
  account.methods.set(method.id, method);
  account.behaviours.set(method.id, behaviour);
  return method;
}

export const noDetails = () => ({
  address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
  email: null,
  name: null,
  phone: null,
  tax_id: null,
});

const cardOf = ({ brand, last4 }: Behaviour): Stripe.PaymentMethod.Card => ({
  brand,
  checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'unchecked' },
  country: 'US',
  display_brand: brand,
  exp_month: 12,
  exp_year: 2034,
  fingerprint: `test${last4}`,
  funding: 'credit',
  generated_from: null,
  last4,
  networks: { available: [brand], preferred: null },
  regulated_status: 'unregulated',
  three_d_secure_usage: { supported: true },
  wallet: null,
});

const bankOf = ({ last4 }: Behaviour): Stripe.PaymentMethod.UsBankAccount => ({
  account_holder_type: 'individual',
  account_type: 'checking',
  bank_name: 'STRIPE TEST BANK',
  financial_connections_account: null,
  fingerprint: `test${last4}`,
  last4,
  networks: { preferred: 'ach', supported: ['ach'] },
  routing_number: '110000000',
  status_details: null,
});
