import type { Viewer } from '@marquee/platform';
import { aViewer, eventually } from '@marquee/platform/testing';
import type { TicketAtDoor, TicketReturnRequested } from '@marquee/schema/topics';
import { Door } from './fixtures/door';
import { OrderDocument, RefundsDocument } from './generated/documents';
import { startWorld, type Tier, type World } from './world';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Requests for tickets that were told, the oldest first. */
const asked = async (world: World, orderId: string): Promise<TicketReturnRequested[]> =>
  (
    await world.sql<{ payload: TicketReturnRequested }>(
      `SELECT payload FROM outbox WHERE topic = 'ticket.return_requested' AND payload ->> 'orderId' = $1 ORDER BY sequence`,
      [orderId],
    )
  ).map(({ payload }) => payload);

const tell = (world: World, news: TicketAtDoor) => world.tell('ticket.at_door', news.eventId, news);

// payments F2, security F12: people were let in and then took their money back.
describe('giving tickets back while the door is open', () => {
  let world: World;
  let organiser: Viewer;
  let buyer: Viewer;
  let tier: Tier;
  let door: Door;
  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    [organiser, buyer] = [aViewer(), aViewer()];
    const startsAt = new Date(world.clock.now().getTime() + HOUR);
    const event = await world.anEvent({
      creatorId: organiser.id,
      startsAt: startsAt.toISOString(),
      endsAt: new Date(startsAt.getTime() + 3 * HOUR).toISOString(),
    });
    tier = await world.aTier({ event, organiser, quantity: 30 });
    door = new Door(event.eventId);
  });

  /** The door answers what it is asked from now on, as soon as it is asked. */
  async function answering(orderId: string, refund: Promise<unknown>) {
    await eventually(async () => {
      const [request] = await asked(world, orderId);
      if (!request) throw new Error('the door was not asked');
      for (const news of door.answer(request)) await tell(world, news);
    });
    return refund;
  }
  const refunds = async (orderId: string) => (await world.run(buyer, RefundsDocument, { id: orderId })).order!;

  it('asks the door, waits for its answer, and refunds what was not used', async () => {
    const order = await world.buy(buyer, tier.id, 2);
    expect(await answering(order.id, world.refund(buyer, { orderId: order.id }))).toMatchObject({
      __typename: 'RefundOrderSuccess',
      order: { status: 'REFUNDED', refundedTotal: { amountMinor: 5000 } },
      refund: { status: 'MADE', amount: { amountMinor: 5000 } },
    });
    expect(await asked(world, order.id)).toEqual([
      expect.objectContaining({
        eventId: tier.event.eventId,
        ticketIds: expect.arrayContaining(order.tickets.map(({ id }) => id)),
        force: false,
      }),
    ]);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('refuses what turns out to be used, and the ticket is the buyer’s as before', async () => {
    const order = await world.buy(buyer, tier.id);
    const ticketId = order.tickets[0]!.id;
    door.scan(ticketId);
    const input = { orderId: order.id, idempotencyKey: order.id };
    expect(await answering(order.id, world.refund(buyer, input))).toMatchObject({
      __typename: 'NotRefundable',
      reason: 'TICKET_USED',
      status: 'PAID',
      nextStep: 'ASK_ORGANISER',
    });
    expect(await world.refund(buyer, input)).toMatchObject({ __typename: 'NotRefundable', reason: 'TICKET_USED' });
    expect(await refunds(order.id)).toMatchObject({
      status: 'PAID',
      refunds: [{ status: 'REFUSED' }],
      tickets: [{ status: 'USED', usedAt: expect.any(String) }],
    });
    expect((await world.run(buyer, OrderDocument, { id: order.id })).order!.tickets[0]!.code).toBeNull();
    expect(await asked(world, order.id)).toHaveLength(1);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('refunds of an order what is not used when the door answers, and leaves the rest', async () => {
    const order = await world.buy(buyer, tier.id, 3);
    door.scan(order.tickets[0]!.id);
    expect(await answering(order.id, world.refund(buyer, { orderId: order.id }))).toMatchObject({
      order: { status: 'PARTIALLY_REFUNDED', refundedTotal: { amountMinor: 5000 } },
      refund: { amount: { amountMinor: 5000 } },
    });
    expect(await world.remaining(tier.id)).toBe(29);
  });

  it('says REQUESTED while the door is silent, and tells the end on the order', async () => {
    const order = await world.buy(buyer, tier.id, 2);
    expect(await world.refund(buyer, { orderId: order.id })).toMatchObject({
      __typename: 'RefundOrderSuccess',
      order: { status: 'PAID' },
      refund: { status: 'REQUESTED' },
    });
    // Who asks again waits with it: nothing is asked for twice.
    expect(await world.refund(buyer, { orderId: order.id })).toMatchObject({ refund: { status: 'REQUESTED' } });
    expect(await asked(world, order.id)).toHaveLength(1);
    world.clock.advance(MINUTE);
    await world.subgraph.runJob('ask-door-again');
    const requests = await asked(world, order.id);
    expect(requests).toHaveLength(2);
    for (const request of requests) for (const news of door.answer(request)) await tell(world, news);
    await world.subgraph.runJob('make-refunds');
    expect(await refunds(order.id)).toMatchObject({ status: 'REFUNDED', refunds: [{ status: 'MADE', amount: { amountMinor: 5000 } }] });
    await world.subgraph.runJob('ask-door-again');
    expect(await asked(world, order.id)).toHaveLength(2);
  });

  it('is for free tickets the same, without money', async () => {
    const free = await world.aTier({ event: tier.event, name: 'Press', price: 0 });
    const order = await world.buy(buyer, free.id);
    expect(await world.refund(buyer, { orderId: order.id })).toMatchObject({ refund: { status: 'REQUESTED', amount: { amountMinor: 0 } } });
    for (const news of door.answer((await asked(world, order.id))[0]!)) await tell(world, news);
    expect(await refunds(order.id)).toMatchObject({ status: 'REFUNDED', refunds: [] });
  });

  describe('when a ticket is known to be used', () => {
    it('is refused to the buyer without asking, by name and with the whole order; what is left goes back by name', async () => {
      const order = await world.buy(buyer, tier.id, 2);
      const [used, other] = order.tickets.map(({ id }) => id) as [string, string];
      await tell(world, door.scan(used)!);
      expect(await world.refund(buyer, { orderId: order.id, ticketIds: [used] })).toMatchObject({ reason: 'TICKET_USED' });
      expect(await world.refund(buyer, { orderId: order.id, ticketIds: [used], includeUsed: true })).toMatchObject({
        reason: 'TICKET_USED',
      });
      expect(await asked(world, order.id)).toEqual([]);
      expect(await world.refund(buyer, { orderId: order.id })).toMatchObject({ reason: 'TICKET_USED', unusedTicketIds: [other] });
      expect(await asked(world, order.id)).toEqual([]);
      await answering(order.id, world.refund(buyer, { orderId: order.id, ticketIds: [other] }));
      expect((await asked(world, order.id))[0]!.ticketIds).toEqual([other]);
      expect(await world.refund(buyer, { orderId: order.id })).toMatchObject({
        reason: 'TICKET_USED',
        status: 'PARTIALLY_REFUNDED',
        unusedTicketIds: [],
      });
    });

    it('names what can still be given back, without what is on its way already', async () => {
      const order = await world.buy(buyer, tier.id, 3);
      const [used, waiting, free] = order.tickets.map(({ id }) => id) as [string, string, string];
      await tell(world, door.scan(used)!);
      expect(await world.refund(buyer, { orderId: order.id, ticketIds: [waiting] })).toMatchObject({ refund: { status: 'REQUESTED' } });
      expect(await world.refund(buyer, { orderId: order.id })).toMatchObject({ reason: 'TICKET_USED', unusedTicketIds: [free] });
      expect(await world.refund(buyer, { orderId: order.id, ticketIds: [free] })).toMatchObject({ refund: { status: 'REQUESTED' } });
    });

    it('is refunded by the box office on purpose, and the entry is taken back', async () => {
      const order = await world.buy(buyer, tier.id);
      await tell(world, door.scan(order.tickets[0]!.id)!);
      expect(await world.refund(organiser, { orderId: order.id })).toMatchObject({ reason: 'TICKET_USED' });
      expect(await answering(order.id, world.refund(organiser, { orderId: order.id, includeUsed: true }))).toMatchObject({
        order: { status: 'REFUNDED' },
        refund: { status: 'MADE' },
      });
      expect(door.isInside(order.tickets[0]!.id)).toBe(false);
      expect((await asked(world, order.id))[0]!.force).toBe(true);
    });

    it('is as good as before when the entry was a mistake', async () => {
      const order = await world.buy(buyer, tier.id);
      const news = door.scan(order.tickets[0]!.id)!;
      await tell(world, news);
      await tell(world, { ...news, version: 2, state: 'REVOKED' });
      expect((await refunds(order.id)).tickets).toEqual([{ id: order.tickets[0]!.id, status: 'VALID', usedAt: null }]);
    });
  });

  it('gives everybody everything back when the event is called off: used tickets, and those the door is asked for', async () => {
    const [one, two] = [await world.buy(buyer, tier.id, 2), await world.buy(buyer, tier.id)];
    await tell(world, door.scan(one.tickets[0]!.id)!);
    await world.refund(buyer, { orderId: two.id });
    await world.tell('event.changed', tier.event.eventId, { ...tier.event, version: 2, status: 'CANCELLED' });
    await world.subgraph.runJob('refund-cancelled-events');
    await world.subgraph.runJob('make-refunds');
    for (const { id } of [one, two]) expect((await refunds(id)).status).toBe('REFUNDED');
    // The answer comes too late to change anything.
    for (const news of door.answer((await asked(world, two.id))[0]!)) await tell(world, news);
    expect(await refunds(two.id)).toMatchObject({ status: 'REFUNDED', refunds: [{ status: 'MADE' }], tickets: [{ status: 'REFUNDED' }] });
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('does not ask long before the door opens', async () => {
    const { id } = await world.aTier();
    const order = await world.buy(buyer, id);
    expect(await world.refund(buyer, { orderId: order.id })).toMatchObject({ refund: { status: 'MADE' } });
    expect(await asked(world, order.id)).toEqual([]);
  });
});
