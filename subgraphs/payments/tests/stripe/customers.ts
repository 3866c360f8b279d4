import type Stripe from 'stripe';
import { type Account, idOf, merged, token } from './account';
import { methodNamed } from './methods';
import { invalid, missing, Refusal } from './refusal';

/** People whose payment methods are kept, as far as a platform that charges them while they are away uses them. */
export function openCustomer(account: Account, params: Stripe.CustomerCreateParams): Stripe.Customer {
  const customer = {
    ...{ id: account.newId('cus'), object: 'customer', created: account.now(), livemode: false, balance: 0, delinquent: false },
    ...{ email: params.email || null, name: params.name || null, description: params.description ?? null },
    metadata: merged({}, (params.metadata || null) as Record<string, string> | null),
  } as Stripe.Customer;
  account.customers.set(customer.id, customer);
  account.tell('customer.created', customer);
  return customer;
}

/** Their methods are detached, and cannot be charged any more. */
export function deleteCustomer(account: Account, id: string): Stripe.DeletedCustomer {
  const customer = customerNamed(account, id, 404);
  account.customers.delete(id);
  for (const method of account.methods.values()) if (idOf(method.customer) === id) account.methods.delete(method.id);
  account.tell('customer.deleted', customer);
  return { id, object: 'customer', deleted: true };
}

export function customerNamed(account: Account, id: string, status: 400 | 404 = 400): Stripe.Customer {
  const customer = account.customers.get(id);
  if (!customer) throw missing('customer', id, status === 404 ? 'id' : 'customer', status);
  return customer;
}

/** Only what is confirmed at once is acted. */
export function createSetup(account: Account, params: Stripe.SetupIntentCreateParams): Stripe.SetupIntent {
  if (!params.confirm || !params.payment_method) throw invalid('This account acts SetupIntents that are confirmed with a payment method.');
  if (params.customer) customerNamed(account, params.customer);
  if (!params.return_url && params.automatic_payment_methods?.allow_redirects !== 'never')
    throw invalid('You must provide a `return_url` when payment methods may redirect your customer.', { param: 'return_url' });
  const id = account.newId('seti');
  const of = { id, customer: params.customer ?? null, payment_method_types: ['card', 'link'] };
  const method = methodNamed(account, of, params.payment_method);
  const setup = {
    ...{ ...of, object: 'setup_intent', client_secret: `${id}_secret_${token(25)}`, created: account.now(), livemode: false },
    ...{ payment_method: method.id, usage: params.usage ?? 'off_session', status: 'requires_confirmation', next_action: null },
    ...{ last_setup_error: null, metadata: {}, automatic_payment_methods: { enabled: true, allow_redirects: 'always' } },
  } as unknown as Stripe.SetupIntent;
  account.setups.set(id, setup);
  account.tell('setup_intent.created', setup);
  const behaviour = account.behaviours.get(method.id)!;
  if (behaviour.decline) throw declined(account, setup, method, behaviour.decline);
  return behaviour.authentication ? askPerson(account, setup, params.return_url ?? '') : succeed(account, setup);
}

function askPerson(account: Account, setup: Stripe.SetupIntent, returnUrl: string): Stripe.SetupIntent {
  const url = `https://hooks.stripe.com/3d_secure_2/hosted?setup_intent=${setup.id}`;
  const next_action = { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url } };
  Object.assign(setup, { status: 'requires_action', next_action });
  account.tell('setup_intent.requires_action', setup);
  return setup;
}

/** The person passes the bank's step, or fails it. */
export function personAuthenticates(account: Account, id: string, approve: boolean): Stripe.SetupIntent {
  const setup = account.setups.get(id);
  if (setup?.status !== 'requires_action') throw new Error(`${id} asks nothing of anybody`);
  if (approve) return succeed(account, setup);
  const last_setup_error = {
    code: 'setup_intent_authentication_failure',
    type: 'invalid_request_error',
    message: 'The latest attempt to set up the payment method has failed because authentication failed.',
  };
  Object.assign(setup, { status: 'requires_payment_method', payment_method: null, next_action: null, last_setup_error });
  account.tell('setup_intent.setup_failed', setup);
  return setup;
}

function succeed(account: Account, setup: Stripe.SetupIntent): Stripe.SetupIntent {
  Object.assign(setup, { status: 'succeeded', next_action: null });
  Object.assign(account.methods.get(idOf(setup.payment_method)!)!, { customer: idOf(setup.customer) ?? null });
  account.tell('setup_intent.succeeded', setup);
  return setup;
}

function declined(
  account: Account,
  setup: Stripe.SetupIntent,
  method: Stripe.PaymentMethod,
  reason: { code: string; decline_code?: string; message: string },
): Refusal {
  Object.assign(setup, { status: 'requires_payment_method', payment_method: null, last_setup_error: { ...reason, type: 'card_error' } });
  account.tell('setup_intent.setup_failed', setup);
  return new Refusal(402, { ...reason, type: 'card_error', payment_method: structuredClone(method) });
}
