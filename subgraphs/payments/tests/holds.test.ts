import { aViewer, watched, withoutLocks, type Data } from '@marquee/platform/testing';
import type { Database } from '../src/db';
import { OrderDocument } from './generated/documents';
import { startWorld, type World } from './world';

const MINUTE = 60_000;

/** An order whose payment is under way at the processor, and will be there seconds after it was confirmed. */
async function anOrderBeingPaid(world: World, tierId: string, quantity = 1) {
  const buyer = aViewer();
  const { order, payment } = await world.checkout(buyer, [{ tierId, quantity }]);
  await world.confirm(buyer, payment!.id, 'pm_card_delayed');
  return { buyer, id: order.id, paymentId: payment!.id };
}

const moneyBack = async (world: World, paymentId: string) =>
  Number(
    (
      await world.sql(
        'SELECT COALESCE(SUM(-c.amount_minor), 0) AS sum FROM sandbox_charges c JOIN payments p ON p.processor_ref = c.intent_id WHERE p.id = $1 AND c.amount_minor < 0',
        [paymentId],
      )
    )[0]!.sum,
  );

describe('a hold that ends', () => {
  it('frees the places at once for those who ask, before the job has tidied up', async () => {
    const world = await startWorld();
    const tier = await world.aTier({ quantity: 2 });
    const late = aViewer();
    const { order } = await world.checkout(late, [{ tierId: tier.id, quantity: 2 }]);
    expect(await world.remaining(tier.id)).toBe(0);
    world.clock.advance(15 * MINUTE);
    expect(await world.remaining(tier.id)).toBe(2);
    expect(await world.checkout(aViewer(), [{ tierId: tier.id, quantity: 1 }])).toMatchObject({ __typename: 'CheckoutSuccess' });
    expect((await world.run(late, OrderDocument, { id: order.id })).order).toMatchObject({ status: 'EXPIRED', expiresAt: null });
    expect(await world.remaining(tier.id)).toBe(1);
  });

  it('is ended by the job, once, and not a moment too early', async () => {
    const world = await startWorld();
    const tier = await world.aTier({ quantity: 3 });
    const { order } = await world.checkout(aViewer(), [{ tierId: tier.id, quantity: 2 }]);
    world.clock.advance(15 * MINUTE - 1);
    await world.subgraph.runJob('expire-holds');
    expect(await world.sql('SELECT status FROM orders WHERE id = $1', [order.id])).toEqual([{ status: 'AWAITING_PAYMENT' }]);
    world.clock.advance(1);
    await Promise.all([1, 2, 3].map(() => world.subgraph.runJob('expire-holds')));
    await world.subgraph.runJob('expire-holds');
    expect(await world.sql('SELECT status, version FROM orders WHERE id = $1', [order.id])).toEqual([{ status: 'EXPIRED', version: 3 }]);
    expect(await world.sql('SELECT held FROM ticket_tiers WHERE id = $1', [tier.id])).toEqual([{ held: 0 }]);
  });

  it('can still be paid while the places are free, and is refused before any charge when they are gone', async () => {
    const world = await startWorld();
    const tier = await world.aTier({ quantity: 1 });
    const [slow, gone] = [aViewer(), aViewer()];
    const first = await world.checkout(slow, [{ tierId: tier.id, quantity: 1 }]);
    world.clock.advance(15 * MINUTE);
    await world.subgraph.runJob('expire-holds');
    const second = await world.checkout(gone, [{ tierId: tier.id, quantity: 1 }]);
    world.clock.advance(15 * MINUTE);
    await world.subgraph.runJob('expire-holds');

    expect((await world.confirm(slow, first.payment!.id)).order).toMatchObject({ status: 'PAID', tickets: [{ status: 'VALID' }] });
    expect(await world.confirm(gone, second.payment!.id)).toMatchObject({ __typename: 'SoldOut', remaining: 0 });
    expect(await world.sql('SELECT 1 FROM sandbox_charges')).toHaveLength(1);
    expect(await world.health()).toMatchObject({ healthy: true });
  });
});

describe('money that arrives after the hold ended', () => {
  it('takes the places again when they are free', async () => {
    const world = await startWorld();
    const tier = await world.aTier({ quantity: 2 });
    const order = await anOrderBeingPaid(world, tier.id, 2);
    world.clock.advance(20 * MINUTE);
    await world.subgraph.runJob('expire-holds');
    await world.subgraph.runJob('carry-on-payments');
    expect((await world.run(order.buyer, OrderDocument, { id: order.id })).order).toMatchObject({
      status: 'PAID',
      tickets: [{}, {}],
      refundedTotal: { amountMinor: 0 },
    });
    expect(await world.remaining(tier.id)).toBe(0);
  });

  it('goes back whole when they are taken, and nobody shares in it', async () => {
    const world = await startWorld();
    const tier = await world.aTier({ quantity: 2 });
    const order = await anOrderBeingPaid(world, tier.id, 2);
    world.clock.advance(20 * MINUTE);
    // Under the lapsed hold somebody else buys one: one free place is not two.
    await world.buy(aViewer(), tier.id, 1);
    await world.subgraph.runJob('carry-on-payments');
    await world.subgraph.runJob('make-refunds');
    expect((await world.run(order.buyer, OrderDocument, { id: order.id })).order).toMatchObject({
      status: 'REFUNDED',
      tickets: [],
      refundedTotal: { amountMinor: 5000 },
      payment: { status: 'SUCCEEDED', refunded: { amountMinor: 5000 } },
    });
    expect(await moneyBack(world, order.paymentId)).toBe(5000);
    expect(await world.sql('SELECT 1 FROM revenue_shares WHERE order_id = $1', [order.id])).toHaveLength(0);
    expect(await world.remaining(tier.id)).toBe(1);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('goes back whole when the buyer gave the order up, or the event was called off, meanwhile', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    const given = await anOrderBeingPaid(world, tier.id);
    const calledOff = await anOrderBeingPaid(world, tier.id);
    await world.run(given.buyer, 'mutation($id: ID!) { cancelOrder(input: { orderId: $id }) { __typename } }', { id: given.id });
    await world.tell('event.changed', tier.event.eventId, { ...tier.event, version: 2, status: 'CANCELLED' });
    world.clock.advance(6_000);
    await world.subgraph.runJob('carry-on-payments');
    await world.subgraph.runJob('make-refunds');
    for (const { id, paymentId } of [given, calledOff]) {
      expect(await world.sql('SELECT status FROM orders WHERE id = $1', [id])).toEqual([{ status: 'REFUNDED' }]);
      expect(await moneyBack(world, paymentId)).toBe(2500);
    }
    expect(await world.health()).toMatchObject({ healthy: true });
  });
});

describe('expiry against payment', () => {
  it('leaves each order either with its tickets or with its money, never both, never neither', async () => {
    const world = await startWorld();
    const ORDERS = 24;
    const tier = await world.aTier({ quantity: ORDERS });
    const orders = [];
    for (let n = 0; n < ORDERS; n++) orders.push(await anOrderBeingPaid(world, tier.id));
    // All holds end and all payments arrive at the same moment, while others want the places that become free.
    world.clock.advance(20 * MINUTE);
    const newcomers = Array.from({ length: 12 }, () => world.checkout(aViewer(), [{ tierId: tier.id, quantity: 1 }]));
    const jobs = Array.from({ length: 6 }, () => [world.subgraph.runJob('expire-holds'), world.subgraph.runJob('carry-on-payments')]);
    await Promise.all([...newcomers, ...jobs.flat()]);
    await world.subgraph.runJob('carry-on-payments');
    await world.subgraph.runJob('make-refunds');

    const rows = await world.sql<Data>(
      `SELECT o.status, (SELECT COUNT(*)::int FROM tickets t WHERE t.order_id = o.id AND t.status = 'VALID') AS tickets,
              (SELECT SUM(c.amount_minor)::int FROM sandbox_charges c WHERE c.intent_id = p.processor_ref) AS kept
       FROM orders o JOIN payments p ON p.order_id = o.id WHERE o.id = ANY($1)`,
      [orders.map(({ id }) => id)],
    );
    expect(rows).toHaveLength(ORDERS);
    for (const { status, tickets, kept } of rows) {
      expect([
        ['PAID', 1, 2500],
        ['REFUNDED', 0, 0],
      ]).toContainEqual([status, tickets, kept]);
    }
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  describe('when the hold ends between reading the order and selling its places', () => {
    /** Runs the expiry in the middle of the payment's transaction, where the order was read. */
    async function tell(without: (db: Database) => Database = (db) => db): Promise<Data> {
      let armed = false;
      const interrupt = async (statement: string) => {
        if (!armed || !/FROM "order_items" WHERE order_id/.test(statement)) return;
        armed = false;
        await world.subgraph.runJob('expire-holds');
      };
      const world: World = await startWorld({ db: (db) => without(watched(db, { after: interrupt })) });
      const tier = await world.aTier({ quantity: 5 });
      const order = await anOrderBeingPaid(world, tier.id);
      world.clock.advance(14 * MINUTE);
      await world.checkout(aViewer(), [{ tierId: tier.id, quantity: 2 }]);
      world.clock.advance(2 * MINUTE);
      armed = true;
      await world.subgraph.runJob('carry-on-payments');
      const [{ status }] = (await world.sql('SELECT status FROM orders WHERE id = $1', [order.id])) as [Data];
      const [{ sold, held }] = (await world.sql('SELECT sold, held FROM ticket_tiers WHERE id = $1', [tier.id])) as [Data];
      return { status, sold, held, healthy: (await world.health()).healthy };
    }

    it('the expiry leaves the order alone, because it is locked', async () => {
      expect(await tell()).toEqual({ status: 'PAID', sold: 1, held: 2, healthy: true });
    });

    it('control: without the lock the place is given up and sold as well, at the cost of somebody else', async () => {
      expect(await tell(withoutLocks)).toEqual({ status: 'PAID', sold: 1, held: 1, healthy: false });
    });
  });
});
