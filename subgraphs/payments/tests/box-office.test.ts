import { randomUUID } from 'node:crypto';
import { print } from 'graphql';
import type { Viewer } from '@marquee/platform';
import { aViewer, eventually, type Data } from '@marquee/platform/testing';
import type { OrderPaid, OrderRefunded, TicketChanged, TicketReturnRequested } from '@marquee/schema/topics';
import { balanceOf, confirm, owed, sell, undo } from './box-office';
import { Door } from './fixtures/door';
import { SellAtBoxOfficeDocument, SetUpPayeeDocument } from './generated/documents';
import { aPerson } from './people';
import { startWorld, type World } from './world';

const HOUR = 3_600_000;
const MINUTE = 60_000;

const factsOf = async <Fact>(world: World, topic: string, orderId: string): Promise<Fact[]> =>
  (
    await world.sql<{ payload: Fact }>(`SELECT payload FROM outbox WHERE topic = $1 AND payload ->> 'orderId' = $2 ORDER BY sequence`, [
      topic,
      orderId,
    ])
  ).map(({ payload }) => payload);

describe('the box office', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ settings: { TAX_BASIS_POINTS: '1300' } });
  });
  afterEach(async () => {
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('sells to a guest without an account, whose tickets those who sell can print', async () => {
    const tier = await world.aTier({ price: 2500 });
    const seller = aViewer();
    await world.tell('event.changed', tier.event.eventId, { ...tier.event, version: 2, team: [{ userId: seller.id, role: 'BOX_OFFICE' }] });
    const { order } = await sell(world, seller, tier, { expectedTotalMinor: 5000, idempotencyKey: 'a' }, 2);
    expect(order).toMatchObject({
      status: 'PAID',
      total: { amountMinor: 5000 },
      payment: null,
      boxOffice: { tender: 'CASH', soldBy: { id: seller.id }, isToGuest: true },
      tickets: [{ status: 'VALID' }, { status: 'VALID' }],
    });
    expect(new Set(order!.tickets.map(({ code }) => code?.length))).toEqual(new Set([20]));
    expect((await sell(world, seller, tier, { expectedTotalMinor: 5000, idempotencyKey: 'a' }, 2)).order!.id).toBe(order!.id);
    expect(await sell(world, seller, tier, { expectedTotalMinor: 5000, idempotencyKey: 'a' }, 1)).toMatchObject({
      __typename: 'KeyReused',
    });
    expect(await world.remaining(tier.id)).toBe(8);

    const [paid] = await factsOf<OrderPaid>(world, 'order.paid', order!.id);
    expect(paid).toMatchObject({ userId: order!.id, guest: true, total: { amountMinor: 5000 } });
    const named = await factsOf<TicketChanged>(world, 'ticket.changed', order!.id);
    expect(named.map(({ userId, attendeeName }) => [userId, attendeeName])).toEqual(order!.tickets.map(() => [order!.id, 'Gwen Guest']));
    const ofOrder =
      '{ id buyer { id } documents { kind total { amountMinor } } tickets { code attendeeName holder { id } } boxOffice { tender } }';
    const seen = async (by: Viewer) => (await world.entity(by, { __typename: 'Order', id: order!.id }, ofOrder)).data!._entities[0];
    expect(await seen(tier.organiser)).toMatchObject({
      documents: [{ kind: 'RECEIPT', total: { amountMinor: 5000 } }],
      // Nobody has the id of a guest without an account.
      buyer: null,
      tickets: [1, 2].map(() => ({ attendeeName: 'Gwen Guest', holder: null })),
    });
    expect(await seen(aViewer())).toBeNull();
    const mine = '{ orders(first: 5) { totalCount } tickets(first: 5) { totalCount } }';
    expect((await world.entity(tier.organiser, { __typename: 'User', id: tier.organiser.id }, mine)).data!._entities[0]).toEqual({
      orders: { totalCount: 0 },
      tickets: { totalCount: 0 },
    });
    // Taken off the team: nothing is theirs any more.
    await world.tell('event.changed', tier.event.eventId, { ...tier.event, version: 3, team: [] });
    expect(await seen(seller)).toBeNull();
    expect(await undo(world, seller, order!.id)).toMatchObject({ __typename: 'NotFound' });
  });

  it('sells to a person with an account, who has the tickets and the order like any other, whatever they bought before', async () => {
    const tier = await world.aTier({ quantity: 30, maxPerPerson: 2 });
    const guest = await aPerson(world);
    await world.buy(guest, tier.id, 2);
    const { order } = await sell(world, tier.organiser, tier, { toUserId: guest.id, tender: 'OWN_TERMINAL' }, 3);
    expect(order).toMatchObject({ buyer: { id: guest.id }, boxOffice: { tender: 'OWN_TERMINAL', isToGuest: false } });
    expect(order!.tickets.map(({ code }) => code)).toEqual([null, null, null]);
    const fields = '{ payments { processor status amount { amountMinor } } tickets { code holder { id } } boxOffice { tender } }';
    expect((await world.entity(guest, { __typename: 'Order', id: order!.id }, fields)).data!._entities[0]).toMatchObject({
      payments: [{ processor: 'terminal', status: 'SUCCEEDED', amount: { amountMinor: 7500 } }],
      tickets: [1, 2, 3].map(() => ({ code: expect.stringMatching(/^.{20}$/) as string, holder: { id: guest.id } })),
      boxOffice: null,
    });
    const [paid] = await factsOf<OrderPaid>(world, 'order.paid', order!.id);
    expect(paid).toMatchObject({ userId: guest.id });
    expect(paid).not.toHaveProperty('guest');
    const offer = `mutation($input: OfferResaleInput!) { offerResale(input: $input) { __typename ... on UserError { message } } }`;
    expect((await world.run(guest, offer, { input: { ticketId: order!.tickets[0]!.id } })).offerResale).toMatchObject({
      __typename: 'ResaleClosed',
    });
  });

  it('refuses what it cannot sell, and whoever does not sell', async () => {
    const tier = await world.aTier({ quantity: 2 });
    const { organiser } = tier;
    expect(await sell(world, aViewer(), tier)).toMatchObject({ __typename: 'NotAllowed' });
    const input = { items: [{ tierId: tier.id, quantity: 1 }], tender: 'CASH', guestName: 'Gwen' };
    const { errors } = await world.execute(null, print(SellAtBoxOfficeDocument), { input });
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(await sell(world, organiser, { id: randomUUID() })).toMatchObject({ __typename: 'NotFound' });
    expect(await sell(world, organiser, tier, { guestName: null })).toMatchObject({ __typename: 'InvalidInput', field: 'guestName' });
    expect(await sell(world, organiser, tier, { guestName: 'G', toUserId: aViewer().id })).toMatchObject({ __typename: 'InvalidInput' });
    expect(await sell(world, organiser, tier, { guestName: '4242 4242 4242 4242' })).toMatchObject({ __typename: 'InvalidInput' });
    expect(await sell(world, organiser, tier, { toUserId: aViewer().id })).toMatchObject({ __typename: 'NotFound' });
    const suspended = await aPerson(world, { active: false });
    expect(await sell(world, organiser, tier, { toUserId: suspended.id })).toMatchObject({ __typename: 'NotFound' });
    expect(await sell(world, organiser, tier, { expectedTotalMinor: 1 })).toMatchObject({ __typename: 'Conflict' });
    expect(await sell(world, organiser, tier, {}, 3)).toMatchObject({ __typename: 'SoldOut', remaining: 2 });
    expect(await sell(world, organiser, tier, { promoCodes: ['nothing'] })).toMatchObject({ __typename: 'PromoRefused' });
    const update = `mutation($input: UpdateTicketTierInput!) { updateTicketTier(input: $input) { __typename } }`;
    await world.run(organiser, update, { input: { tierId: tier.id, onSale: false } });
    expect(await sell(world, organiser, tier)).toMatchObject({ __typename: 'SalesClosed', reason: 'TIER_CLOSED' });
    expect(await world.remaining(tier.id)).toBe(2);
    const over = await world.aTier();
    await world.tell('event.changed', over.event.eventId, { ...over.event, version: 2, status: 'CANCELLED', change: 'CANCELLED' });
    expect(await sell(world, over.organiser, over)).toMatchObject({ __typename: 'SalesClosed', reason: 'CANCELLED' });
  });

  it('takes codes, sells what costs nothing, and frees places that nobody pays for', async () => {
    const tier = await world.aTier({ quantity: 4, price: 60 });
    const { organiser, event } = tier;
    const code = `mutation($input: CreatePromoCodeInput!) { createPromoCode(input: $input) { __typename } }`;
    await world.run(organiser, code, {
      input: { eventId: event.eventId, code: 'Half', kind: 'PERCENT', basisPoints: 5_000, maxPerPerson: 2 },
    });
    // Below what processors charge, and counted for each guest alone.
    for (const guestName of ['Ada', 'Bob'])
      expect(await sell(world, organiser, tier, { guestName, promoCodes: ['half'] })).toMatchObject({
        order: { total: { amountMinor: 30 } },
      });
    expect(await sell(world, organiser, tier, { promoCodes: ['half'] }, 3)).toMatchObject({ __typename: 'PromoRefused' });
    await world.checkout(aViewer(), [{ tierId: tier.id, quantity: 2 }]);
    expect(await sell(world, organiser, tier)).toMatchObject({ __typename: 'SoldOut' });
    world.clock.advance(16 * MINUTE);
    expect(await sell(world, organiser, tier, {}, 2)).toMatchObject({ order: { status: 'PAID' } });
    const free = await world.aTier({ price: 0 });
    const { order } = await sell(world, free.organiser, free);
    expect(order).toMatchObject({ status: 'PAID', boxOffice: { tender: null } });
    expect(await undo(world, free.organiser, order!.id)).toMatchObject({ order: { status: 'REFUNDED' }, refund: null });
  });

  it('frees what nobody pays for where the event, and no tier, has too few places for all that is bought', async () => {
    const tier = await world.aTier({ places: 3 });
    await world.checkout(aViewer(), [{ tierId: tier.id, quantity: 2 }]);
    expect(await sell(world, tier.organiser, tier, {}, 2)).toMatchObject({ __typename: 'SoldOut' });
    world.clock.advance(16 * MINUTE);
    expect(await sell(world, tier.organiser, tier, {}, 2)).toMatchObject({ order: { status: 'PAID' } });
  });

  it('undoes a sale within a quarter of an hour, once, and has the money back in its hand', async () => {
    const tier = await world.aTier({ quantity: 3 });
    const { organiser } = tier;
    const before = await balanceOf(world, 'SELLER_CASH');
    const { order } = await sell(world, organiser, tier, {}, 3);
    expect(await balanceOf(world, 'SELLER_CASH')).toBe(before + 7500);
    expect(await undo(world, aViewer(), order!.id)).toMatchObject({ __typename: 'NotFound' });
    const undone = await undo(world, organiser, order!.id, 'once');
    expect(undone).toMatchObject({ order: { status: 'REFUNDED' }, refund: { status: 'MADE', isBySeller: true } });
    expect(await undo(world, organiser, order!.id, 'once')).toMatchObject({ refund: { id: undone.refund!.id, status: 'MADE' } });
    expect(await undo(world, organiser, order!.id)).toMatchObject({ __typename: 'NotRefundable', reason: 'ORDER_STATUS' });
    expect(await balanceOf(world, 'SELLER_CASH')).toBe(before);
    expect(await world.remaining(tier.id)).toBe(3);
    const [told] = await factsOf<OrderRefunded>(world, 'order.refunded', order!.id);
    expect(told).toMatchObject({ userId: order!.id, guest: true, takenFrom: [] });
    const late = (await sell(world, organiser, tier)).order!;
    world.clock.advance(16 * MINUTE);
    expect(await undo(world, organiser, late.id)).toMatchObject({ __typename: 'Conflict' });
    const bought = await world.buy(aViewer(), tier.id);
    expect(await undo(world, organiser, bought.id)).toMatchObject({ __typename: 'NotFound' });
  });

  it('gives money back by hand, which no processor is asked for, and is told of what it still owes', async () => {
    const tier = await world.aTier();
    const { organiser, event } = tier;
    const { order } = await sell(world, organiser, tier, {}, 2);
    const refunded = await world.refund(organiser, { orderId: order!.id, ticketIds: [order!.tickets[0]!.id] });
    expect(refunded.refund).toMatchObject({ status: 'PROMISED' });
    const [refund] = await world.sql<{ id: string }>('SELECT id FROM refunds WHERE order_id = $1', [order!.id]);
    await world.subgraph.runJob('make-refunds');
    expect(await owed(world, organiser, event.eventId)).toMatchObject({
      totalCount: 1,
      nodes: [{ id: refund!.id, status: 'PROMISED', amount: { amountMinor: 2500 }, order: { id: order!.id } }],
    });
    expect(await owed(world, aViewer(), event.eventId)).toBeNull();
    expect(await confirm(world, aViewer(), refund!.id)).toMatchObject({ __typename: 'NotFound' });
    const answers = await Promise.all([1, 2, 3, 4].map(() => confirm(world, organiser, refund!.id)));
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual(
      ['ConfirmCashReturnedSuccess', ...['Conflict', 'Conflict', 'Conflict']].sort(),
    );
    expect(await world.sql(`SELECT 1 FROM ledger_entries WHERE refund_id = $1 AND kind = 'REFUND_MADE'`, [refund!.id])).toHaveLength(1);
    expect(await owed(world, organiser, event.eventId)).toMatchObject({ totalCount: 0 });
    const sold = await world.buy(aViewer(), tier.id);
    await world.refund(organiser, { orderId: sold.id });
    const [byCard] = await world.sql<{ id: string }>('SELECT id FROM refunds WHERE order_id = $1', [sold.id]);
    expect(await confirm(world, organiser, byCard!.id)).toMatchObject({ __typename: 'NotFound' });
  });

  it('owes all of it when the event is called off', async () => {
    const tier = await world.aTier();
    const { organiser, event } = tier;
    const person = await aPerson(world);
    const guest = (await sell(world, organiser, tier)).order!;
    await sell(world, organiser, tier, { toUserId: person.id }, 2);
    await world.tell('event.changed', event.eventId, { ...event, version: 2, status: 'CANCELLED', change: 'CANCELLED' });
    await world.subgraph.runJob('refund-cancelled-events');
    await world.subgraph.runJob('make-refunds');
    const { nodes } = await owed(world, organiser, event.eventId);
    expect((nodes as Data[]).map(({ amount }) => amount.amountMinor as number).sort()).toEqual([2500, 5000]);
    // Who bought sees it, and is no one to say that it was handed over.
    const theirs = (nodes as Data[]).find(({ order }) => order.id !== guest.id)!;
    expect(await confirm(world, person, theirs.id as string)).toMatchObject({ __typename: 'NotAllowed' });
    for (const { id } of nodes as Data[])
      expect(await confirm(world, organiser, id as string)).toMatchObject({ refund: { status: 'MADE' } });
    expect(await owed(world, organiser, event.eventId)).toMatchObject({ totalCount: 0 });
  });

  it('stands apart in reports and in the books, and what is not the seller’s is set off in their next payout', async () => {
    const tier = await world.aTier({ quantity: 50 });
    const { organiser, event } = tier;
    const setUp = { country: 'CA', schedule: 'IMMEDIATE' as const };
    await world.run(organiser, SetUpPayeeDocument, { input: setUp });
    const clearing = await balanceOf(world, 'PROCESSOR_CLEARING');
    await sell(world, organiser, tier, {}, 4);
    expect(await balanceOf(world, 'PROCESSOR_CLEARING')).toBe(clearing);
    const rows = (
      await world.entity(
        organiser,
        { __typename: 'Event', id: event.eventId },
        '{ salesReport(by: CHANNEL) { channel paid { amountMinor } earned { amountMinor } } }',
      )
    ).data!._entities[0].salesReport as Data[];
    expect(rows).toMatchObject([{ channel: 'BOX_OFFICE', paid: { amountMinor: 10_000 } }]);
    const kept = 10_000 - (rows[0]!.earned.amountMinor as number);
    const online = await world.buy(aViewer(), tier.id, 2);
    const [{ creator }] = (await world.sql<{ creator: string }>('SELECT creator_minor AS creator FROM revenue_shares WHERE order_id = $1', [
      online.id,
    ])) as [{ creator: string }];
    world.clock.advance(Date.parse(event.endsAt) - world.clock.now().getTime() + 25 * HOUR);
    await world.subgraph.runJob('promise-payouts');
    await world.subgraph.runJob('make-payouts');
    const payouts = await world.sql<{ amount: string; status: string }>(
      'SELECT amount_minor AS amount, status FROM payouts WHERE payee_id = $1',
      [organiser.id],
    );
    expect(payouts.map(({ amount, status }) => [Number(amount), status])).toEqual([[Number(creator) - kept, 'MADE']]);
    expect(await world.sql(`SELECT 1 FROM ledger_accounts WHERE owner_id = $1 AND kind = 'SELLER_CASH'`, [organiser.id])).toHaveLength(1);
  });

  it('asks the door while that is open: who was let in stays, and what comes back late waits to be handed over', async () => {
    const organiser = aViewer();
    const startsAt = new Date(world.clock.now().getTime() + HOUR);
    const event = await world.anEvent({
      creatorId: organiser.id,
      startsAt: startsAt.toISOString(),
      endsAt: new Date(startsAt.getTime() + 3 * HOUR).toISOString(),
    });
    const tier = await world.aTier({ event, organiser });
    const door = new Door(event.eventId);
    const askedFor = async (orderId: string) => factsOf<TicketReturnRequested>(world, 'ticket.return_requested', orderId);
    const answering = async (orderId: string, change: Promise<Data>) => {
      await eventually(async () => {
        const [request] = await askedFor(orderId);
        if (!request) throw new Error('the door was not asked');
        for (const news of door.answer(request)) await world.tell('ticket.at_door', event.eventId, news);
      });
      return change;
    };
    const inside = (await sell(world, organiser, tier)).order!;
    await world.tell('ticket.at_door', event.eventId, door.scan(inside.tickets[0]!.id)!);
    expect(await undo(world, organiser, inside.id)).toMatchObject({ __typename: 'NotRefundable', reason: 'TICKET_USED' });
    const outside = (await sell(world, organiser, tier)).order!;
    expect(await answering(outside.id, undo(world, organiser, outside.id))).toMatchObject({
      order: { status: 'REFUNDED' },
      refund: { status: 'MADE' },
    });
    const gratis = await world.aTier({ event, organiser, price: 0 });
    const free = (await sell(world, organiser, gratis)).order!;
    expect(await answering(free.id, undo(world, organiser, free.id))).toMatchObject({ order: { status: 'REFUNDED' }, refund: null });
    // Nothing went back: nobody has to hand anything over, and no processor is asked.
    const made = await world.sql('SELECT status, by_seller, next_attempt_at FROM refunds WHERE order_id = $1', [free.id]);
    expect(made).toEqual([{ status: 'MADE', by_seller: false, next_attempt_at: null }]);
    const silent = (await sell(world, organiser, tier)).order!;
    const asked = await undo(world, organiser, silent.id, 'silent');
    expect(asked).toMatchObject({ order: { status: 'PAID' }, refund: { status: 'REQUESTED' } });
    expect(await confirm(world, organiser, asked.refund!.id)).toMatchObject({ __typename: 'Conflict' });
    const [request] = await askedFor(silent.id);
    for (const news of door.answer(request!)) await world.tell('ticket.at_door', event.eventId, news);
    // The same request again confirms nothing: whether the guest has it by now only a seller can say.
    expect(await undo(world, organiser, silent.id, 'silent')).toMatchObject({ refund: { id: asked.refund!.id, status: 'PROMISED' } });
    expect(await owed(world, organiser, event.eventId)).toMatchObject({ nodes: [{ id: asked.refund!.id }] });
    expect(await confirm(world, organiser, asked.refund!.id)).toMatchObject({ refund: { status: 'MADE' } });
  });

  it('gives guests their own places when somebody is erased in whose name an older version kept them', async () => {
    const [organizationId, maker, other, seller] = [randomUUID(), aViewer(), aViewer(), aViewer()];
    const employ = (viewer: Viewer, role: string) =>
      world.tell('organization.member_changed', organizationId, { organizationId, version: 1, userId: viewer.id, role });
    await employ(maker, 'OWNER');
    await employ(other, 'OWNER');
    await employ(seller, 'MANAGER');
    const tier = await world.aTier({ event: await world.anEvent({ creatorId: maker.id, organizationId }), organiser: maker });
    const { order } = await sell(world, seller, tier);
    await world.sql('UPDATE orders SET in_name_of = $2 WHERE id = $1', [order!.id, maker.id]);
    for (const gone of [seller, maker])
      await world.tell('user.erased', gone.id, { userId: gone.id, version: 2, erasedAt: world.clock.now().toISOString() });
    const told = (await factsOf<TicketChanged>(world, 'ticket.changed', order!.id)).at(-1)!;
    expect(told).toMatchObject({ userId: order!.id, attendeeName: 'Gwen Guest' });
    expect(await world.sql('SELECT 1 FROM orders WHERE sold_by = ANY ($1) OR in_name_of = ANY ($1)', [[seller.id, maker.id]])).toEqual([]);
    const seen = (await world.entity(other, { __typename: 'Order', id: order!.id }, '{ tickets { code } boxOffice { tender } }')).data!;
    expect(seen._entities[0]).toMatchObject({ tickets: [{ code: expect.any(String) as string }], boxOffice: { tender: 'CASH' } });
    expect(await undo(world, other, order!.id)).toMatchObject({ refund: { status: 'MADE' } });
  });
});
