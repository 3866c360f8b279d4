import type { Viewer } from '@marquee/platform';
import { aViewer, meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import {
  BuyResaleDocument,
  ConfirmPaymentDocument,
  OfferResaleDocument,
  TransferTicketDocument,
  WithdrawResaleDocument,
} from './generated/documents';
import { aPerson } from './people';
import { outcome, startWorld, type Tier, type World } from './world';

const HOUR = 3_600_000;

const offer = async (world: World, by: Viewer, ticketId: string, idempotencyKey?: string) =>
  outcome((await world.run(by, OfferResaleDocument, { input: { ticketId, idempotencyKey } })).offerResale);
const withdraw = async (world: World, by: Viewer, resaleId: string) =>
  outcome((await world.run(by, WithdrawResaleDocument, { input: { resaleId } })).withdrawResale);
const buy = async (world: World, by: Viewer, resaleId: string, idempotencyKey?: string) =>
  outcome((await world.run(by, BuyResaleDocument, { input: { resaleId, idempotencyKey } })).buyResale);

/** A sold out tier, and one of its tickets on the list. */
async function aResale(world: World, { price = 2500, quantity = 1 } = {}) {
  const tier = await world.aTier({ quantity, price });
  const seller = aViewer();
  const order = await world.buy(seller, tier.id, quantity);
  const ticket = order.tickets[0]!;
  const { resale } = await offer(world, seller, ticket.id);
  return { tier, seller, order, ticket, resale: resale! };
}
const statusOf = async (world: World, table: string, id: string) =>
  (await world.sql<{ status: string }>(`SELECT status FROM ${table} WHERE id = $1`, [id]))[0]!.status;
const listOf = async (world: World, tier: Tier, viewer: Viewer | null = aViewer()) =>
  (
    await world.entity(
      viewer,
      { __typename: 'Event', id: tier.event.eventId },
      '{ resales(first: 5) { totalCount nodes { id viewerSells ticket { id } price { amountMinor } } } }',
    )
  ).data!._entities[0].resales;
/** After every test: the ledger, places and holds are what the rows say. */
const isHealthy = async (world: World) => {
  await world.subgraph.runJob('make-refunds');
  expect(await world.health()).toMatchObject({ healthy: true, breaks: [] });
};

describe('a ticket that its buyer resells (A10)', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterEach(() => isHealthy(world));

  it('is not resold where nobody could pay for it by itself', async () => {
    const { resale } = await aResale(world);
    // As a code makes it: ten of these are charged together.
    await world.sql('UPDATE tickets SET unit_price_minor = 20 WHERE id = (SELECT ticket_id FROM resales WHERE id = $1)', [resale.id]);
    await world.sql('UPDATE resales SET price_minor = 20 WHERE id = $1', [resale.id]);
    expect(await buy(world, aViewer(), resale.id)).toMatchObject({ __typename: 'ResaleClosed', resaleReason: 'BELOW_MINIMUM' });
    await world.sql('UPDATE tickets SET unit_price_minor = 2500 WHERE id = (SELECT ticket_id FROM resales WHERE id = $1)', [resale.id]);
  });

  it('tells nobody of a tier that is hidden', async () => {
    const { tier, resale } = await aResale(world);
    await world.sql('UPDATE ticket_tiers SET hidden = true WHERE id = $1', [tier.id]);
    const tierOf = async (viewer: Viewer) =>
      (await world.entity(viewer, { __typename: 'TicketResale', id: resale.id }, '{ tier { id } }')).data!._entities[0].tier;
    expect(await tierOf(aViewer())).toBeNull();
    expect(await tierOf(tier.organiser)).toEqual({ id: tier.id });
  });

  it('is bought by somebody else when all is sold out: the old code dies, and the money goes back the way it came', async () => {
    const { tier, seller, order, ticket, resale } = await aResale(world);
    expect(resale).toMatchObject({ status: 'LISTED', price: { amountMinor: 2500 }, viewerSells: true, ticket: { id: ticket.id } });
    expect(await world.remaining(tier.id)).toBe(0);
    expect(await listOf(world, tier)).toEqual({
      totalCount: 1,
      nodes: [{ id: resale.id, viewerSells: false, ticket: null, price: { amountMinor: 2500 } }],
    });
    const bob = aViewer();
    const bought = await buy(world, bob, resale.id);
    expect(bought).toMatchObject({ __typename: 'BuyResaleSuccess', order: { status: 'AWAITING_PAYMENT', total: { amountMinor: 2500 } } });
    expect(await statusOf(world, 'tickets', ticket.id)).toBe('IN_RESALE');
    expect((await listOf(world, tier)).totalCount).toBe(0);
    const paid = await world.confirm(bob, bought.payment!.id);
    expect(paid.order).toMatchObject({ status: 'PAID', tickets: [{ status: 'VALID' }] });
    expect(paid.order!.tickets[0]!.code).not.toBe(ticket.code);
    expect(await statusOf(world, 'tickets', ticket.id)).toBe('REFUNDED');
    expect(await statusOf(world, 'resales', resale.id)).toBe('SOLD');
    expect(await statusOf(world, 'orders', order.id)).toBe('REFUNDED');
    expect(await world.sql('SELECT amount_minor::int AS amount, status FROM refunds WHERE order_id = $1', [order.id])).toEqual([
      { amount: 2500, status: 'MADE' },
    ]);
    expect(await world.remaining(tier.id)).toBe(0);
    expect(await world.refund(seller, { orderId: order.id })).toMatchObject({ __typename: 'NotRefundable' });
  });

  it('is its seller’s until somebody has paid: a hold that ends, or is given up, gives it back', async () => {
    const { tier, seller, ticket, resale } = await aResale(world);
    const { order } = await buy(world, aViewer(), resale.id);
    expect(await withdraw(world, seller, resale.id)).toMatchObject({ __typename: 'ResaleClosed', resaleReason: 'BEING_BOUGHT' });
    world.clock.advance(16 * 60_000);
    expect(await world.remaining(tier.id)).toBe(0);
    await world.subgraph.runJob('expire-holds');
    expect(await statusOf(world, 'orders', order!.id)).toBe('EXPIRED');
    expect(await statusOf(world, 'tickets', ticket.id)).toBe('VALID');
    // The next one does not wait for the job either.
    await buy(world, aViewer(), resale.id);
    world.clock.advance(16 * 60_000);
    const carol = aViewer();
    const third = await buy(world, carol, resale.id);
    expect(third).toMatchObject({ __typename: 'BuyResaleSuccess' });
    const cancelled = await world.run(carol, 'mutation($id: ID!) { cancelOrder(input: { orderId: $id }) { __typename } }', {
      id: third.order!.id,
    });
    expect(cancelled.cancelOrder.__typename).toBe('CancelOrderSuccess');
    expect(await statusOf(world, 'tickets', ticket.id)).toBe('VALID');
    expect(await withdraw(world, seller, resale.id)).toMatchObject({ resale: { status: 'WITHDRAWN' } });
    expect(await buy(world, carol, resale.id)).toMatchObject({ __typename: 'SoldOut' });
    expect(await offer(world, seller, ticket.id)).toMatchObject({ resale: { status: 'LISTED' } });
  });

  it('is kept once more for a buyer who comes back after the hold, while it is there', async () => {
    const { ticket, resale } = await aResale(world);
    const bob = aViewer();
    const { payment } = await buy(world, bob, resale.id);
    world.clock.advance(16 * 60_000);
    await world.subgraph.runJob('expire-holds');
    expect((await world.confirm(bob, payment!.id)).order).toMatchObject({ status: 'PAID' });
    expect(await statusOf(world, 'tickets', ticket.id)).toBe('REFUNDED');
  });

  it('goes to one: money that comes when it is somebody else’s goes back whole', async () => {
    const { resale } = await aResale(world);
    const [bob, carol] = [aViewer(), aViewer()];
    const { payment, order } = await buy(world, bob, resale.id);
    // It takes its time at the bank, longer than the hold.
    await world.confirm(bob, payment!.id, 'pm_card_delayed');
    world.clock.advance(16 * 60_000);
    await world.subgraph.runJob('expire-holds');
    const other = await buy(world, carol, resale.id);
    await world.confirm(carol, other.payment!.id);
    await world.subgraph.runJob('carry-on-payments');
    expect(await statusOf(world, 'orders', order!.id)).toBe('REFUNDED');
    expect(await statusOf(world, 'orders', other.order!.id)).toBe('PAID');
  });

  it('is not resold once the door is about to open, also not with money that comes then', async () => {
    const start = world.clock.now().getTime();
    const event = await world.anEvent({
      startsAt: new Date(start + 8 * HOUR).toISOString(),
      endsAt: new Date(start + 10 * HOUR).toISOString(),
    });
    const tier = await world.aTier({ event, quantity: 1 });
    const seller = aViewer();
    const { tickets } = await world.buy(seller, tier.id);
    const { resale } = await offer(world, seller, tickets[0]!.id);
    const bob = aViewer();
    const { payment, order } = await buy(world, bob, resale!.id);
    await world.confirm(bob, payment!.id, 'pm_card_delayed');
    world.clock.advance(2 * HOUR);
    expect((await listOf(world, tier)).totalCount).toBe(0);
    await world.subgraph.runJob('carry-on-payments');
    expect(await statusOf(world, 'orders', order!.id)).toBe('REFUNDED');
    expect(await statusOf(world, 'tickets', tickets[0]!.id)).toBe('VALID');
    expect(await buy(world, bob, resale!.id)).toMatchObject({ resaleReason: 'DOOR_OPEN' });
  });

  it('is refused for what was given, costs nothing, is not one’s own or is offered otherwise', async () => {
    const [ann, bob] = [await aPerson(world), await aPerson(world)];
    const tier = await world.aTier({ quantity: 5 });
    const free = await world.aTier({ price: 0 });
    const [ticket] = (await world.buy(ann, tier.id)).tickets;
    const [gratis] = (await world.buy(ann, free.id)).tickets;
    expect(await offer(world, bob, ticket!.id)).toMatchObject({ __typename: 'NotFound' });
    expect(await offer(world, ann, gratis!.id)).toMatchObject({ resaleReason: 'NOT_BOUGHT' });
    const transfer = { input: { ticketId: ticket!.id, toUserId: bob.id } };
    const { resale } = await offer(world, ann, ticket!.id, 'k');
    expect((await offer(world, ann, ticket!.id, 'k')).resale!.id).toBe(resale!.id);
    expect(await offer(world, ann, ticket!.id)).toMatchObject({ __typename: 'Conflict' });
    expect((await world.run(ann, TransferTicketDocument, transfer)).transferTicket).toMatchObject({ __typename: 'Conflict' });
    expect(await buy(world, ann, resale!.id)).toMatchObject({ __typename: 'InvalidInput' });
    expect(await withdraw(world, bob, resale!.id)).toMatchObject({ __typename: 'NotFound' });
    await withdraw(world, ann, resale!.id);
    await world.run(ann, TransferTicketDocument, transfer);
    expect(await offer(world, ann, ticket!.id)).toMatchObject({ __typename: 'Conflict' });
  });

  it('goes back to the organiser like any other, and is on the list no more', async () => {
    const { seller, order, resale } = await aResale(world, { quantity: 2 });
    expect(await world.refund(seller, { orderId: order.id })).toMatchObject({ order: { status: 'REFUNDED' } });
    expect(await statusOf(world, 'resales', resale.id)).toBe('WITHDRAWN');
    expect(await buy(world, aViewer(), resale.id)).toMatchObject({ __typename: 'SoldOut' });
  });

  it('cannot go back while somebody is paying for it; the others of the order can', async () => {
    const { seller, order, ticket, resale } = await aResale(world, { quantity: 2 });
    const bob = aViewer();
    const { payment } = await buy(world, bob, resale.id);
    expect(await world.refund(seller, { orderId: order.id, ticketIds: [ticket.id] })).toMatchObject({ __typename: 'InvalidInput' });
    expect(await world.refund(seller, { orderId: order.id })).toMatchObject({
      order: { status: 'PARTIALLY_REFUNDED', refundedTotal: { amountMinor: 2500 } },
    });
    expect(await world.refund(seller, { orderId: order.id })).toMatchObject({ __typename: 'Conflict' });
    expect((await world.confirm(bob, payment!.id)).order).toMatchObject({ status: 'PAID' });
    expect(await statusOf(world, 'orders', order.id)).toBe('REFUNDED');
  });

  it.each(['before', 'after'])('goes back to its buyer when the event is called off %s the other order is settled', async (when) => {
    const { tier, order, ticket, resale } = await aResale(world);
    const bob = aViewer();
    const { payment, order: other } = await buy(world, bob, resale.id);
    await world.confirm(bob, payment!.id, 'pm_card_delayed');
    await world.tell('event.changed', tier.event.eventId, { ...tier.event, version: 2, change: 'CANCELLED', status: 'CANCELLED' });
    if (when === 'before') await world.subgraph.runJob('refund-cancelled-events');
    world.clock.advance(10_000);
    await world.subgraph.runJob('carry-on-payments');
    await world.subgraph.runJob('refund-cancelled-events');
    expect(await statusOf(world, 'orders', order.id)).toBe('REFUNDED');
    expect(await statusOf(world, 'orders', other!.id)).toBe('REFUNDED');
    expect(await statusOf(world, 'tickets', ticket.id)).toBe('REFUNDED');
    expect(await world.sql('SELECT sold, held FROM ticket_tiers WHERE id = $1', [tier.id])).toEqual([{ sold: 0, held: 0 }]);
  });

  it('can be resold by who bought it so', async () => {
    const { resale } = await aResale(world);
    const [bob, carol] = [aViewer(), aViewer()];
    const first = await buy(world, bob, resale.id);
    const [ticket] = (await world.confirm(bob, first.payment!.id)).order!.tickets;
    const again = await offer(world, bob, ticket!.id);
    const second = await buy(world, carol, again.resale!.id);
    expect((await world.confirm(carol, second.payment!.id)).order).toMatchObject({ status: 'PAID' });
    expect(await statusOf(world, 'orders', first.order!.id)).toBe('REFUNDED');
  });

  it('leaves no trace of an erased seller, and is off the list', async () => {
    const { tier, seller, resale } = await aResale(world);
    await world.tell('user.erased', seller.id, { userId: seller.id });
    expect((await listOf(world, tier)).totalCount).toBe(0);
    expect(await world.sql('SELECT status FROM resales WHERE id = $1 AND seller_id <> $2', [resale.id, seller.id])).toEqual([
      { status: 'WITHDRAWN' },
    ]);
  });
});

describe('at the same moment', () => {
  const rush = async (world: World, buyers: number) => {
    const { tier, resale } = await aResale(world);
    const answers = await Promise.all(Array.from({ length: buyers }, () => buy(world, aViewer(), resale.id)));
    const [{ sold, held }] = (await world.sql('SELECT sold, held FROM ticket_tiers WHERE id = $1', [tier.id])) as [
      { sold: number; held: number },
    ];
    return { successes: answers.filter(({ __typename }) => __typename === 'BuyResaleSuccess').length, sold, held };
  };

  it('one of many buyers gets it', async () => {
    const world = await startWorld();
    expect(await rush(world, 10)).toEqual({ successes: 1, sold: 0, held: 1 });
    await isHealthy(world);
  });

  it('control: without the lock on the order of the ticket two are promised it', async () => {
    const meet = meetingOf(2);
    const world = await startWorld({
      db: (db) => withoutLocks(watched(db, { after: (statement) => (statement === 'resale.findUnique' ? meet() : undefined) })),
    });
    await world.sql('ALTER TABLE ticket_tiers DROP CONSTRAINT ticket_tiers_never_oversold, DROP CONSTRAINT IF EXISTS ticket_tiers_counts');
    expect((await rush(world, 2)).successes).toBe(2);
  });

  it('it is sold, or goes back to the organiser, never both', async () => {
    const world = await startWorld();
    for (let round = 0; round < 5; round++) {
      const { seller, order, ticket, resale } = await aResale(world);
      const bob = aViewer();
      const [bought, back] = await Promise.all([buy(world, bob, resale.id), world.refund(seller, { orderId: order.id })]);
      expect([bought.__typename === 'BuyResaleSuccess', back.__typename === 'RefundOrderSuccess'].filter(Boolean)).toHaveLength(1);
      expect(await statusOf(world, 'tickets', ticket.id)).toBe(bought.payment ? 'IN_RESALE' : 'REFUNDED');
    }
    await isHealthy(world);
  });

  it('it is paid, or its hold ends, never both', async () => {
    const world = await startWorld();
    for (let round = 0; round < 3; round++) {
      const { ticket, resale } = await aResale(world);
      const bob = aViewer();
      const { payment, order } = await buy(world, bob, resale.id);
      world.clock.advance(15 * 60_000);
      const input = { paymentId: payment!.id, paymentMethod: 'pm_card_visa' };
      await Promise.all([world.run(bob, ConfirmPaymentDocument, { input }), world.subgraph.runJob('expire-holds')]);
      const [ordered, held] = [await statusOf(world, 'orders', order!.id), await statusOf(world, 'tickets', ticket.id)];
      expect([ordered, held]).toEqual(ordered === 'PAID' ? ['PAID', 'REFUNDED'] : ['EXPIRED', 'VALID']);
    }
    await isHealthy(world);
  });
});
