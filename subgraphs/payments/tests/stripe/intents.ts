import type Stripe from 'stripe';
import { type Account, merged, token } from './account';
import { customerNamed } from './customers';
import { methodNamed } from './methods';
import { attempt, cancelAuthorization } from './paying';
import { invalid, missing, unexpectedState } from './refusal';

type Create = Stripe.PaymentIntentCreateParams;
type Confirm = Stripe.PaymentIntentConfirmParams;

/** Stripe's smallest amounts, in the smallest unit: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts. */
const SMALLEST: Record<string, number> = { usd: 50, eur: 50, chf: 50, gbp: 30, cad: 50, aud: 50, jpy: 50, sek: 300, nok: 300, dkk: 250 };
const LARGEST = 99_999_999;

/** What belongs to Connect, Customers and the like: nobody of the sort exists on this account. */
const OTHERS = {
  customer_account: 'account',
  on_behalf_of: 'account',
  mandate: 'mandate',
  confirmation_token: 'confirmationtoken',
  payment_method_configuration: 'payment_method_configuration',
};
type Others = { [name in keyof typeof OTHERS]?: string | null } & {
  transfer_data?: { destination?: string; amount?: number } | null;
  application_fee_amount?: number | '' | null;
  receipt_email?: string | null;
  confirmation_method?: string;
  amount_to_confirm?: number;
  payment_method_data?: object;
};

export function createIntent(account: Account, params: Create): Stripe.PaymentIntent {
  refuseOthers(params);
  if (params.customer) customerNamed(account, params.customer);
  const currency = currencyOf(params.currency);
  checkAmount(params.amount, currency);
  if (!params.confirm) {
    for (const name of ['return_url', 'off_session', 'mandate_data', 'error_on_requires_action'] as const) {
      if (params[name] !== undefined) throw onlyWhenConfirming(name);
    }
  }
  if (params.automatic_payment_methods?.enabled && params.allowed_payment_method_types) {
    throw invalid('You may only specify one of these parameters: automatic_payment_methods, allowed_payment_method_types.', {
      code: 'parameters_exclusive',
      param: 'automatic_payment_methods',
    });
  }
  const id = account.newId('pi');
  const automatic =
    params.allowed_payment_method_types || params.automatic_payment_methods?.enabled === false ? null : params.automatic_payment_methods;
  const intent: Stripe.PaymentIntent = {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    amount: params.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: automatic === null ? null : { allow_redirects: automatic?.allow_redirects ?? 'always', enabled: true },
    canceled_at: null,
    cancellation_reason: null,
    capture_method: params.capture_method ?? 'automatic_async',
    client_secret: `${id}_secret_${token(25)}`,
    confirmation_method: params.confirmation_method ?? 'automatic',
    created: account.now(),
    currency,
    customer: params.customer ?? null,
    customer_account: null,
    description: params.description ?? null,
    excluded_payment_method_types: params.excluded_payment_method_types || null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: { enabled: false },
    metadata: merged({}, (params.metadata || null) as Record<string, string> | null),
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: automatic === null ? null : { id: 'pmc_1TestConfiguration', parent: null },
    payment_method_options: { card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' } },
    payment_method_types: typesOf(params, currency),
    payment_record: null,
    processing: null,
    receipt_email: params.receipt_email || null,
    review: null,
    setup_future_usage: params.setup_future_usage ?? null,
    shipping: shippingOf(params.shipping),
    source: null,
    statement_descriptor: params.statement_descriptor ?? null,
    statement_descriptor_suffix: params.statement_descriptor_suffix ?? null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: params.transfer_group ?? null,
  };
  if (params.payment_method) {
    intent.payment_method = methodNamed(account, intent, params.payment_method).id;
    intent.status = 'requires_confirmation';
  }
  if (params.confirm) checkConfirmation(account, intent, params);
  account.intents.set(id, intent);
  account.tell('payment_intent.created', intent);
  return params.confirm ? confirmIntent(account, id, params) : intent;
}

export function updateIntent(account: Account, id: string, params: Stripe.PaymentIntentUpdateParams): Stripe.PaymentIntent {
  const intent = intentNamed(account, id);
  refuseOthers(params);
  const changesPayment = ['amount', 'currency', 'payment_method', 'capture_method'].some((name) => name in params);
  if (changesPayment && !['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status)) {
    const names = Object.keys(params).filter((name) => !['metadata', 'description', 'expand'].includes(name));
    throw unexpectedState(
      `This PaymentIntent's ${names.join(', ')} could not be updated because it has a status of ${intent.status}. You may only update the ` +
        `${names.join(', ')} of a PaymentIntent with one of the following statuses: requires_payment_method, requires_confirmation, requires_action.`,
      intent,
    );
  }
  const currency = params.currency ? currencyOf(params.currency) : intent.currency;
  if (params.amount !== undefined || params.currency) checkAmount(params.amount ?? intent.amount, currency);
  Object.assign(intent, { amount: params.amount ?? intent.amount, currency });
  if (params.description !== undefined) intent.description = params.description;
  if (params.receipt_email !== undefined) intent.receipt_email = params.receipt_email || null;
  if (params.transfer_group !== undefined) intent.transfer_group = params.transfer_group;
  if (params.capture_method) intent.capture_method = params.capture_method;
  intent.metadata = merged(intent.metadata, params.metadata as Record<string, string> | null | undefined);
  if (params.payment_method) {
    intent.payment_method = methodNamed(account, intent, params.payment_method).id;
    intent.status = 'requires_confirmation';
    intent.next_action = null;
  }
  return intent;
}

export function confirmIntent(account: Account, id: string, params: Confirm): Stripe.PaymentIntent {
  const intent = intentNamed(account, id);
  checkConfirmation(account, intent, params);
  if (params.payment_method) intent.payment_method = methodNamed(account, intent, params.payment_method).id;
  if (params.receipt_email !== undefined) intent.receipt_email = params.receipt_email || null;
  if (params.capture_method) intent.capture_method = params.capture_method;
  return attempt(account, intent, {
    returnUrl: params.return_url ?? null,
    offSession: Boolean(params.off_session),
    errorOnAction: params.error_on_requires_action ?? false,
    stepUp: wantsStepUp(params.payment_method_options),
  });
}

const wantsStepUp = (options: Confirm['payment_method_options']): boolean =>
  Boolean(options && options.card && ['any', 'challenge'].includes(options.card.request_three_d_secure ?? ''));

/** Everything that Stripe holds against a confirmation before it begins. */
function checkConfirmation(account: Account, intent: Stripe.PaymentIntent, params: Confirm): void {
  refuseOthers(params);
  if (intent.status === 'succeeded') {
    throw unexpectedState(
      'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.',
      intent,
    );
  }
  if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status)) {
    throw unexpectedState(
      `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following ` +
        'statuses may be confirmed: requires_confirmation, requires_action.',
      intent,
    );
  }
  if (!params.payment_method && !intent.payment_method) {
    throw unexpectedState(
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment " +
        'method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.',
      intent,
    );
  }
  if (params.payment_method) methodNamed(account, intent, params.payment_method);
  if (intent.automatic_payment_methods?.allow_redirects === 'always' && !params.return_url && !params.use_stripe_sdk) {
    throw invalid(
      'This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might ' +
        "redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment " +
        'methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when ' +
        'creating Setup Intents and Payment Intents.',
      { param: 'return_url' },
    );
  }
  if (params.return_url !== undefined && !/^([a-z][a-z0-9+.-]*):\/\/\S+$/i.test(params.return_url)) {
    throw invalid('Not a valid URL', { code: 'url_invalid', param: 'return_url' });
  }
}

const MAY_BE_CANCELED = ['requires_payment_method', 'requires_capture', 'requires_confirmation', 'requires_action', 'processing'];

export function cancelIntent(account: Account, id: string, params: Stripe.PaymentIntentCancelParams): Stripe.PaymentIntent {
  const intent = intentNamed(account, id);
  // A bank debit that is on its way cannot be called back.
  if (!MAY_BE_CANCELED.includes(intent.status) || intent.status === 'processing') {
    throw unexpectedState(
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following ` +
        `statuses may be canceled: ${MAY_BE_CANCELED.join(', ')}.`,
      intent,
    );
  }
  return cancelAuthorization(account, intent, params.cancellation_reason ?? null);
}

/** Returns the intent of an address. Throws 404 resource_missing. */
export function intentNamed(account: Account, id: string): Stripe.PaymentIntent {
  const intent = account.intents.get(id);
  if (!intent) throw missing('payment_intent', id, 'intent', 404);
  return intent;
}

/** Finds as Stripe's search does: `metadata['order']:'7' AND status:'succeeded'`; a new intent is found a minute later. */
export function searchIntents(account: Account, query: string): Stripe.PaymentIntent[] {
  const before = account.milliseconds() - account.delays.search;
  const clauses = query.split(/\s+AND\s+/i).map((clause) => {
    const [, field, key, value] = /^(\w+)(?:\[["']([^"']+)["']\])?:\s*["']?([^"']*)["']?$/.exec(clause.trim()) ?? [];
    if (!field || !['metadata', 'status', 'currency', 'amount'].includes(field)) {
      throw invalid(`We were unable to parse your search query: ${query}. Please see https://docs.stripe.com/search for the syntax.`, {
        param: 'query',
      });
    }
    return (intent: Stripe.PaymentIntent) =>
      (field === 'metadata' ? intent.metadata[key!] : String(intent[field as 'status' | 'currency' | 'amount'])) === value;
  });
  return [...account.intents.values()].filter((intent) => intent.created * 1_000 <= before && clauses.every((holds) => holds(intent)));
}

function refuseOthers(params: Others): void {
  if (params.receipt_email && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(params.receipt_email)) {
    throw invalid(`Invalid email address: ${params.receipt_email}`, { code: 'email_invalid', param: 'receipt_email' });
  }
  for (const [name, what] of Object.entries(OTHERS)) {
    const value = params[name as keyof typeof OTHERS];
    if (typeof value === 'string') throw missing(what, value, name, 400);
  }
  if (params.transfer_data) throw missing('destination', params.transfer_data.destination ?? '', 'transfer_data[destination]', 400);
  if (params.application_fee_amount) {
    throw invalid(
      'Can only apply an application_fee_amount when the PaymentIntent is attempting a direct payment or destination payment.',
      {
        param: 'application_fee_amount',
      },
    );
  }
  if (params.confirmation_method === 'manual' || params.amount_to_confirm !== undefined) {
    throw invalid('This account confirms automatically and whole; confirmation_method manual and amount_to_confirm are not acted.');
  }
  if (params.payment_method_data) {
    throw invalid('This account takes payment methods by id; payment_method_data is not acted.', { param: 'payment_method_data' });
  }
}

function currencyOf(named: string): string {
  const currency = named.toLowerCase();
  if (!/^[a-z]{3}$/.test(currency) || !Intl.supportedValuesOf('currency').includes(currency.toUpperCase())) {
    throw invalid(`Invalid currency: ${named}. Stripe currently supports these currencies: usd, aed, afn, all, amd, …`, {
      param: 'currency',
    });
  }
  return currency;
}

function checkAmount(amount: number, currency: string): void {
  if (amount < 1) {
    throw invalid('This value must be greater than or equal to 1.', { code: 'parameter_invalid_integer', param: 'amount' });
  }
  const money = (units: number) => (currency === 'jpy' ? String(units) : (units / 100).toFixed(2));
  const smallest = SMALLEST[currency] ?? 1;
  if (amount < smallest) {
    throw invalid(`Amount must be at least ${money(smallest)} ${currency}`, { code: 'amount_too_small', param: 'amount' });
  }
  if (amount > LARGEST) {
    throw invalid(`Amount must be no more than ${money(LARGEST)} ${currency}`, { code: 'amount_too_large', param: 'amount' });
  }
}

function typesOf(params: Create, currency: string): string[] {
  const excluded = new Set<string>(params.excluded_payment_method_types || []);
  const automatic = currency === 'usd' ? ['card', 'us_bank_account', 'link'] : ['card', 'link'];
  const types = params.allowed_payment_method_types ?? (params.automatic_payment_methods?.enabled === false ? ['card'] : automatic);
  return types.filter((type) => !excluded.has(type));
}

const onlyWhenConfirming = (name: string) =>
  invalid(`The parameter \`${name}\` cannot be passed when creating a PaymentIntent unless \`confirm\` is set to true.`, { param: name });

const shippingOf = (shipping: Create['shipping']): Stripe.PaymentIntent.Shipping | null =>
  shipping
    ? {
        ...shipping,
        address: {
          city: null,
          country: null,
          line1: null,
          line2: null,
          postal_code: null,
          state: null,
          ...shipping.address,
        } as Stripe.Address,
      }
    : null;
