import { aViewer } from '@marquee/platform/testing';
import type { Viewer } from '@marquee/platform';
import { OrderDocument, RetryRefundDocument } from './generated/documents';
import { startStripeWorld, type StripeWorld } from './stripe-world';
import { admin, startWorld, type World } from './world';

const HOUR = 3_600_000;

async function anOrder(world: World, quantity = 1) {
  const buyer = aViewer();
  const tier = await world.aTier({ price: 2500 });
  const { order, payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity }]);
  const [{ ref }] = (await world.sql<{ ref: string }>('SELECT processor_ref AS ref FROM payments WHERE id = $1', [payment!.id])) as [
    { ref: string },
  ];
  return { buyer, tier, orderId: order.id, paymentId: payment!.id, ref };
}

const statusOf = async (world: World, buyer: Viewer, id: string) => (await world.run(buyer, OrderDocument, { id })).order!.status;
const clearing = async (world: World) =>
  (await world.health()).balances.find(({ account }) => account === 'PROCESSOR_CLEARING')?.balanceMinor ?? 0;
const held = ({ stripe }: StripeWorld) => [...stripe.account.balance.values()].reduce((sum, { net }) => sum + net, 0);

describe('paying by Stripe (P2, P4)', () => {
  it('prepares an intent with our ids, charges a card, shares out what is left of the fee, and agrees with Stripe to the cent (P3)', async () => {
    const both = await startStripeWorld();
    const { world, stripe } = both;
    const { buyer, orderId, paymentId, ref } = await anOrder(world, 2);
    expect(stripe.account.intents.get(ref)).toMatchObject({
      amount: 5000,
      currency: 'cad',
      metadata: { marquee_payment: paymentId, marquee_order: orderId },
      transfer_group: orderId,
    });
    const { order } = await world.run(
      buyer,
      'query ($id: ID!) { order(id: $id) { payment { processor processorClientKey clientSecret } } }',
      { id: orderId },
    );
    expect(order.payment).toMatchObject({
      processor: 'stripe',
      processorClientKey: 'pk_test_marquee',
      clientSecret: expect.stringContaining(ref),
    });
    expect(await world.confirm(buyer, paymentId)).toMatchObject({ order: { status: 'PAID', tickets: [{}, {}] } });
    await world.refund(buyer, { orderId, ticketIds: [(await world.run(buyer, OrderDocument, { id: orderId })).order!.tickets[0]!.id] });
    await world.subgraph.runJob('make-refunds');
    expect(await clearing(world)).toBe(held(both));
    expect(await world.health()).toMatchObject({ healthy: true, breaks: [] });
    // Whatever Stripe tells of it afterwards changes nothing, in any order, twice.
    await stripe.webhooks.deliver({ twice: true, shuffled: true });
    expect(stripe.webhooks.undelivered()).toEqual([]);
    expect(await statusOf(world, buyer, orderId)).toBe('PARTIALLY_REFUNDED');
    expect(await clearing(world)).toBe(held(both));
  });

  it.each([
    ['pm_card_chargeDeclined', 'card_declined'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card'],
  ])('tells why %s was declined, and takes another card', async (method, declineCode) => {
    const { world } = await startStripeWorld();
    const { buyer, paymentId } = await anOrder(world);
    expect(await world.confirm(buyer, paymentId, method)).toMatchObject({ __typename: 'PaymentDeclined', declineCode });
    expect(await world.confirm(buyer, paymentId, 'pm_nobody_has_this')).toMatchObject({
      __typename: 'InvalidInput',
      fields: [{ path: 'paymentMethod' }],
    });
    expect(await world.confirm(buyer, paymentId)).toMatchObject({ order: { status: 'PAID' } });
  });

  it('waits for the step at the bank, and takes its outcome in from whoever tells it first', async () => {
    const { world, stripe } = await startStripeWorld();
    const [byNotice, refused] = [await anOrder(world), await anOrder(world)];
    for (const { buyer, paymentId } of [byNotice, refused])
      expect(await world.confirm(buyer, paymentId, 'pm_card_authenticationRequired')).toMatchObject({
        __typename: 'PaymentActionRequired',
      });
    expect(await world.sql('SELECT action_url AS url FROM payment_attempts')).toEqual(
      Array(2).fill({ url: expect.stringMatching(/^https?:/) }),
    );
    stripe.buyerCompletes(byNotice.ref, { approve: true });
    stripe.buyerCompletes(refused.ref, { approve: false });
    await stripe.webhooks.deliver();
    expect(await statusOf(world, byNotice.buyer, byNotice.orderId)).toBe('PAID');
    expect(await statusOf(world, refused.buyer, refused.orderId)).toBe('AWAITING_PAYMENT');
    expect(await world.confirm(refused.buyer, refused.paymentId)).toMatchObject({ order: { status: 'PAID' } });
  });

  it('asks for the step at the bank where it is risky, and knows the card before it is charged (P18)', async () => {
    const { world, stripe } = await startStripeWorld({}, { RISK_CHECKS: 'on' });
    const buyer = aViewer();
    const registeredAt = world.clock.now().toISOString();
    await world.tell('user.updated', buyer.id, { userId: buyer.id, version: 1, active: true, points: 0, reputation: 0, registeredAt });
    const tier = await world.aTier({ price: 1_500 });
    const { order, payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]);
    expect(await world.confirm(buyer, payment!.id)).toMatchObject({ __typename: 'PaymentActionRequired' });
    const [risk] = await world.sql<{ action: string; card: string }>('SELECT action, card FROM risk_assessments');
    expect(risk).toMatchObject({ action: 'STEP_UP', card: expect.stringMatching(/./) });
    const [{ ref }] = (await world.sql('SELECT processor_ref AS ref FROM payments')) as [{ ref: string }];
    stripe.buyerCompletes(ref, { approve: true });
    await stripe.webhooks.deliver();
    expect(await statusOf(world, buyer, order.id)).toBe('PAID');
  });

  it('is done by the client secret alone, too: by a notice, or without one when the job asks (F13)', async () => {
    const { world, stripe } = await startStripeWorld();
    const [noticed, lost, late] = [await anOrder(world), await anOrder(world), await anOrder(world)];
    stripe.buyerPays(noticed.ref, 'pm_card_visa');
    await stripe.webhooks.deliver();
    expect(await statusOf(world, noticed.buyer, noticed.orderId)).toBe('PAID');
    stripe.buyerPays(lost.ref, 'pm_card_visa');
    await stripe.webhooks.deliver({ lost: true });
    world.clock.advance(60_000);
    await world.subgraph.runJob('carry-on-payments');
    expect(await statusOf(world, lost.buyer, lost.orderId)).toBe('PAID');
    // After the hold the places are had again where they are free.
    world.clock.advance(HOUR);
    await world.subgraph.runJob('expire-holds');
    stripe.buyerPays(late.ref, 'pm_card_visa');
    await stripe.webhooks.deliver();
    expect(await statusOf(world, late.buyer, late.orderId)).toBe('PAID');
  });

  it('of a bank debit is under way for days, and paid when the bank has paid', async () => {
    const { world, stripe } = await startStripeWorld();
    const { buyer, orderId, paymentId, ref } = await anOrder(world);
    // What a bank debit needs are dollars; the account of the test takes them in any currency.
    stripe.account.intents.get(ref)!.payment_method_types.push('us_bank_account');
    expect(await world.confirm(buyer, paymentId, 'pm_usBankAccount_success')).toMatchObject({ order: { status: 'AWAITING_PAYMENT' } });
    stripe.settle(ref);
    await stripe.webhooks.deliver();
    expect(await statusOf(world, buyer, orderId)).toBe('PAID');
  });
});

describe('when Stripe does not answer', () => {
  const faults = [
    { kind: 'lost' },
    { kind: 'reset' },
    { kind: 'cut' },
    { kind: 'error', status: 500 },
    { kind: 'error', status: 500, effect: true },
    { kind: 'error', status: 503 },
    { kind: 'too-many', retryAfter: 1 },
  ] as const;

  it.each(faults)('%j: one intent, one charge, one refund in the end', async (fault) => {
    const both = await startStripeWorld();
    const { world, stripe } = both;
    stripe.faults.next('POST /v1/payment_intents', fault);
    const buyer = aViewer();
    const tier = await world.aTier({ price: 2500 });
    const key = 'the same';
    const items = [{ tierId: tier.id, quantity: 1 }];
    const first = await world.checkout(buyer, items, key);
    const { order, payment } = first.__typename === 'CheckoutSuccess' ? first : await world.checkout(buyer, items, key);
    stripe.faults.next('POST /v1/payment_intents/:id/confirm', fault);
    const paid = await world.confirm(buyer, payment!.id, 'pm_card_visa', 'pay');
    if (paid.__typename !== 'ConfirmPaymentSuccess') await world.confirm(buyer, payment!.id, 'pm_card_visa', 'pay');
    expect(await statusOf(world, buyer, order.id)).toBe('PAID');
    stripe.faults.next('POST /v1/refunds', fault);
    await world.refund(buyer, { orderId: order.id });
    for (let minutes = 0; minutes < 3; minutes++) {
      world.clock.advance(60_000);
      await world.subgraph.runJob('make-refunds');
    }
    expect([...stripe.account.charges.values()].filter((charge) => charge.paid)).toHaveLength(1);
    expect([...stripe.account.refunds.values()]).toHaveLength(1);
    expect(await clearing(world)).toBe(held(both));
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('says nothing of its address or our key', async () => {
    const { world, stripe } = await startStripeWorld();
    stripe.faults.next(/./, { kind: 'reset' }, 9);
    const tier = await world.aTier({ price: 2500 });
    const answer = JSON.stringify(await world.checkout(aViewer(), [{ tierId: tier.id, quantity: 1 }]));
    expect(answer).toContain('ProcessorUnavailable');
    expect(answer).not.toMatch(/127\.0\.0\.1|sk_test/);
  });
});

describe('a refund that the bank does not take', () => {
  it('is owed again, put before a person, and made anew when they say so', async () => {
    const both = await startStripeWorld({ delays: { refund: null } });
    const { world, stripe } = both;
    const { buyer, orderId, paymentId } = await anOrder(world);
    await world.confirm(buyer, paymentId, 'pm_card_refundFail');
    await world.refund(buyer, { orderId });
    await world.subgraph.runJob('make-refunds');
    const [refund] = [...stripe.account.refunds.values()];
    stripe.refundFails(refund!.id);
    await stripe.webhooks.deliver({ twice: true, shuffled: true });
    const { healthy, breaks, balances } = await world.health();
    expect([healthy, breaks.map(({ kind }) => kind)]).toEqual([false, ['REFUND_FAILED']]);
    expect(balances).toContainEqual({ account: 'REFUNDS_PAYABLE', currency: 'CAD', balanceMinor: -2500 });
    expect(await clearing(world)).toBe(held(both));
    const [{ id }] = (await world.sql<{ id: string }>('SELECT id FROM refunds')) as [{ id: string }];
    await world.run(admin, RetryRefundDocument, { input: { refundId: id } });
    await world.subgraph.runJob('make-refunds');
    expect(stripe.account.refunds.size).toBe(2);
    expect(await clearing(world)).toBe(held(both));
    expect(await world.health()).toMatchObject({ healthy: true });
  });
});

it('a refund that comes back is found without a notice, too, for 30 days', async () => {
  const { world, stripe } = await startStripeWorld({ delays: { refund: null } });
  const { buyer, orderId, paymentId } = await anOrder(world);
  await world.confirm(buyer, paymentId, 'pm_card_refundFail');
  await world.refund(buyer, { orderId });
  await world.subgraph.runJob('make-refunds');
  const asked = () => stripe.requests.filter(({ method, path }) => method === 'GET' && /refunds\/re_/.test(path)).length;
  const after = async (hours: number) => {
    world.clock.advance(hours * HOUR);
    await world.subgraph.runJob('watch-refunds');
    return asked();
  };
  expect([await after(0.02), await after(0.001), await after(24)]).toEqual([1, 1, 2]);
  stripe.refundFails([...stripe.account.refunds.keys()][0]!);
  await stripe.webhooks.deliver({ lost: true });
  await after(24);
  expect((await world.health()).breaks.map(({ kind }) => kind)).toEqual(['REFUND_FAILED']);
  const before = asked();
  expect(await after(31 * 24)).toBe(before);
});

describe('what is sent to /webhooks/stripe', () => {
  it('is refused without the signature of one of the secrets, or when it is old', async () => {
    const { world, stripe } = await startStripeWorld();
    const { buyer, orderId, ref } = await anOrder(world);
    stripe.buyerPays(ref, 'pm_card_visa');
    for (const manner of [{ secret: 'whsec_forged' }, { signedAgo: 400 }]) {
      const tried = await stripe.webhooks.deliver(manner);
      expect(new Set(tried.map(({ last }) => last))).toEqual(new Set([400]));
      // As new: the next manner sends them again.
      for (const delivery of tried) Object.assign(delivery, { attempts: 0, last: undefined });
    }
    expect(await statusOf(world, buyer, orderId)).toBe('AWAITING_PAYMENT');
    await stripe.webhooks.deliver();
    expect(await statusOf(world, buyer, orderId)).toBe('PAID');
  });

  it('about money for which there is no payment is listed for a person', async () => {
    const { world, stripe } = await startStripeWorld();
    const { id } = stripe.account.intents.get((await anOrder(world)).ref)!;
    await world.sql(`UPDATE payments SET processor_ref = 'another'`);
    stripe.buyerPays(id, 'pm_card_visa');
    await stripe.webhooks.deliver();
    expect((await world.health()).breaks).toEqual([expect.objectContaining({ kind: 'UNKNOWN_MONEY', subjectId: id })]);
  });

  it('brings the intent whose answer was lost', async () => {
    const { world, stripe } = await startStripeWorld();
    const { buyer, orderId, ref } = await anOrder(world);
    await world.sql('UPDATE payments SET processor_ref = NULL, client_secret = NULL');
    stripe.buyerPays(ref, 'pm_card_visa');
    await stripe.webhooks.deliver();
    expect(await statusOf(world, buyer, orderId)).toBe('PAID');
  });

  it('is forgotten after 90 days, but for what a person has to look at', async () => {
    const { world, stripe } = await startStripeWorld();
    stripe.buyerPays((await anOrder(world)).ref, 'pm_card_visa');
    await stripe.webhooks.deliver();
    await world.sql(
      `INSERT INTO processor_notices (processor, id, ref, matched, received_at) VALUES ('stripe', 'evt_1', 'pi_1', false, $1)`,
      [world.clock.now()],
    );
    world.clock.advance(89 * 24 * HOUR);
    await world.subgraph.runJob('forget-old-notices');
    expect((await world.sql('SELECT 1 FROM processor_notices')).length).toBeGreaterThan(1);
    world.clock.advance(2 * 24 * HOUR);
    await world.subgraph.runJob('forget-old-notices');
    expect(await world.sql('SELECT id FROM processor_notices')).toEqual([{ id: 'evt_1' }]);
  });

  it('is nothing where Stripe is not the processor', async () => {
    const world = await startWorld();
    const answer = await world.subgraph.publicHandlers!['/webhooks/stripe']!({
      ...{ method: 'POST', path: '/webhooks/stripe', query: '', headers: {}, body: Buffer.from('{}') },
      caller: { viewer: null, correlationId: 'webhook' },
    });
    expect(answer.status).toBe(404);
  });
});

it('half of the keys are refused at the start, by name', async () => {
  await expect(startWorld({ settings: { STRIPE_SECRET_KEY: 'sk_test_1' } })).rejects.toThrow(
    /STRIPE_PUBLISHABLE_KEY: must be set[^]*STRIPE_WEBHOOK_SECRET: must be set/,
  );
});
