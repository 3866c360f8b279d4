import type { Viewer } from '@marquee/platform';
import { aViewer, meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { SandboxProcessor } from '../src/ports/sandbox/sandbox-processor';
import { CancelOrderDocument, OrderPaymentsDocument, SplitPaymentDocument } from './generated/documents';
import { altered } from './processors';
import { startStripeWorld } from './stripe-world';
import { outcome, startWorld, type World } from './world';

const split = async (world: World, by: Viewer, paymentId: string, amountsMinor: number[], idempotencyKey?: string) =>
  outcome((await world.run(by, SplitPaymentDocument, { input: { paymentId, amountsMinor, idempotencyKey } })).splitPayment);
const orderOf = async (world: World, by: Viewer, id: string) => (await world.run(by, OrderPaymentsDocument, { id })).order!;
const balanceOf = async (world: World, account: string) =>
  (await world.health()).balances.find((balance) => balance.account === account)?.balanceMinor ?? 0;
const heldBySandbox = async (world: World) =>
  Number((await world.sql<{ held: string }>('SELECT COALESCE(SUM(amount_minor - fee_minor), 0) AS held FROM sandbox_charges'))[0]!.held);

/** An order of two tickets of 25.00, to be paid by 30.00 and 20.00. */
async function aDividedOrder(world: World) {
  const tier = await world.aTier();
  const buyer = aViewer();
  const { order, payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 2 }]);
  const divided = await split(world, buyer, payment!.id, [3000, 2000]);
  const [first, second] = divided.order!.payments.map(({ id }) => id) as [string, string];
  return { tier, buyer, orderId: order.id, whole: payment!.id, divided, first, second };
}

describe('an order that is paid by several payments', () => {
  it('is PAID with the last of them, and shared out once, by all of their fees', async () => {
    const world = await startWorld();
    const { tier, buyer, orderId, whole, divided, first, second } = await aDividedOrder(world);
    expect(divided).toMatchObject({
      __typename: 'SplitPaymentSuccess',
      order: {
        payment: { id: first },
        payments: [
          { status: 'REQUIRES_METHOD', isDivided: false, amount: { amountMinor: 3000 } },
          { status: 'REQUIRES_METHOD', isDivided: false, amount: { amountMinor: 2000 } },
        ],
      },
    });
    expect((await world.confirm(buyer, first)).order).toMatchObject({ status: 'AWAITING_PAYMENT', tickets: [] });
    expect(await orderOf(world, buyer, orderId)).toMatchObject({ payment: { id: second }, payments: [{ status: 'SUCCEEDED' }, {}] });
    expect(await balanceOf(world, 'PART_PAYMENTS')).toBe(-3000);
    expect(await world.remaining(tier.id)).toBe(8);
    // Again, and the one that was divided: nothing more is charged.
    expect((await world.confirm(buyer, first)).order).toMatchObject({ status: 'AWAITING_PAYMENT' });
    expect(await world.confirm(buyer, whole)).toMatchObject({ __typename: 'Conflict' });
    const paid = await world.confirm(buyer, second);
    expect(paid.order).toMatchObject({ status: 'PAID' });
    expect(paid.order!.tickets).toHaveLength(2);
    expect(await balanceOf(world, 'PART_PAYMENTS')).toBe(0);
    expect(await balanceOf(world, 'PROCESSING_FEES')).toBe(0);
    expect(await balanceOf(world, 'PROCESSOR_CLEARING')).toBe(await heldBySandbox(world));
    expect(await world.sql('SELECT total_minor::int AS total, processing_minor::int AS fees FROM revenue_shares')).toEqual([
      { total: 5000, fees: 117 + 88 },
    ]);
    expect(await world.sql(`SELECT 1 FROM outbox WHERE topic = 'order.paid'`)).toHaveLength(1);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('goes back over all of them, to the cent', async () => {
    const world = await startWorld();
    const { buyer, orderId, first, second } = await aDividedOrder(world);
    await world.confirm(buyer, second);
    const { order } = await world.confirm(buyer, first);
    await world.refund(buyer, { orderId, ticketIds: [order!.tickets[0]!.id] });
    await world.subgraph.runJob('make-refunds');
    const half = await orderOf(world, buyer, orderId);
    expect(half).toMatchObject({ status: 'PARTIALLY_REFUNDED', refundedTotal: { amountMinor: 2500 } });
    expect(half.payments.map(({ refunded }) => refunded.amountMinor)).toEqual([1500, 1000]);
    expect(half.refunds).toMatchObject([{ status: 'MADE' }, { status: 'MADE' }]);
    await world.refund(buyer, { orderId });
    await world.subgraph.runJob('make-refunds');
    const whole = await orderOf(world, buyer, orderId);
    expect(whole).toMatchObject({ status: 'REFUNDED', refundedTotal: { amountMinor: 5000 } });
    expect(whole.payments.map(({ refunded }) => refunded.amountMinor)).toEqual([3000, 2000]);
    expect(await balanceOf(world, 'CREATOR_PAYABLE')).toBe(0);
    expect(await balanceOf(world, 'REFUNDS_PAYABLE')).toBe(0);
    expect(await balanceOf(world, 'PROCESSOR_CLEARING')).toBe(await heldBySandbox(world));
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('gives back what came when the others do not come before the hold ends, and what comes later too', async () => {
    const world = await startWorld();
    const { tier, buyer, orderId, first, second } = await aDividedOrder(world);
    await world.confirm(buyer, first);
    await world.confirm(buyer, second, 'pm_card_3ds');
    world.clock.advance(16 * 60_000);
    await world.subgraph.runJob('expire-holds');
    await world.subgraph.runJob('return-waiting-payments');
    await world.subgraph.runJob('make-refunds');
    expect(await world.remaining(tier.id)).toBe(10);
    expect(await orderOf(world, buyer, orderId)).toMatchObject({
      status: 'REFUNDED',
      refundedTotal: { amountMinor: 3000 },
      refunds: [{ status: 'MADE', amount: { amountMinor: 3000 } }],
    });
    // The buyer takes the step at the bank all the same.
    await world.sql(`UPDATE sandbox_intents SET status = 'PROCESSING', settles_at = $1 WHERE status = 'REQUIRES_ACTION'`, [
      world.clock.now(),
    ]);
    world.clock.advance(60_000);
    await world.subgraph.runJob('carry-on-payments');
    await world.subgraph.runJob('make-refunds');
    expect(await orderOf(world, buyer, orderId)).toMatchObject({ status: 'REFUNDED', refundedTotal: { amountMinor: 5000 }, tickets: [] });
    expect(await balanceOf(world, 'PART_PAYMENTS')).toBe(0);
    expect(await balanceOf(world, 'PROCESSOR_CLEARING')).toBe(await heldBySandbox(world));
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('gives back what came when its buyer gives it up, or the event is called off', async () => {
    const world = await startWorld();
    const given = await aDividedOrder(world);
    await world.confirm(given.buyer, given.first);
    await world.run(given.buyer, CancelOrderDocument, { input: { orderId: given.orderId } });
    const off = await aDividedOrder(world);
    await world.confirm(off.buyer, off.first);
    await world.anEvent({ ...off.tier.event, version: 2, change: 'CANCELLED', status: 'CANCELLED' });
    await world.subgraph.runJob('refund-cancelled-events');
    await world.subgraph.runJob('return-waiting-payments');
    await world.subgraph.runJob('make-refunds');
    for (const { buyer, orderId } of [given, off])
      expect(await orderOf(world, buyer, orderId)).toMatchObject({ status: 'REFUNDED', refunds: [{ status: 'MADE' }] });
    expect(await heldBySandbox(world)).toBe(await balanceOf(world, 'PROCESSOR_CLEARING'));
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('buys nothing where a bank has called one of them back meanwhile: the others go back', async () => {
    const world = await startWorld();
    const { tier, buyer, orderId, first, second } = await aDividedOrder(world);
    await world.confirm(buyer, first, 'pm_card_dispute');
    await world.subgraph.runJob('watch-disputes');
    await world.confirm(buyer, second);
    await world.subgraph.runJob('make-refunds');
    expect(await orderOf(world, buyer, orderId)).toMatchObject({
      tickets: [],
      refunds: [{ status: 'MADE', amount: { amountMinor: 2000 } }],
    });
    expect(await world.remaining(tier.id)).toBe(10);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('has the places again while they are free when the last payment comes after the hold', async () => {
    const world = await startWorld();
    const { buyer, first, second } = await aDividedOrder(world);
    await world.confirm(buyer, first);
    world.clock.advance(16 * 60_000);
    await world.subgraph.runJob('expire-holds');
    expect((await world.confirm(buyer, second)).order).toMatchObject({ status: 'PAID' });
    await world.subgraph.runJob('return-waiting-payments');
    expect(await balanceOf(world, 'PART_PAYMENTS')).toBe(0);
    expect(await world.health()).toMatchObject({ healthy: true });
  });
});

describe('dividing a payment', () => {
  it('is refused to strangers, in other amounts, while it is being made, twice, and once it has come', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    const buyer = aViewer();
    const { payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 2 }]);
    const { id } = payment!;
    expect(await split(world, aViewer(), id, [3000, 2000])).toMatchObject({ __typename: 'NotFound' });
    for (const amounts of [[3000, 1999], [4951, 49], [5000], [5000, 0]])
      expect(await split(world, buyer, id, amounts)).toMatchObject({ __typename: 'InvalidInput' });
    await world.confirm(buyer, id, 'pm_card_3ds');
    expect(await split(world, buyer, id, [3000, 2000])).toMatchObject({ __typename: 'Conflict' });
    await world.confirm(buyer, id, 'pm_card_declined');
    const key = 'once';
    const divided = await split(world, buyer, id, [3000, 2000], key);
    expect(await split(world, buyer, id, [3000, 2000], key)).toMatchObject({
      order: { id: divided.order!.id, version: divided.order!.version },
    });
    expect(await split(world, buyer, id, [2000, 3000], key)).toMatchObject({ __typename: 'KeyReused' });
    expect(await split(world, buyer, id, [3000, 2000])).toMatchObject({ __typename: 'Conflict' });
    const [first, second] = divided.order!.payments;
    // A part of a part.
    expect((await split(world, buyer, second!.id, [1000, 1000])).order!.payments).toHaveLength(3);
    await world.confirm(buyer, first!.id);
    expect(await split(world, buyer, first!.id, [1500, 1500])).toMatchObject({ __typename: 'Conflict' });
    world.clock.advance(16 * 60_000);
    const [third] = (await orderOf(world, buyer, divided.order!.id)).payments.slice(1);
    expect(await split(world, buyer, third!.id, [500, 500])).toMatchObject({ __typename: 'OrderClosed' });
  });

  it('gives back what came of the payment that was divided, and leaves its parts to be paid', async () => {
    const world = await startWorld({
      processor: ({ db, clock }) => {
        const sandbox = new SandboxProcessor(db.pool, clock);
        return altered(sandbox, {
          // Somebody pays by the client secret at that very moment.
          cancelIntent: async (ref) => (await sandbox.confirm({ ref, method: 'pm_card_visa', key: ref }), sandbox.cancelIntent(ref)),
        });
      },
    });
    const { buyer, orderId, whole, first, second } = await aDividedOrder(world);
    await world.subgraph.runJob('make-refunds');
    expect(await orderOf(world, buyer, orderId)).toMatchObject({
      status: 'AWAITING_PAYMENT',
      refundedTotal: { amountMinor: 0 },
      refunds: [{ status: 'MADE', amount: { amountMinor: 5000 } }],
    });
    await world.confirm(buyer, first);
    expect((await world.confirm(buyer, second)).order).toMatchObject({ status: 'PAID' });
    expect(await world.sql('SELECT refunded_minor::int AS back FROM payments WHERE id = $1', [whole])).toEqual([{ back: 5000 }]);
    expect(await balanceOf(world, 'PROCESSOR_CLEARING')).toBe(await heldBySandbox(world));
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('is refused by the database where the parts do not come to the total', async () => {
    const world = await startWorld();
    const { second } = await aDividedOrder(world);
    await expect(world.sql('UPDATE payments SET amount_minor = amount_minor - 1 WHERE id = $1', [second])).rejects.toThrow(
      /do not come to its total/,
    );
  });
});

describe('two payments of one order that come at the same moment', () => {
  async function both(options: Parameters<typeof startWorld>[0] = {}, begin = () => {}) {
    const world = await startWorld(options);
    // The accounts of the ledger are there: who opens one waits for others who do.
    await world.buy(aViewer(), (await world.aTier()).id);
    const { buyer, orderId, first, second } = await aDividedOrder(world);
    begin();
    await Promise.all([first, second].map((id) => world.confirm(buyer, id)));
    return { world, order: await orderOf(world, buyer, orderId) };
  }

  it('make it PAID, once', async () => {
    const { world, order } = await both();
    expect(order).toMatchObject({ status: 'PAID', payments: [{ status: 'SUCCEEDED' }, { status: 'SUCCEEDED' }] });
    expect(order.tickets).toHaveLength(2);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('control: without locks each waits for the other, for good', async () => {
    const meet = meetingOf(2);
    let begun = false;
    // Each has looked for the others before either is kept.
    const after = (statement: string) => (begun && statement === 'payment.findMany' ? meet() : undefined);
    const { order } = await both({ db: (own) => withoutLocks(watched(own, { after })) }, () => (begun = true));
    expect(order).toMatchObject({ status: 'AWAITING_PAYMENT', tickets: [], payments: [{ status: 'SUCCEEDED' }, { status: 'SUCCEEDED' }] });
  });
});

describe('with Stripe', () => {
  it('the intent of a payment that was divided is cancelled, and each part is an intent of its own', async () => {
    const { world, stripe } = await startStripeWorld();
    const { buyer, first, second } = await aDividedOrder(world);
    await world.confirm(buyer, first, 'pm_card_visa');
    expect((await world.confirm(buyer, second, 'pm_card_mastercard')).order).toMatchObject({ status: 'PAID' });
    expect([...stripe.account.intents.values()].map(({ amount, status }) => [amount, status])).toEqual([
      [5000, 'canceled'],
      [3000, 'succeeded'],
      [2000, 'succeeded'],
    ]);
    expect(await world.health()).toMatchObject({ healthy: true });
  });
});
