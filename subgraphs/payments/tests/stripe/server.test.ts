import Stripe from 'stripe';
import { DAY } from './account';
import { aServer, NO_REDIRECTS, paid, refusal, typesOf } from './a-server';

// The server is driven as the product drives Stripe, by Stripe's own SDK, and does what Stripe's documents say of Stripe.
describe('a payment', () => {
  test('is made in two steps, and its fee is known after the answer', async () => {
    const { server, stripe } = await aServer();
    const created = await stripe.paymentIntents.create({ amount: 2_000, currency: 'USD', metadata: { order: '7' }, ...NO_REDIRECTS });
    expect(created).toMatchObject({
      status: 'requires_payment_method',
      currency: 'usd',
      capture_method: 'automatic_async',
      metadata: { order: '7' },
    });
    expect(created.client_secret).toMatch(new RegExp(`^${created.id}_secret_`));
    const confirmed = await stripe.paymentIntents.confirm(created.id, { payment_method: 'pm_card_visa', expand: ['latest_charge'] });
    expect(confirmed).toMatchObject({
      status: 'succeeded',
      amount_received: 2_000,
      latest_charge: { paid: true, balance_transaction: null },
    });
    const read = await stripe.paymentIntents.retrieve(created.id, { expand: ['latest_charge.balance_transaction', 'payment_method'] });
    expect(read).toMatchObject({
      payment_method: { card: { last4: '4242' } },
      latest_charge: { balance_transaction: { amount: 2_000, fee: 88, net: 1_912, status: 'pending' } },
    });
    expect(typesOf(server)).toEqual(['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded', 'charge.updated']);
    expect(server.events('charge.updated')[0]!.data.previous_attributes).toEqual({ balance_transaction: null });
  });

  test('has its balance transaction at once when captured synchronously', async () => {
    const { stripe } = await aServer();
    const intent = await paid(stripe, 'pm_card_mastercard', { capture_method: 'automatic', expand: ['latest_charge.balance_transaction'] });
    expect(intent.latest_charge).toMatchObject({
      balance_transaction: { net: 1_912 },
      payment_method_details: { card: { brand: 'mastercard' } },
    });
  });

  test.each([
    ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', ''],
  ])('with %s is declined, and the intent takes another card', async (card, code, decline_code) => {
    const { server, stripe } = await aServer();
    const { id } = await stripe.paymentIntents.create({ amount: 2_000, currency: 'usd', ...NO_REDIRECTS });
    const error = await refusal(stripe.paymentIntents.confirm(id, { payment_method: card }));
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(error).toMatchObject({ statusCode: 402, code, decline_code, payment_intent: { id, status: 'requires_payment_method' } });
    expect(error.requestId).toMatch(/^req_/);
    const intent = await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
    expect(intent).toMatchObject({
      last_payment_error: { code },
      payment_method: null,
      latest_charge: { status: 'failed', failure_code: code },
    });
    expect(typesOf(server)).toEqual(['payment_intent.created', 'charge.failed', 'payment_intent.payment_failed']);
    expect(await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })).toMatchObject({
      status: 'succeeded',
      last_payment_error: null,
    });
  });

  test('that the bank asks about waits for the buyer, who approves', async () => {
    const { server, stripe } = await aServer();
    const { id } = await stripe.paymentIntents.create({ amount: 2_000, currency: 'usd' });
    const waiting = await stripe.paymentIntents.confirm(id, {
      payment_method: 'pm_card_authenticationRequired',
      return_url: 'https://marquee.test/back',
    });
    expect(waiting).toMatchObject({
      status: 'requires_action',
      next_action: { type: 'redirect_to_url', redirect_to_url: { return_url: 'https://marquee.test/back' } },
    });
    server.buyerCompletes(id, { approve: true });
    const done = await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
    expect(done).toMatchObject({
      status: 'succeeded',
      next_action: null,
      latest_charge: { payment_method_details: { card: { three_d_secure: { result: 'authenticated' } } } },
    });
    expect(typesOf(server)).toContain('payment_intent.requires_action');
  });

  test('that the bank asks about fails when the buyer does not approve', async () => {
    const { server, stripe } = await aServer();
    const intent = await paid(stripe, 'pm_card_authenticationRequired');
    expect(intent).toMatchObject({ status: 'requires_action', next_action: { type: 'use_stripe_sdk' } });
    server.buyerCompletes(intent.id, { approve: false });
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'payment_intent_authentication_failure' },
    });
    expect(() => server.buyerCompletes(intent.id, { approve: true })).toThrow('asks nothing');
  });

  test('is made by the buyer in the browser, and a decline is seen on the intent', async () => {
    const { server, stripe } = await aServer();
    const { id } = await stripe.paymentIntents.create({ amount: 2_000, currency: 'usd' });
    expect(server.buyerPays(id, 'pm_card_chargeDeclined')).toMatchObject({ status: 'requires_payment_method' });
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ last_payment_error: { code: 'card_declined' } });
    expect(server.buyerPays(id, 'pm_card_visa')).toMatchObject({ status: 'succeeded' });
    expect(server.events('payment_intent.succeeded')[0]!.request).toEqual({ id: null, idempotency_key: null });
  });

  test('without the buyer is declined when the bank would ask', async () => {
    const { stripe } = await aServer();
    const error = await refusal(paid(stripe, 'pm_card_authenticationRequired', { off_session: true }));
    expect(error).toMatchObject({ statusCode: 402, code: 'authentication_required' });
  });

  test('by a bank debit is processing for days', async () => {
    const { server, stripe } = await aServer();
    const [good, bad, told] = await Promise.all([
      paid(stripe, 'pm_usBankAccount_success'),
      paid(stripe, 'pm_usBankAccount_insufficientFunds'),
      paid(stripe, 'pm_usBankAccount_success'),
    ]);
    expect(good).toMatchObject({ status: 'processing', amount_received: 0 });
    expect(good.latest_charge).toMatch(/^py_/);
    server.settle(told.id, { fail: true });
    expect(await stripe.paymentIntents.retrieve(told.id)).toMatchObject({ status: 'requires_payment_method' });
    await server.advance(4 * DAY);
    expect(await stripe.paymentIntents.retrieve(good.id, { expand: ['latest_charge.balance_transaction'] })).toMatchObject({
      status: 'succeeded',
      latest_charge: { balance_transaction: { type: 'payment', fee: 16 } },
    });
    expect(await stripe.paymentIntents.retrieve(bad.id)).toMatchObject({ last_payment_error: { decline_code: 'insufficient_funds' } });
    expect(typesOf(server)).toEqual(expect.arrayContaining(['payment_intent.processing', 'charge.pending', 'charge.failed']));
  });

  test('is authorized first and captured in part, or canceled', async () => {
    const { server, stripe } = await aServer();
    const manual = { capture_method: 'manual' as const };
    const [part, none, old] = await Promise.all([1, 2, 3].map(() => paid(stripe, 'pm_card_visa', manual)));
    expect(part).toMatchObject({ status: 'requires_capture', amount_capturable: 2_000 });
    expect(await refusal(stripe.paymentIntents.capture(part!.id, { amount_to_capture: 2_001 }))).toMatchObject({
      code: 'amount_too_large',
    });
    expect(await stripe.paymentIntents.capture(part!.id, { amount_to_capture: 1_500, expand: ['latest_charge'] })).toMatchObject({
      status: 'succeeded',
      amount_received: 1_500,
      latest_charge: { amount_captured: 1_500, amount_refunded: 500, refunded: false },
    });
    expect(await stripe.paymentIntents.cancel(none!.id, { cancellation_reason: 'abandoned' })).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'abandoned',
    });
    await server.advance(7 * DAY);
    expect(await stripe.paymentIntents.retrieve(old!.id)).toMatchObject({ status: 'canceled', cancellation_reason: 'automatic' });
    expect(typesOf(server)).toEqual(
      expect.arrayContaining(['payment_intent.amount_capturable_updated', 'charge.captured', 'payment_intent.canceled', 'charge.expired']),
    );
  });

  test('cannot be made, taken or canceled twice', async () => {
    const { stripe } = await aServer();
    const { id } = await paid(stripe);
    for (const again of [stripe.paymentIntents.confirm(id), stripe.paymentIntents.cancel(id), stripe.paymentIntents.capture(id)]) {
      expect(await refusal(again)).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state', payment_intent: { id } });
    }
  });

  test('is found by its metadata, a minute later', async () => {
    const { server, stripe } = await aServer();
    const { id } = await paid(stripe, 'pm_card_visa', { metadata: { order: '7' } });
    const query = "metadata['order']:'7' AND status:'succeeded'";
    expect((await stripe.paymentIntents.search({ query })).data).toEqual([]);
    await server.advance(61_000);
    expect((await stripe.paymentIntents.search({ query })).data).toMatchObject([{ id }]);
    for (const _ of [1, 2]) await paid(stripe, 'pm_card_visa', { metadata: { order: '7' } });
    await server.advance(61_000);
    const found: string[] = [];
    for await (const one of stripe.paymentIntents.search({ query, limit: 1 })) found.push(one.id);
    expect(found).toHaveLength(3);
    expect(await refusal(stripe.paymentIntents.search({ query: 'order=7' }))).toMatchObject({ statusCode: 400, param: 'query' });
  });
});

describe('a request', () => {
  const create = (stripe: Stripe, params: object) =>
    stripe.paymentIntents.create({ amount: 2_000, currency: 'usd', ...params } as Stripe.PaymentIntentCreateParams);

  test.each<[string, object, object]>([
    ['an unknown parameter', { colour: 'red' }, { code: 'parameter_unknown', param: 'colour' }],
    ['a parameter named as what objects have', { constructor: 'red' }, { code: 'parameter_unknown', param: 'constructor' }],
    [
      'an unknown parameter within another',
      { automatic_payment_methods: { enabled: true, colour: 'red' } },
      { code: 'parameter_unknown', param: 'automatic_payment_methods[colour]' },
    ],
    ['a parameter that this version has no more', { payment_method_types: ['card'] }, { code: 'parameter_unknown' }],
    ['no amount', { amount: undefined }, { code: 'parameter_missing', param: 'amount' }],
    ['an amount that is none', { amount: 19.99 }, { code: 'parameter_invalid_integer', param: 'amount' }],
    ['too small an amount', { amount: 49 }, { code: 'amount_too_small' }],
    ['too large an amount', { amount: 100_000_000 }, { code: 'amount_too_large' }],
    ['an amount of nothing', { amount: 0 }, { code: 'parameter_invalid_integer' }],
    ['an unknown currency', { currency: 'xxy' }, { param: 'currency' }],
    ['a value that is not one of those allowed', { capture_method: 'later' }, { param: 'capture_method' }],
    ['an empty value', { currency: '' }, { code: 'parameter_invalid_empty' }],
    ['a text in the place of an object', { automatic_payment_methods: 'yes' }, { param: 'automatic_payment_methods' }],
    ['long metadata', { metadata: { order: 'x'.repeat(501) } }, { param: 'metadata' }],
    ['an email that is none', { receipt_email: 'ann' }, { code: 'email_invalid' }],
    ['a customer who is not there', { customer: 'cus_1' }, { code: 'resource_missing', param: 'customer' }],
    ['a payment method that is not there', { payment_method: 'pm_1' }, { code: 'resource_missing', param: 'payment_method' }],
    ['an address to return to before it is confirmed', { return_url: 'https://marquee.test' }, { param: 'return_url' }],
    ['no address to return to', { confirm: true, payment_method: 'pm_card_visa' }, { param: 'return_url' }],
    ['nothing to pay with', { confirm: true, return_url: 'https://marquee.test' }, { code: 'payment_intent_unexpected_state' }],
    [
      'a payment method of a kind not allowed',
      { allowed_payment_method_types: ['card'], payment_method: 'pm_usBankAccount_success' },
      { code: 'payment_intent_incompatible_payment_method' },
    ],
    ['something to expand that is not there', { expand: ['colour'] }, { code: 'property_cannot_be_expanded' }],
  ])('with %s is refused and does nothing', async (_what, params, expected) => {
    const { server, stripe } = await aServer();
    const error = await refusal(create(stripe, params));
    expect(error).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    expect(error).toMatchObject({ statusCode: 400, rawType: 'invalid_request_error', ...expected });
    expect(server.events()).toEqual([]);
  });

  test('needs the key, this version of the API, a path there is and a form', async () => {
    const { server } = await aServer();
    const asked = (path: string, headers: Record<string, string> = {}, body?: string) =>
      fetch(server.url + path, { method: body === undefined ? 'GET' : 'POST', headers, body });
    const authorization = `Bearer ${server.key}`;
    const basic = `Basic ${Buffer.from(`${server.key}:`).toString('base64')}`;
    expect((await asked('/v1/refunds', { authorization: basic })).status).toBe(200);
    expect((await asked('/v1/refunds')).status).toBe(401);
    const wrong = await asked('/v1/refunds', { authorization: 'Bearer sk_test_wrongwrongwrong' });
    expect(wrong.status).toBe(401);
    expect(await wrong.json()).toMatchObject({ error: { type: 'invalid_request_error', message: expect.stringContaining('sk_test_***') } });
    expect(wrong.headers.get('request-id')).toMatch(/^req_/);
    expect((await asked('/v1/colours', { authorization })).status).toBe(404);
    expect((await asked('/v1/refunds', { authorization, 'stripe-version': '2019-01-01' })).status).toBe(400);
    expect((await asked('/v1/refunds', { authorization, 'content-type': 'application/json' }, '{"amount":1}')).status).toBe(400);
  });

  test('for what is not there is told so', async () => {
    const { stripe } = await aServer();
    for (const asked of [
      stripe.paymentIntents.retrieve('pi_1'),
      stripe.paymentIntents.confirm('pi_1'),
      stripe.charges.retrieve('ch_1'),
      stripe.refunds.retrieve('re_1'),
      stripe.disputes.retrieve('du_1'),
      stripe.events.retrieve('evt_1'),
    ]) {
      expect(await refusal(asked)).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    }
  });

  test('changes an intent until it is paid', async () => {
    const { stripe } = await aServer();
    const { id } = await create(stripe, { ...NO_REDIRECTS, metadata: { order: '7', seat: 'A' } });
    const changed = await stripe.paymentIntents.update(id, { amount: 3_000, metadata: { seat: '', row: '1' } });
    expect(changed).toMatchObject({ amount: 3_000, metadata: { order: '7', row: '1' } });
    expect(changed.metadata).not.toHaveProperty('seat');
    await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    expect(await refusal(stripe.paymentIntents.update(id, { amount: 1_000 }))).toMatchObject({ code: 'payment_intent_unexpected_state' });
    expect(await stripe.paymentIntents.update(id, { metadata: { order: '8' } })).toMatchObject({ metadata: { order: '8' } });
  });
});
