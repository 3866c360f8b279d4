import { print } from 'graphql';
import type { Viewer } from '@marquee/platform';
import { aViewer, meetingOf, watched, withoutLocks, type Data } from '@marquee/platform/testing';
import type { Database } from '../src/db';
import { CancelOrderDocument, OrderSplitChangedDocument } from './generated/documents';
import { aSplitOrder, splitOf, splitUp } from './order-splits';
import { aPerson } from './people';
import { startWorld, type World } from './world';

const HOUR = 3_600_000;
const MINUTE = 60_000;

const told = (world: World, orderId: string) =>
  world.sql<{ state: string; to: string; amount: number }>(
    `SELECT payload ->> 'state' AS state, payload ->> 'toUserId' AS to, (payload -> 'amount' ->> 'amountMinor')::int AS amount FROM outbox
     WHERE topic = 'order.split' AND payload ->> 'orderId' = $1 ORDER BY sequence`,
    [orderId],
  );
/** The jobs, as they come round. */
async function settle(world: World) {
  await world.subgraph.runJob('tell-missing-parts');
  await world.subgraph.runJob('expire-holds');
  await world.subgraph.runJob('return-waiting-payments');
  await world.subgraph.runJob('make-refunds');
}

describe('an order that several people pay (P17)', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterEach(async () => {
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('is paid with the last part, each by who was named, and nobody else pays or sees it', async () => {
    const { tier, buyer, ada, bob, orderId, split, ofBuyer, ofAda, ofBob } = await aSplitOrder(world);
    expect(split).toMatchObject({
      order: {
        status: 'AWAITING_PAYMENT',
        split: {
          whenMissing: 'ALL_GOES_BACK',
          paid: { amountMinor: 0 },
          missing: { amountMinor: 5000 },
          parts: [
            { payer: { id: buyer.id }, isPaid: false, amount: { amountMinor: 2000 } },
            { payer: { id: ada.id }, amount: { amountMinor: 1500 } },
            { payer: { id: bob.id }, amount: { amountMinor: 1500 } },
          ],
        },
      },
    });
    expect(await told(world, orderId)).toEqual([
      { state: 'ASKED', to: ada.id, amount: 1500 },
      { state: 'ASKED', to: bob.id, amount: 1500 },
    ]);
    const stranger = aViewer();
    expect(await splitOf(world, stranger, orderId)).toBeNull();
    expect(await world.confirm(stranger, ofAda)).toMatchObject({ __typename: 'NotFound' });
    expect(await world.confirm(bob, ofAda)).toMatchObject({ __typename: 'NotFound' });
    expect((await splitOf(world, tier.organiser, orderId))!.split).toBeNull();
    expect(await world.confirm(ada, ofAda)).toMatchObject({ order: { status: 'AWAITING_PAYMENT' } });
    // Longer than any hold without a split.
    world.clock.advance(HOUR);
    await settle(world);
    const seen = (await splitOf(world, bob, orderId))!;
    expect(seen).toMatchObject({
      payments: [{ id: ofBob }],
      split: { paid: { amountMinor: 1500 }, parts: [{ payment: null }, { isPaid: true, payment: null }, { payment: { id: ofBob } }] },
    });
    const list = '{ splitOrders(first: 5) { totalCount nodes { id } } }';
    const listOf = async (by: Viewer, of = by) => (await world.entity(by, { __typename: 'User', id: of.id }, list)).data!._entities[0];
    expect(await listOf(bob)).toEqual({ splitOrders: { totalCount: 1, nodes: [{ id: orderId }] } });
    expect(await listOf(buyer)).toEqual({ splitOrders: { totalCount: 0, nodes: [] } });
    expect(await listOf(ada, bob)).toEqual({ splitOrders: null });
    await world.confirm(bob, ofBob);
    const paid = await world.confirm(buyer, ofBuyer);
    expect(paid.order).toMatchObject({ status: 'PAID' });
    expect(paid.order!.tickets.map(({ code }) => code?.length)).toEqual([20, 20]);
    expect((await told(world, orderId)).slice(2)).toEqual([
      { state: 'COMPLETE', to: ada.id, amount: 1500 },
      { state: 'COMPLETE', to: bob.id, amount: 1500 },
    ]);
    // Who pays a part gives nothing back; what goes back goes to all of them, and each sees their own.
    expect(await world.refund(ada, { orderId })).toMatchObject({ __typename: 'NotAllowed' });
    await world.refund(buyer, { orderId });
    await settle(world);
    expect((await splitOf(world, ada, orderId))!.refunds).toEqual([{ status: 'MADE', amount: { amountMinor: 1500 } }]);
    expect((await splitOf(world, buyer, orderId))!.refunds).toHaveLength(3);
  });

  it('goes back whole when a part is missing, and its places are free again', async () => {
    const { tier, buyer, ada, bob, orderId, ofBuyer, ofAda, ofBob } = await aSplitOrder(world);
    await world.confirm(ada, ofAda);
    await world.confirm(buyer, ofBuyer);
    world.clock.advance(2 * HOUR);
    expect(await world.confirm(bob, ofBob)).toMatchObject({ __typename: 'OrderClosed', status: 'EXPIRED' });
    await settle(world);
    expect(await splitOf(world, buyer, orderId)).toMatchObject({ status: 'REFUNDED', refundedTotal: { amountMinor: 3500 } });
    expect((await told(world, orderId)).slice(2)).toEqual([{ state: 'RETURNED', to: ada.id, amount: 1500 }]);
    expect(await world.remaining(tier.id)).toBe(2);
    expect(await world.confirm(bob, ofBob)).toMatchObject({ __typename: 'OrderClosed' });
  });

  it('falls to its buyer, who is told once and has an hour, where they have said so', async () => {
    const { buyer, ada, bob, orderId, ofBuyer, ofAda, ofBob } = await aSplitOrder(world, { whenMissing: 'BUYER_PAYS' });
    await world.confirm(ada, ofAda);
    await world.confirm(buyer, ofBuyer);
    await settle(world);
    world.clock.advance(2 * HOUR + MINUTE);
    await settle(world);
    await settle(world);
    expect((await told(world, orderId)).slice(2)).toEqual([{ state: 'MISSING', to: buyer.id, amount: 1500 }]);
    expect(await world.confirm(bob, ofBob)).toMatchObject({ __typename: 'Conflict' });
    expect(await world.confirm(buyer, ofBob)).toMatchObject({ order: { status: 'PAID' } });
    const other = await aSplitOrder(world, { whenMissing: 'BUYER_PAYS' });
    await world.confirm(other.ada, other.ofAda);
    world.clock.advance(3 * HOUR);
    await settle(world);
    expect(await splitOf(world, other.buyer, other.orderId)).toMatchObject({ status: 'REFUNDED', refundedTotal: { amountMinor: 1500 } });
  });

  it('goes back when its buyer gives it up, and is not paid any more by who was erased', async () => {
    const given = await aSplitOrder(world);
    await world.confirm(given.ada, given.ofAda);
    await world.run(given.buyer, CancelOrderDocument, { input: { orderId: given.orderId } });
    expect(await world.confirm(given.bob, given.ofBob)).toMatchObject({ __typename: 'OrderClosed', status: 'CANCELLED' });
    await settle(world);
    expect(await splitOf(world, given.ada, given.orderId)).toMatchObject({ status: 'REFUNDED', refunds: [{ status: 'MADE' }] });
    const { buyer, bob, orderId, ofBob } = await aSplitOrder(world);
    await world.tell('user.erased', bob.id, { userId: bob.id, version: 2, erasedAt: world.clock.now().toISOString() });
    expect(await world.sql('SELECT 1 FROM payments WHERE payer_id = $1', [bob.id])).toEqual([]);
    expect(await world.confirm(buyer, ofBob)).toMatchObject({ order: { status: 'AWAITING_PAYMENT' } });
    expect((await splitOf(world, buyer, orderId))!.split).toMatchObject({ paid: { amountMinor: 1500 } });
  });

  it('is shown live to those who pay it', async () => {
    const { buyer, ada, bob, orderId, ofBuyer, ofAda, ofBob } = await aSplitOrder(world);
    const live = await world.subscribe(bob, print(OrderSplitChangedDocument), { orderId });
    const read = async () => (await live.next()).data!.orderSplitChanged as Data;
    expect((await read()).split.paid.amountMinor).toBe(0);
    await world.confirm(ada, ofAda);
    while ((await read()).split.paid.amountMinor < 1500);
    await world.confirm(buyer, ofBuyer);
    await world.confirm(bob, ofBob);
    while ((await read()).status !== 'PAID');
    await live.close();
  });

  it('refuses what cannot be split, and keys used otherwise', async () => {
    const { buyer, ada, bob, orderId, input } = await aSplitOrder(world, { idempotencyKey: 'a' });
    expect(await splitUp(world, buyer, input)).toMatchObject({ order: { id: orderId } });
    expect(await splitUp(world, buyer, { ...input, whenMissing: 'BUYER_PAYS' })).toMatchObject({ __typename: 'KeyReused' });
    expect(await splitUp(world, buyer, { ...input, idempotencyKey: null })).toMatchObject({ __typename: 'Conflict' });
    expect(await splitUp(world, ada, { ...input, idempotencyKey: null })).toMatchObject({ __typename: 'NotFound' });
    const tier = await world.aTier();
    const { order } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 2 }]);
    const good = { ...input, orderId: order.id, idempotencyKey: null };
    const refused = async (parts: object) => (await splitUp(world, buyer, { ...good, ...parts })).__typename;
    const half = (one: string, other: string) => ({
      parts: [
        { userId: one, amountMinor: 2500 },
        { userId: other, amountMinor: 2500 },
      ],
    });
    expect(await refused(half(buyer.id, buyer.id))).toBe('InvalidInput');
    expect(await refused(half(buyer.id, aViewer().id))).toBe('InvalidInput');
    expect(await refused(half(buyer.id, (await aPerson(world, { active: false })).id))).toBe('InvalidInput');
    expect(await refused({ parts: [...input.parts.slice(1), { userId: buyer.id, amountMinor: 1999 }] })).toBe('InvalidInput');
    expect(await refused({ payBy: new Date(world.clock.now().getTime() + 25 * HOUR).toISOString() })).toBe('InvalidInput');
    expect(await refused({ payBy: new Date(world.clock.now().getTime() + MINUTE).toISOString() })).toBe('InvalidInput');
    const bought = await world.buy(bob, tier.id);
    expect(await splitUp(world, bob, { ...good, orderId: bought.id })).toMatchObject({ __typename: 'OrderClosed', status: 'PAID' });
    world.clock.advance(16 * MINUTE);
    expect(await refused({})).toBe('OrderClosed');
  });
});

/** The last part comes at the moment when the time is over: both have looked at the order before either changes it, where nothing keeps them apart. */
async function atTheDeadline(db: (db: Database) => Database = (own) => own, prepare: (world: World) => Promise<unknown> = async () => {}) {
  const meet = meetingOf(2);
  let isLast = false;
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const meeting = (statement: string) => {
    if (isLast && /o\.expires_at <= /.test(statement)) return meet();
    if (!isLast || statement !== 'paymentAttempt.findUniqueOrThrow') return undefined;
    arrive();
    return meet();
  };
  const world = await startWorld({ db: (own) => db(watched(own, { after: meeting })) });
  await prepare(world);
  const { buyer, ada, bob, orderId, ofBuyer, ofAda, ofBob } = await aSplitOrder(world);
  await world.confirm(buyer, ofBuyer);
  await world.confirm(ada, ofAda);
  world.clock.advance(2 * HOUR - 1);
  isLast = true;
  const paying = world.confirm(bob, ofBob).catch(() => null);
  await arrived;
  world.clock.advance(1);
  await Promise.all([paying, world.subgraph.runJob('expire-holds').catch(() => null)]);
  return { world, order: (await splitOf(world, buyer, orderId))! };
}

describe('the last part at the moment when the time is over', () => {
  it('buys the tickets, and nothing goes back', async () => {
    const { world, order } = await atTheDeadline();
    await settle(world);
    expect(order).toMatchObject({ status: 'PAID', refundedTotal: { amountMinor: 0 } });
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('control: without the order’s lock its places are freed and sold', async () => {
    const { world } = await atTheDeadline(withoutLocks, async (own) => {
      await own.sql('ALTER TABLE ticket_tiers DROP CONSTRAINT ticket_tiers_counts');
      await own.sql('ALTER TABLE event_sales DROP CONSTRAINT event_sales_counts');
    });
    expect((await world.health()).breaks).toContainEqual(expect.objectContaining({ kind: 'PLACES_MISMATCH' }));
  });
});

/** Two ways to split one order at once. */
async function twice(world: World) {
  const tier = await world.aTier();
  const [buyer, ada, bob] = [aViewer(), await aPerson(world), await aPerson(world)];
  const { order } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 2 }]);
  const payBy = new Date(world.clock.now().getTime() + HOUR).toISOString();
  const among = (friend: Viewer, amountMinor: number) => ({
    orderId: order.id,
    ...{ payBy, whenMissing: 'ALL_GOES_BACK' as const },
    parts: [
      { userId: buyer.id, amountMinor: 5000 - amountMinor },
      { userId: friend.id, amountMinor },
    ],
  });
  const query = `mutation($input: SplitOrderInput!) { splitOrder(input: $input) { __typename } }`;
  const answers = await Promise.all([among(ada, 1000), among(bob, 2000)].map((input) => world.execute(buyer, query, { input })));
  const parts = await world.sql('SELECT 1 FROM payments WHERE order_id = $1 AND superseded_at IS NULL', [order.id]);
  return {
    heard: answers.map(({ data, errors }) => data?.splitOrder?.__typename ?? errors?.[0]?.extensions?.code).sort(),
    parts: parts.length,
  };
}

describe('an order that is split twice at once', () => {
  it('is split once', async () => {
    expect(await twice(await startWorld())).toEqual({ heard: ['Conflict', 'SplitOrderSuccess'], parts: 2 });
  });

  it('control: without the order’s lock the constraints hold it together, but the other fails where it should be refused', async () => {
    const meet = meetingOf(2);
    // Both have read what is to be paid before either divides it.
    const meeting = (statement: string) => (statement === 'paymentAttempt.count' ? meet() : undefined);
    const world = await startWorld({ db: (db) => withoutLocks(watched(db, { after: meeting })) });
    expect(await twice(world)).toEqual({ heard: ['INTERNAL_SERVER_ERROR', 'SplitOrderSuccess'], parts: 2 });
  });
});
