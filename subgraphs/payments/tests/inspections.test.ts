import type { Viewer } from '@marquee/platform';
import { aViewer, meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import type { Database } from '../src/db';
import {
  CancelOrderDocument,
  DecideInspectionDocument,
  InspectedOrderDocument,
  OrderInspectionsDocument,
  SplitPaymentDocument,
  type DecideInspectionInput,
} from './generated/documents';
import { aPerson } from './people';
import { admin, outcome, startWorld, type Tier, type World } from './world';

const HOUR = 3_600_000;
const SUSPECT = 'pm_card_suspect';
const staff = aViewer({ role: 'moderator', permissions: ['review:payment'] });

/** An order of two tickets of 25.00 whose money has come, and is inspected. */
async function anInspectedOrder(world: World, { tier, buyer = aViewer() }: { tier?: Tier; buyer?: Viewer } = {}) {
  const of = tier ?? (await world.aTier());
  const { order, payment } = await world.checkout(buyer, [{ tierId: of.id, quantity: 2 }]);
  expect(await world.confirm(buyer, payment!.id, SUSPECT)).toMatchObject({
    __typename: 'ConfirmPaymentSuccess',
    order: { status: 'AWAITING_PAYMENT' },
  });
  const { nodes } = await queue(world);
  const inspection = nodes.find((one) => one.order?.id === order.id || one.buyer?.id === buyer.id)!;
  return { tier: of, buyer, orderId: order.id, paymentId: payment!.id, inspectionId: inspection.id };
}

const queue = async (world: World, { openOnly = true, ...page }: { openOnly?: boolean; first?: number; after?: string } = {}) =>
  (await world.run(staff, OrderInspectionsDocument, { openOnly, first: 10, ...page })).orderInspections;
const decide = async (world: World, by: Viewer, input: DecideInspectionInput) =>
  outcome((await world.run(by, DecideInspectionDocument, { input })).decideInspection);
const orderOf = async (world: World, by: Viewer, id: string) => (await world.run(by, InspectedOrderDocument, { id })).order!;
const balanceOf = async (world: World, account: string) =>
  (await world.health()).balances.find((balance) => balance.account === account)?.balanceMinor ?? 0;
const heldBySandbox = async (world: World) =>
  Number((await world.sql<{ held: string }>('SELECT COALESCE(SUM(amount_minor - fee_minor), 0) AS held FROM sandbox_charges'))[0]!.held);

/** Whatever the end, no cent is anywhere else than it should be. */
async function expectSettled(world: World): Promise<void> {
  expect(await balanceOf(world, 'PART_PAYMENTS')).toBe(0);
  expect(await balanceOf(world, 'PROCESSOR_CLEARING')).toBe(await heldBySandbox(world));
  expect(await world.health()).toMatchObject({ healthy: true, breaks: [] });
}

async function returnAll(world: World): Promise<void> {
  for (const job of ['expire-holds', 'refund-cancelled-events', 'return-waiting-payments', 'make-refunds'])
    await world.subgraph.runJob(job);
}

describe('an order whose money is inspected (P18)', () => {
  it('keeps its places and its money until somebody decides, and has no tickets', async () => {
    const world = await startWorld();
    const { tier, buyer, orderId } = await anInspectedOrder(world);
    expect(await world.remaining(tier.id)).toBe(8);
    const { expiresAt, ...order } = await orderOf(world, buyer, orderId);
    expect(order).toMatchObject({ status: 'AWAITING_PAYMENT', isInspected: true, tickets: [], payments: [{ status: 'SUCCEEDED' }] });
    expect(new Date(expiresAt!).getTime()).toBe(world.clock.now().getTime() + 24 * HOUR);
    expect(await balanceOf(world, 'PART_PAYMENTS')).toBe(-5000);
    expect(await world.sql(`SELECT 1 FROM outbox WHERE topic = 'order.paid'`)).toEqual([]);
    world.clock.advance(HOUR);
    await returnAll(world);
    expect(await orderOf(world, buyer, orderId)).toMatchObject({ status: 'AWAITING_PAYMENT', isInspected: true });
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('is told to its buyer without a reason, and shown with them to staff with the permission alone', async () => {
    const world = await startWorld();
    const { tier, buyer, orderId, inspectionId } = await anInspectedOrder(world);
    const [first, more] = [await queue(world), await queue(world, { openOnly: false })];
    expect(first).toMatchObject({
      totalCount: 1,
      nodes: [
        {
          ...{ id: inspectionId, status: 'OPEN', score: null, reasons: ['PROCESSOR_WARNING'], total: { amountMinor: 5000 } },
          ...{ event: { id: tier.event.eventId }, buyer: { id: buyer.id }, decidedBy: null, note: '', endedAt: null },
        },
      ],
    });
    expect(more.nodes).toEqual(first.nodes);
    // Staff that sells nothing sees the inspection, and not the order.
    expect(first.nodes[0]!.order).toBeNull();
    expect((await world.run(admin, OrderInspectionsDocument, { openOnly: true })).orderInspections.nodes[0]!.order).toMatchObject({
      id: orderId,
    });
    for (const viewer of [null, buyer, tier.organiser, aViewer({ role: 'moderator' })]) {
      const seen = await world.entity(viewer, { __typename: 'OrderInspection', id: inspectionId }, '{ status reasons }');
      expect([viewer?.role, JSON.stringify(seen)]).not.toEqual([viewer?.role, expect.stringContaining('PROCESSOR_WARNING')]);
      const { errors } = await world.execute(viewer, '{ orderInspections { nodes { id } } }');
      expect(errors?.[0]?.extensions?.code).toBe(viewer ? 'FORBIDDEN' : 'UNAUTHENTICATED');
    }
    const { errors } = await world.execute(
      buyer,
      `mutation($input: DecideInspectionInput!) { decideInspection(input: $input) { __typename } }`,
      {
        input: { inspectionId, decision: 'RELEASE' },
      },
    );
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });

  it('is not released where a bank has called its money back meanwhile, and what is left goes back', async () => {
    const world = await startWorld();
    const { orderId, paymentId, inspectionId } = await anInspectedOrder(world);
    // As a dispute leaves it that was lost: it is open no more, and no ticket tells of it.
    await world.sql('UPDATE payments SET disputed_minor = 5000 WHERE id = $1', [paymentId]);
    expect(await decide(world, staff, { inspectionId, decision: 'RELEASE' })).toMatchObject({ __typename: 'Conflict' });
    expect(await world.sql(`SELECT 1 FROM tickets WHERE order_id = $1`, [orderId])).toEqual([]);
    expect(await world.sql(`SELECT 1 FROM outbox WHERE topic = 'order.paid'`)).toEqual([]);
  });

  it('released: the tickets are the buyer’s, and the money is shared out as ever', async () => {
    const world = await startWorld();
    const { buyer, orderId, inspectionId } = await anInspectedOrder(world);
    const input = { inspectionId, decision: 'RELEASE' as const, note: 'Rang them up.', idempotencyKey: 'k' };
    const released = {
      __typename: 'DecideInspectionSuccess',
      inspection: { status: 'RELEASED', decidedBy: { id: staff.id }, note: 'Rang them up.' },
    };
    expect(await decide(world, staff, input)).toMatchObject(released);
    // Its repetition changes nothing more; another decision is too late.
    expect(await decide(world, staff, input)).toMatchObject({ ...released, inspection: { version: 2 } });
    expect(await decide(world, staff, { ...input, decision: 'REFUND' })).toMatchObject({ __typename: 'KeyReused' });
    expect(await decide(world, admin, { inspectionId, decision: 'REFUND' })).toMatchObject({
      __typename: 'InspectionClosed',
      status: 'RELEASED',
    });
    const order = await orderOf(world, buyer, orderId);
    expect(order).toMatchObject({ status: 'PAID', isInspected: false, tickets: [{ status: 'VALID' }, { status: 'VALID' }], refunds: [] });
    expect((await queue(world)).totalCount).toBe(0);
    expect((await queue(world, { openOnly: false })).totalCount).toBe(1);
    await expectSettled(world);
    // From then on it is an order like any other.
    expect(await world.refund(buyer, { orderId })).toMatchObject({ order: { status: 'REFUNDED' } });
    await expectSettled(world);
  });

  it('refunded: the places are free, and all of the money goes back', async () => {
    const world = await startWorld();
    const { tier, buyer, orderId, inspectionId } = await anInspectedOrder(world);
    expect(await decide(world, staff, { inspectionId, decision: 'REFUND' })).toMatchObject({
      inspection: { status: 'REFUNDED', version: 2 },
    });
    await returnAll(world);
    expect(await orderOf(world, buyer, orderId)).toMatchObject({
      ...{ status: 'REFUNDED', isInspected: false, tickets: [], refundedTotal: { amountMinor: 5000 } },
      refunds: [{ status: 'MADE', amount: { amountMinor: 5000 }, reason: 'The payment was not accepted.' }],
    });
    expect(await world.remaining(tier.id)).toBe(10);
    await expectSettled(world);
  });

  it('goes back by itself when nobody decides in time, when it is given up, and when its event is called off', async () => {
    const world = await startWorld();
    const late = await anInspectedOrder(world);
    world.clock.advance(24 * HOUR);
    expect(await decide(world, staff, { inspectionId: late.inspectionId, decision: 'RELEASE' })).toMatchObject({ __typename: 'Conflict' });
    await returnAll(world);
    const givenUp = await anInspectedOrder(world);
    const input = { orderId: givenUp.orderId };
    expect(outcome((await world.run(givenUp.buyer, CancelOrderDocument, { input })).cancelOrder)).toMatchObject({
      order: { status: 'CANCELLED' },
    });
    const calledOff = await anInspectedOrder(world);
    await world.anEvent({ ...calledOff.tier.event, version: 2, change: 'CANCELLED', status: 'CANCELLED' });
    expect(await decide(world, staff, { inspectionId: calledOff.inspectionId, decision: 'RELEASE' })).toMatchObject({
      __typename: 'Conflict',
    });
    await returnAll(world);
    for (const { buyer, orderId, inspectionId } of [late, givenUp, calledOff]) {
      expect(await orderOf(world, buyer, orderId)).toMatchObject({ status: 'REFUNDED', refundedTotal: { amountMinor: 5000 } });
      expect(await decide(world, staff, { inspectionId, decision: 'RELEASE' })).toMatchObject({
        __typename: 'InspectionClosed',
        status: 'REFUNDED',
      });
    }
    expect((await queue(world, { openOnly: false })).nodes.map(({ status, decidedBy }) => [status, decidedBy])).toEqual(
      Array(3).fill(['REFUNDED', null]),
    );
    await expectSettled(world);
  });

  it('of several payments is inspected when the last has come', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    const buyer = aViewer();
    const { order, payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 2 }]);
    const input = { paymentId: payment!.id, amountsMinor: [2000, 3000] };
    const divided = outcome((await world.run(buyer, SplitPaymentDocument, { input })).splitPayment);
    const [orderId, payments] = [order.id, divided.order!.payments.map(({ id }) => id)];
    await world.confirm(buyer, payments[0]!, SUSPECT);
    expect(await orderOf(world, buyer, orderId)).toMatchObject({ status: 'AWAITING_PAYMENT', isInspected: false });
    await world.confirm(buyer, payments[1]!);
    expect(await orderOf(world, buyer, orderId)).toMatchObject({ status: 'AWAITING_PAYMENT', isInspected: true });
    const [inspection] = (await queue(world)).nodes;
    expect(await decide(world, staff, { inspectionId: inspection!.id, decision: 'RELEASE' })).toMatchObject({
      inspection: { status: 'RELEASED' },
    });
    expect(await orderOf(world, buyer, orderId)).toMatchObject({ status: 'PAID' });
    await expectSettled(world);
  });

  it('is decided by nobody who pays for it, and released to nobody whose account is closed', async () => {
    const world = await startWorld();
    const own = await anInspectedOrder(world, { buyer: staff });
    expect(await decide(world, staff, { inspectionId: own.inspectionId, decision: 'RELEASE' })).toMatchObject({ __typename: 'NotAllowed' });
    const buyer = await aPerson(world);
    const { inspectionId } = await anInspectedOrder(world, { buyer });
    await aPerson(world, { viewer: buyer, version: 2, active: false });
    expect(await decide(world, staff, { inspectionId, decision: 'RELEASE' })).toMatchObject({ __typename: 'Conflict' });
    expect(await decide(world, staff, { inspectionId, decision: 'REFUND' })).toMatchObject({ inspection: { status: 'REFUNDED' } });
    expect(await decide(world, staff, { inspectionId: buyer.id, decision: 'REFUND' })).toMatchObject({ __typename: 'NotFound' });
  });

  it('of somebody who is erased goes back, and names nobody', async () => {
    const world = await startWorld();
    const { buyer } = await anInspectedOrder(world);
    const other = await anInspectedOrder(world);
    await decide(world, staff, { inspectionId: other.inspectionId, decision: 'REFUND', note: 'They said so.' });
    for (const { id } of [buyer, other.buyer, staff]) await world.tell('user.erased', id, { userId: id });
    await returnAll(world);
    const rows = await world.sql(
      'SELECT i.*, o.user_id, o.status AS order_status FROM order_inspections i JOIN orders o ON o.id = i.order_id',
    );
    expect(rows).toMatchObject(Array(2).fill({ status: 'REFUNDED', order_status: 'REFUNDED', note: '' }));
    for (const id of [buyer.id, other.buyer.id, staff.id]) expect(JSON.stringify(rows)).not.toContain(id);
    await expectSettled(world);
  });
});

describe('a release and a refund at once', () => {
  const both = async (db?: (own: Database) => Database) => {
    const world = await startWorld({ db });
    const { inspectionId, orderId, buyer } = await anInspectedOrder(world);
    const answers = await Promise.all(
      (['RELEASE', 'REFUND'] as const).map((decision) =>
        world.execute(admin, 'mutation($input: DecideInspectionInput!) { decideInspection(input: $input) { __typename } }', {
          input: { inspectionId, decision },
        }),
      ),
    );
    await returnAll(world);
    const outcomes = answers.map(({ data, errors }) => data?.decideInspection?.__typename ?? errors?.[0]?.extensions?.code);
    const { status, refundedTotal, tickets } = await orderOf(world, buyer, orderId);
    return { outcomes: outcomes.toSorted(), status, tickets: tickets.length, refunded: refundedTotal.amountMinor };
  };

  it('are one of both', async () => {
    const { outcomes, status, tickets, refunded } = await both();
    expect(outcomes).toEqual(['DecideInspectionSuccess', 'InspectionClosed']);
    expect([status, tickets, refunded]).toEqual(status === 'PAID' ? ['PAID', 2, 0] : ['REFUNDED', 0, 5000]);
  });

  it('control: without the lock both begin, and only the constraints keep them from being both', async () => {
    const meet = meetingOf(2);
    const { outcomes } = await both((db) =>
      withoutLocks(watched(db, { after: (statement) => (statement === 'orderInspection.findUniqueOrThrow' ? meet() : undefined) })),
    );
    expect(outcomes).not.toContain('InspectionClosed');
  });
});
