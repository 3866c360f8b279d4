import Stripe from 'stripe';
import { DAY } from './account';
import { aServer, NO_REDIRECTS, paid, refusal } from './a-server';

const TWENTY = { amount: 2_000, currency: 'usd', ...NO_REDIRECTS };

describe('an idempotency key', () => {
  test('returns the first answer again, a refusal too', async () => {
    const { server, stripe } = await aServer();
    const first = await stripe.paymentIntents.create(TWENTY, { idempotencyKey: 'a' });
    const again = await stripe.paymentIntents.create(TWENTY, { idempotencyKey: 'a' });
    expect(again).toEqual(first);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    const declining = { ...TWENTY, confirm: true, payment_method: 'pm_card_chargeDeclined' };
    for (const _ of [1, 2]) {
      expect(await refusal(stripe.paymentIntents.create(declining, { idempotencyKey: 'b' }))).toMatchObject({ code: 'card_declined' });
    }
    expect(server.events('payment_intent.created')).toHaveLength(2);
    expect(server.events('payment_intent.created')[0]!.request).toMatchObject({ idempotency_key: 'a', id: first.lastResponse.requestId });
  });

  test('is refused for other parameters and another endpoint', async () => {
    const { stripe } = await aServer();
    const { id } = await stripe.paymentIntents.create(TWENTY, { idempotencyKey: 'a' });
    for (const other of [
      stripe.paymentIntents.create({ ...TWENTY, amount: 3_000 }, { idempotencyKey: 'a' }),
      stripe.refunds.create({ payment_intent: id }, { idempotencyKey: 'a' }),
    ]) {
      const error = await refusal(other);
      expect(error).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
      expect(error).toMatchObject({ statusCode: 400, rawType: 'idempotency_error' });
    }
  });

  test('is free again after a day, and after parameters that are no good', async () => {
    const { server, stripe } = await aServer();
    const first = await stripe.paymentIntents.create(TWENTY, { idempotencyKey: 'a' });
    expect(await refusal(stripe.paymentIntents.create({ ...TWENTY, currency: '' }, { idempotencyKey: 'b' }))).toMatchObject({
      statusCode: 400,
    });
    await stripe.paymentIntents.create(TWENTY, { idempotencyKey: 'b' });
    await server.advance(DAY);
    expect((await stripe.paymentIntents.create(TWENTY, { idempotencyKey: 'a' })).id).not.toBe(first.id);
  });

  test('is in use while its request is under way, and so is the object', async () => {
    const { server, stripe } = await aServer();
    const { id } = await stripe.paymentIntents.create(TWENTY);
    let goOn!: () => void;
    const until = new Promise<void>((resolve) => (goOn = resolve));
    server.faults.next('POST /v1/payment_intents/:id/confirm', { kind: 'pause', until });
    const confirm = () => stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }, { idempotencyKey: 'a' });
    const first = confirm();
    await vi.waitUntil(() => server.requests.some(({ path, params }) => path.endsWith('/confirm') && params.payment_method));
    expect(await refusal(confirm())).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
    expect(await refusal(stripe.paymentIntents.cancel(id))).toMatchObject({ statusCode: 429, code: 'lock_timeout' });
    goOn();
    expect(await first).toMatchObject({ status: 'succeeded' });
    expect(await confirm()).toMatchObject({ status: 'succeeded' });
  });
});

describe('a fault', () => {
  test('of an answer that is lost is made good by the same key', async () => {
    const { server, stripe } = await aServer();
    server.faults.next('POST /v1/payment_intents', { kind: 'lost' });
    // The SDK asks again once when the connection was closed, whatever its number of retries.
    expect(await paid(stripe)).toMatchObject({ status: 'succeeded' });
    expect(server.requests.map(({ method, status }) => [method, status])).toEqual([
      ['POST', undefined],
      ['POST', 200],
    ]);
    expect(server.events('charge.succeeded')).toHaveLength(1);
  });

  test('of an answer cut short shows as a broken connection, and the same key brings the answer', async () => {
    const { server, stripe } = await aServer({ retries: 2 });
    const create = () => stripe.paymentIntents.create(TWENTY, { idempotencyKey: 'a' });
    server.faults.next('POST /v1/payment_intents', { kind: 'cut' });
    expect(await refusal(create())).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    expect(await create()).toMatchObject({ status: 'requires_payment_method' });
    expect(server.events('payment_intent.created')).toHaveLength(1);
  });

  test.each([
    ['lost', 1],
    ['reset', 0],
  ] as const)('of a connection (%s) shows as such when it stays', async (kind, done) => {
    const { server, stripe } = await aServer();
    server.faults.next('POST /v1/payment_intents', { kind }, 2);
    expect(await refusal(paid(stripe))).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    expect(server.requests).toHaveLength(2);
    expect(server.events('payment_intent.succeeded')).toHaveLength(done);
  });

  test.each([
    [false, 0],
    [true, 1],
  ])('of silence ends by the time-out of the asker (done: %s)', async (effect, done) => {
    const { server, stripe } = await aServer({ timeout: 150 });
    server.faults.next(/payment_intents$/, { kind: 'silence', effect });
    expect(await refusal(paid(stripe))).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    expect(server.events('payment_intent.succeeded')).toHaveLength(done);
  });

  test("of Stripe's own stays under the key when the request had begun", async () => {
    const { server, stripe } = await aServer();
    const create = () => stripe.paymentIntents.create(TWENTY, { idempotencyKey: 'a' });
    server.faults.next('POST /v1/payment_intents', { kind: 'error' });
    for (const _ of [1, 2]) expect(await refusal(create())).toMatchObject({ statusCode: 500, rawType: 'api_error' });
    server.faults.next('POST /v1/payment_intents', { kind: 'error', status: 503 });
    const other = () => stripe.paymentIntents.create(TWENTY, { idempotencyKey: 'b' });
    expect(await refusal(other())).toMatchObject({ statusCode: 503 });
    expect(await other()).toMatchObject({ status: 'requires_payment_method' });
    expect(server.events()).toHaveLength(1);
    server.faults.next('POST /v1/payment_intents', { kind: 'error', effect: true });
    expect(await refusal(stripe.paymentIntents.create(TWENTY))).toMatchObject({ statusCode: 500 });
    expect(server.events()).toHaveLength(2);
  });

  test('of too many requests says when to come again', async () => {
    const { server, stripe } = await aServer();
    server.faults.next('GET /v1/refunds', { kind: 'too-many', retryAfter: 2 }, 2);
    for (const _ of [1, 2]) {
      const error = await refusal(stripe.refunds.list());
      expect(error).toBeInstanceOf(Stripe.errors.StripeRateLimitError);
      expect(error).toMatchObject({ statusCode: 429, code: 'rate_limit', headers: { 'retry-after': '2' } });
    }
    expect(await stripe.refunds.list()).toMatchObject({ data: [] });
  });
});
