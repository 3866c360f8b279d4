import type Stripe from 'stripe';
import type { PARAMETERS } from './parameters';

/** The parameters of each endpoint as the `stripe` package has them. */
export interface ParametersOf {
  'POST /v1/payment_intents': Stripe.PaymentIntentCreateParams;
  'GET /v1/payment_intents': Stripe.PaymentIntentListParams;
  'GET /v1/payment_intents/search': Stripe.PaymentIntentSearchParams;
  'GET /v1/payment_intents/:id': Stripe.PaymentIntentRetrieveParams;
  'POST /v1/payment_intents/:id': Stripe.PaymentIntentUpdateParams;
  'GET /v1/payment_methods/:id': Stripe.PaymentMethodRetrieveParams;
  'POST /v1/payment_intents/:id/confirm': Stripe.PaymentIntentConfirmParams;
  'POST /v1/payment_intents/:id/cancel': Stripe.PaymentIntentCancelParams;
  'POST /v1/payment_intents/:id/capture': Stripe.PaymentIntentCaptureParams;
  'GET /v1/charges': Stripe.ChargeListParams;
  'GET /v1/charges/:id': Stripe.ChargeRetrieveParams;
  'POST /v1/refunds': Stripe.RefundCreateParams;
  'GET /v1/refunds': Stripe.RefundListParams;
  'GET /v1/refunds/:id': Stripe.RefundRetrieveParams;
  'GET /v1/balance_transactions': Stripe.BalanceTransactionListParams;
  'GET /v1/balance_transactions/:id': Stripe.BalanceTransactionRetrieveParams;
  'GET /v1/payouts': Stripe.PayoutListParams;
  'GET /v1/payouts/:id': Stripe.PayoutRetrieveParams;
  'GET /v1/events': Stripe.EventListParams;
  'GET /v1/events/:id': Stripe.EventRetrieveParams;
  'POST /v1/accounts': Stripe.AccountCreateParams;
  'GET /v1/accounts/:id': Stripe.AccountRetrieveParams;
  'POST /v1/account_links': Stripe.AccountLinkCreateParams;
  'POST /v1/transfers': Stripe.TransferCreateParams;
  'GET /v1/transfers': Stripe.TransferListParams;
  'POST /v1/disputes/:id': Stripe.DisputeUpdateParams;
  'GET /v1/disputes': Stripe.DisputeListParams;
  'GET /v1/disputes/:id': Stripe.DisputeRetrieveParams;
  'POST /v1/customers': Stripe.CustomerCreateParams;
  'DELETE /v1/customers/:id': Stripe.CustomerDeleteParams;
  'POST /v1/setup_intents': Stripe.SetupIntentCreateParams;
  'GET /v1/setup_intents/:id': Stripe.SetupIntentRetrieveParams;
}

type Same<A, B> = [A, B] extends [B, A] ? true : false;
type Plain<Name> = Name extends `${infer Bare}!` ? Bare : Name;
type Marked<Name> = Name extends `${infer Bare}!` ? Bare : never;
type Required<T> = { [Name in keyof T]-?: object extends Pick<T, Name> ? never : Name }[keyof T];

/** The table has the names that the package has, and marks those required: a new version of the package that differs does not compile. */
export const AS_THE_PACKAGE: {
  [E in keyof typeof PARAMETERS]: Same<Plain<keyof (typeof PARAMETERS)[E]>, keyof ParametersOf[E]> &
    Same<Marked<keyof (typeof PARAMETERS)[E]>, Required<ParametersOf[E]>>;
} = {
  'POST /v1/payment_intents': true,
  'GET /v1/payment_intents': true,
  'GET /v1/payment_intents/search': true,
  'GET /v1/payment_intents/:id': true,
  'POST /v1/payment_intents/:id': true,
  'GET /v1/payment_methods/:id': true,
  'POST /v1/payment_intents/:id/confirm': true,
  'POST /v1/payment_intents/:id/cancel': true,
  'POST /v1/payment_intents/:id/capture': true,
  'GET /v1/charges': true,
  'GET /v1/charges/:id': true,
  'POST /v1/refunds': true,
  'GET /v1/refunds': true,
  'GET /v1/refunds/:id': true,
  'GET /v1/balance_transactions': true,
  'GET /v1/balance_transactions/:id': true,
  'GET /v1/payouts': true,
  'GET /v1/payouts/:id': true,
  'GET /v1/events': true,
  'GET /v1/events/:id': true,
  'POST /v1/accounts': true,
  'GET /v1/accounts/:id': true,
  'POST /v1/account_links': true,
  'POST /v1/transfers': true,
  'GET /v1/transfers': true,
  'POST /v1/disputes/:id': true,
  'GET /v1/disputes': true,
  'GET /v1/disputes/:id': true,
  'POST /v1/customers': true,
  'DELETE /v1/customers/:id': true,
  'POST /v1/setup_intents': true,
  'GET /v1/setup_intents/:id': true,
};
