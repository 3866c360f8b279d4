import { createHash } from 'node:crypto';
import { aViewer, type Data } from '@marquee/platform/testing';
import type { OrderPaid } from '@marquee/schema/topics';
import { CancelOrderDocument, CompletePaymentActionDocument, OrderDocument } from './generated/documents';
import { outcome, startWorld, type World } from './world';

describe('buying a ticket', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });

  const facts = async (topic: string, orderId: string) =>
    (
      await world.sql<{ payload: Data }>('SELECT payload FROM outbox WHERE topic = $1 AND key = $2 ORDER BY sequence', [topic, orderId])
    ).map(({ payload }) => payload);
  const charges = (paymentId: string) =>
    world.sql('SELECT c.* FROM sandbox_charges c JOIN payments p ON p.processor_ref = c.intent_id WHERE p.id = $1 AND c.amount_minor > 0', [
      paymentId,
    ]);

  it('keeps the places for 15 minutes and asks for what they cost together (P3, P5, P14)', async () => {
    const tier = await world.aTier({ quantity: 10 });
    const { __typename, order, payment } = await world.checkout(aViewer(), [{ tierId: tier.id, quantity: 3 }]);
    expect(__typename).toBe('CheckoutSuccess');
    expect(order).toMatchObject({ status: 'AWAITING_PAYMENT', total: { amountMinor: 7500, currency: 'CAD' }, tickets: [], paidAt: null });
    expect(new Date(order.expiresAt!).getTime() - world.clock.now().getTime()).toBe(15 * 60_000);
    expect(order.items).toEqual([{ name: 'Evening', quantity: 3, unitPrice: { amountMinor: 2500 } }]);
    expect(payment).toMatchObject({
      status: 'REQUIRES_METHOD',
      amount: { amountMinor: 7500 },
      clientSecret: expect.stringMatching(/^pi_.+_secret_/),
    });
    expect(await world.remaining(tier.id)).toBe(7);
  });

  it('gives the buyer tickets with codes once it is paid, and tells the others their hashes (P5)', async () => {
    const tier = await world.aTier();
    const buyer = aViewer();
    const { payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 2 }]);
    const { __typename, order } = await world.confirm(buyer, payment!.id);
    expect(__typename).toBe('ConfirmPaymentSuccess');
    expect(order).toMatchObject({ status: 'PAID', expiresAt: null, payment: { status: 'SUCCEEDED' } });
    expect(order.tickets).toHaveLength(2);
    expect(order.tickets[0]).toMatchObject({ status: 'VALID', code: expect.stringMatching(/^[0-9A-Z]{20}$/), tier: { name: 'Evening' } });

    const [paid] = (await facts('order.paid', order.id)) as unknown as OrderPaid[];
    expect(paid).toMatchObject({
      orderId: order.id,
      userId: buyer.id,
      eventId: tier.event.eventId,
      version: order.version,
      total: { amountMinor: 5000, currency: 'CAD' },
    });
    expect(paid!.tickets.map(({ codeHash }) => codeHash).sort()).toEqual(
      order.tickets.map((ticket: Data) => createHash('sha256').update(ticket.code).digest('hex')).sort(),
    );
    expect(JSON.stringify(paid)).not.toContain(order.tickets[0]!.code);
    expect(await world.remaining(tier.id)).toBe(8);
  });

  it('is refused with what is left when there are too few places', async () => {
    const tier = await world.aTier({ quantity: 3 });
    await world.buy(aViewer(), tier.id, 1);
    const refused = await world.checkout(aViewer(), [{ tierId: tier.id, quantity: 3 }]);
    expect(refused).toMatchObject({
      __typename: 'SoldOut',
      code: 'NOT_ALLOWED_NOW',
      nextStep: 'CHOOSE_OTHER',
      tierId: tier.id,
      remaining: 2,
    });
    expect(refused.retryable).toBe(true);
  });

  it('takes all items of an order or none', async () => {
    const first = await world.aTier({ quantity: 5 });
    const second = await world.aTier({ event: first.event, name: 'Front row', quantity: 1 });
    const items = [
      { tierId: first.id, quantity: 2 },
      { tierId: second.id, quantity: 2 },
    ];
    expect(await world.checkout(aViewer(), items)).toMatchObject({ __typename: 'SoldOut', tierId: second.id, remaining: 1 });
    expect(await world.remaining(first.id)).toBe(5);
    const { order } = await world.checkout(aViewer(), [items[0]!, { tierId: second.id, quantity: 1 }]);
    expect(order).toMatchObject({ total: { amountMinor: 7500 }, items: [{ name: 'Evening' }, { name: 'Front row' }] });
  });

  it('pays an order that costs nothing at once, without a payment', async () => {
    const tier = await world.aTier({ price: 0 });
    const { order, payment } = await world.checkout(aViewer(), [{ tierId: tier.id, quantity: 2 }]);
    expect(payment).toBeNull();
    expect(order).toMatchObject({
      status: 'PAID',
      total: { amountMinor: 0 },
      payment: null,
      tickets: [{ status: 'VALID' }, { status: 'VALID' }],
    });
    expect(await facts('order.paid', order.id)).toHaveLength(1);
  });

  it.each([
    ['quantity', [{ quantity: 0 }], 'items.0.quantity'],
    ['quantity', [{ quantity: -1 }], 'items.0.quantity'],
    ['quantity', [{ quantity: 11 }], 'items.0.quantity'],
    ['nothing', [], 'items'],
    ['a tier twice', [{ quantity: 1 }, { quantity: 1 }], 'items'],
    ['no id', [{ tierId: "'; DROP TABLE orders", quantity: 1 }], 'items.0.tierId'],
  ])('names the field that is wrong: %s', async (_what, items, field) => {
    const tier = await world.aTier();
    const refused = await world.checkout(aViewer(), items.map((item) => ({ tierId: tier.id, ...item })) as never);
    expect(refused).toMatchObject({ __typename: 'InvalidInput', code: 'BAD_USER_INPUT', field });
  });

  it('refuses more than ten places, and tickets of two events, in one order', async () => {
    const [one, other] = [await world.aTier({ quantity: 20 }), await world.aTier({ quantity: 20 })];
    const second = await world.aTier({ event: one.event, name: 'Balcony', quantity: 20 });
    const eleven = [
      { tierId: one.id, quantity: 6 },
      { tierId: second.id, quantity: 5 },
    ];
    expect(await world.checkout(aViewer(), eleven)).toMatchObject({ __typename: 'InvalidInput', field: 'items' });
    const mixed = [one, other].map(({ id }) => ({ tierId: id, quantity: 1 }));
    expect(await world.checkout(aViewer(), mixed)).toMatchObject({ __typename: 'InvalidInput', field: 'items' });
  });

  it('returns the same order to the same key, and refuses the key with other items', async () => {
    const tier = await world.aTier();
    const buyer = aViewer();
    const first = await world.checkout(buyer, [{ tierId: tier.id, quantity: 2 }], 'key');
    const again = await world.checkout(buyer, [{ tierId: tier.id, quantity: 2 }], 'key');
    expect(again.order.id).toBe(first.order.id);
    expect(again.payment!.id).toBe(first.payment!.id);
    expect(await world.checkout(buyer, [{ tierId: tier.id, quantity: 3 }], 'key')).toMatchObject({
      __typename: 'KeyReused',
      code: 'KEY_REUSED',
    });
    expect((await world.checkout(aViewer(), [{ tierId: tier.id, quantity: 2 }], 'key')).order.id).not.toBe(first.order.id);
    expect(await world.remaining(tier.id)).toBe(6);
  });

  it('lets twenty requests with one key make one order', async () => {
    const tier = await world.aTier({ quantity: 30 });
    const buyer = aViewer();
    const answers = await Promise.all(Array.from({ length: 20 }, () => world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }], 'once')));
    expect(new Set(answers.map(({ order }) => order?.id)).size).toBe(1);
    expect(await world.remaining(tier.id)).toBe(29);
  });

  it('sells no ticket of an event that is not on sale', async () => {
    const closed = async (change: object, reason: string) => {
      const tier = await world.aTier();
      await world.tell('event.changed', tier.event.eventId, { ...tier.event, version: 2, ...change });
      expect(await world.checkout(aViewer({ role: 'admin' }), [{ tierId: tier.id, quantity: 1 }])).toMatchObject({
        __typename: 'SalesClosed',
        reason,
      });
    };
    await closed({ status: 'DRAFT' }, 'NOT_PUBLISHED');
    await closed({ status: 'CANCELLED' }, 'CANCELLED');
    await closed({ status: 'COMPLETED' }, 'ENDED');
    await closed({ endsAt: world.clock.now().toISOString() }, 'ENDED');
  });

  it('declines, charges nothing, and lets the buyer try another card', async () => {
    const tier = await world.aTier();
    const buyer = aViewer();
    const { order, payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]);
    expect(await world.confirm(buyer, payment!.id, 'pm_card_declined')).toMatchObject({
      __typename: 'PaymentDeclined',
      declineCode: 'card_declined',
      retryable: false,
      nextStep: 'CHOOSE_OTHER',
    });
    expect(await world.confirm(buyer, payment!.id, 'pm_card_insufficient_funds')).toMatchObject({ declineCode: 'insufficient_funds' });
    expect(await world.confirm(buyer, payment!.id, 'pm_nothing')).toMatchObject({ __typename: 'InvalidInput', field: 'paymentMethod' });
    expect(await charges(payment!.id)).toHaveLength(0);
    expect((await world.confirm(buyer, payment!.id)).order).toMatchObject({ id: order.id, status: 'PAID' });
    expect(await charges(payment!.id)).toHaveLength(1);
  });

  it('remembers the result of a key, a refused card too', async () => {
    const tier = await world.aTier();
    const buyer = aViewer();
    const { payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]);
    const first = await world.confirm(buyer, payment!.id, 'pm_card_declined', 'try-1');
    expect(await world.confirm(buyer, payment!.id, 'pm_card_declined', 'try-1')).toEqual(first);
    expect(await world.confirm(buyer, payment!.id, 'pm_card_visa', 'try-1')).toMatchObject({ __typename: 'KeyReused' });
    expect(await world.sql('SELECT 1 FROM payment_attempts WHERE payment_id = $1', [payment!.id])).toHaveLength(1);
  });

  it('asks for a step at the bank, and goes on when it is done', async () => {
    const tier = await world.aTier();
    const buyer = aViewer();
    const { payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]);
    const complete = async (proof: string) =>
      outcome((await world.run(buyer, CompletePaymentActionDocument, { input: { paymentId: payment!.id, proof } })).completePaymentAction);
    expect(await world.confirm(buyer, payment!.id, 'pm_card_3ds')).toMatchObject({
      __typename: 'PaymentActionRequired',
      retryable: true,
      nextStep: 'COMPLETE_ACTION',
    });
    expect(await complete('nonsense')).toMatchObject({ __typename: 'PaymentDeclined', declineCode: 'authentication_failed' });
    expect(await complete('approve')).toMatchObject({ __typename: 'OrderClosed', status: 'AWAITING_PAYMENT' });
    await world.confirm(buyer, payment!.id, 'pm_card_3ds');
    expect((await complete('approve')).order.status).toBe('PAID');
    expect(await charges(payment!.id)).toHaveLength(1);
  });

  it('lets another card take the place of a step at the bank that was never taken', async () => {
    const tier = await world.aTier();
    const buyer = aViewer();
    const { payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]);
    await world.confirm(buyer, payment!.id, 'pm_card_3ds');
    expect((await world.confirm(buyer, payment!.id, 'pm_card_visa')).order.status).toBe('PAID');
  });

  it('waits for a payment that takes its time, and refuses a second method meanwhile (P5)', async () => {
    const tier = await world.aTier();
    const buyer = aViewer();
    const { payment, order } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]);
    expect((await world.confirm(buyer, payment!.id, 'pm_card_delayed')).order).toMatchObject({
      status: 'AWAITING_PAYMENT',
      payment: { status: 'PROCESSING' },
    });
    expect(await world.confirm(buyer, payment!.id, 'pm_card_visa')).toMatchObject({
      __typename: 'Conflict',
      code: 'CONFLICT',
      retryable: true,
    });
    await world.subgraph.runJob('carry-on-payments');
    expect(await charges(payment!.id)).toHaveLength(0);
    world.clock.advance(6_000);
    await world.subgraph.runJob('carry-on-payments');
    const paid = await world.run(buyer, OrderDocument, { id: order.id });
    expect(paid.order).toMatchObject({ status: 'PAID', tickets: [{}] });
  });

  it('is for the buyer alone to pay and to give up', async () => {
    const tier = await world.aTier();
    const { payment, order } = await world.checkout(aViewer(), [{ tierId: tier.id, quantity: 1 }]);
    for (const stranger of [aViewer(), tier.organiser]) {
      expect(await world.confirm(stranger, payment!.id)).toMatchObject({ __typename: 'NotFound', code: 'NOT_FOUND' });
      expect((await world.run(stranger, CancelOrderDocument, { input: { orderId: order.id } })).cancelOrder).toMatchObject({
        __typename: 'NotFound',
      });
    }
  });

  it('frees the places when the buyer gives the order up', async () => {
    const tier = await world.aTier({ quantity: 2 });
    const buyer = aViewer();
    const { payment, order } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 2 }]);
    const cancel = async () => outcome((await world.run(buyer, CancelOrderDocument, { input: { orderId: order.id } })).cancelOrder);
    expect((await cancel()).order).toMatchObject({ status: 'CANCELLED', expiresAt: null });
    expect(await cancel()).toMatchObject({ __typename: 'OrderClosed', status: 'CANCELLED' });
    expect(await world.confirm(buyer, payment!.id)).toMatchObject({ __typename: 'OrderClosed', status: 'CANCELLED' });
    expect(await world.remaining(tier.id)).toBe(2);
  });

  it('keeps the books in order all the while', async () => {
    expect(await world.health()).toMatchObject({ healthy: true, breaks: [] });
  });
});
