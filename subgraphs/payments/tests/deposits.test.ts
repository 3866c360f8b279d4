import type { Viewer } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import { Door } from './fixtures/door';
import { aPerson } from './people';
import { startWorld, type Tier, type TierParts, type World } from './world';

const HOUR = 3_600_000;

const SET = `mutation($input: SetTierDepositInput!) { setTierDeposit(input: $input) { __typename ... on UserError { message }
  ... on SetTierDepositSuccess { tier { version deposit { amount { amountMinor } waivedFrom keptAfterHours dueFromViewer { amountMinor } } } } } }`;
const ORDER = `query($id: ID!) { order(id: $id) { status total { amountMinor } refundedTotal { amountMinor } taxTotal { amountMinor }
  items { unitPrice { amountMinor } deposit { amountMinor } }
  deposit { charged { amountMinor } held { amountMinor } returned { amountMinor } kept { amountMinor } deposits { status reason endedAt amount { amountMinor } ticket { id } } }
  grossRevenueShare { total { amountMinor } platform { amountMinor } } refunds { amount { amountMinor } status isDeposit }
  documents { kind total { amountMinor } deposit { amountMinor } notes lines { text } } payments { amount { amountMinor } } } }`;

const setDeposit = async (world: World, tier: Tier, depositMinor = 1_000, more: object = {}, by: Viewer = tier.organiser) =>
  (await world.run(by, SET, { input: { tierId: tier.id, depositMinor, ...more } })).setTierDeposit;
const orderOf = async (world: World, by: Viewer, id: string) => (await world.run(by, ORDER, { id })).order;

/** A tier for which 10.00 are deposited: of a free event, unless it costs something. */
async function aTierWithDeposit(
  world: World,
  parts: TierParts = {},
  depositMinor = 1_000,
  more: object = {},
): Promise<Tier & { door: Door }> {
  const tier = await world.aTier({ price: 0, ...parts });
  expect(await setDeposit(world, tier, depositMinor, more)).toMatchObject({ __typename: 'SetTierDepositSuccess' });
  return { ...tier, door: new Door(tier.event.eventId) };
}

const come = async (world: World, { door, event }: Tier & { door: Door }, ticketId: string) =>
  world.tell('ticket.at_door', event.eventId, { ...door.scan(ticketId)!, at: world.clock.now().toISOString() });

/** The event is over, and so is the time in which nothing is kept. */
const afterEvent = (world: World, { event }: Tier, hours = 25) =>
  world.clock.advance(Date.parse(event.endsAt) - world.clock.now().getTime() + hours * HOUR);

/** Somebody else comes, so that it is known who came. */
async function somebodyComes(world: World, tier: Tier & { door: Door }) {
  const order = await world.buy(aViewer(), tier.id);
  await come(world, tier, order.tickets[0]!.id);
}

const settle = async (world: World) => {
  await world.subgraph.runJob('settle-deposits');
  await world.subgraph.runJob('make-refunds');
};
const balanceOf = async (world: World, account: string) =>
  (await world.health()).balances.find((balance) => balance.account === account)?.balanceMinor ?? 0;
const healthy = async (world: World) => expect(await world.health()).toMatchObject({ healthy: true, breaks: [] });
const told = async (world: World) =>
  (await world.sql<{ payload: Record<string, unknown> }>(`SELECT payload FROM outbox WHERE topic = 'deposit.ended' ORDER BY sequence`)).map(
    ({ payload }) => payload,
  );
const owedTo = async (world: World, ownerId: string) =>
  Number(
    (
      await world.sql<{ owed: string }>(
        `SELECT COALESCE(SUM(CASE p.side WHEN 'CREDIT' THEN p.amount_minor ELSE -p.amount_minor END), 0) AS owed
         FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id WHERE a.owner_id = $1`,
        [ownerId],
      )
    )[0]!.owed,
  );

describe('a deposit (A24)', () => {
  it('is charged with the order on a line of its own: no tax, no share, no revenue; the receipt says on which terms', async () => {
    const world = await startWorld({ settings: { TAX_BASIS_POINTS: '1300' } });
    const tier = await aTierWithDeposit(world, { price: 2_500 });
    const buyer = aViewer();
    const { order, payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 2 }]);
    expect(payment!.amount.amountMinor).toBe(7_000);
    expect(await orderOf(world, buyer, order.id)).toMatchObject({
      deposit: { charged: { amountMinor: 2_000 }, held: { amountMinor: 0 }, deposits: [] },
    });
    // What is asked for later is another order's.
    await setDeposit(world, tier, 3_000);
    await world.confirm(buyer, payment!.id);
    expect(await orderOf(world, buyer, order.id)).toMatchObject({
      status: 'PAID',
      total: { amountMinor: 7_000 },
      taxTotal: { amountMinor: 575 },
      items: [{ unitPrice: { amountMinor: 2_500 }, deposit: { amountMinor: 1_000 } }],
      deposit: {
        ...{ charged: { amountMinor: 2_000 }, held: { amountMinor: 2_000 }, returned: { amountMinor: 0 }, kept: { amountMinor: 0 } },
        deposits: [{ status: 'HELD', reason: null, endedAt: null, amount: { amountMinor: 1_000 } }, { status: 'HELD' }],
      },
      documents: [
        {
          ...{ kind: 'RECEIPT', total: { amountMinor: 5_000 }, deposit: { amountMinor: 2_000 }, lines: [{ text: 'Evening' }] },
          notes: [expect.stringContaining('A deposit of 20.00 CAD was charged besides')],
        },
      ],
    });
    expect((await orderOf(world, tier.organiser, order.id)).grossRevenueShare).toMatchObject({
      total: { amountMinor: 5_000 },
      platform: { amountMinor: 200 },
    });
    expect(await balanceOf(world, 'DEPOSITS')).toBe(-2_000);
    await healthy(world);
  });

  it('of a free place is all that is charged, and has a receipt, too; the platform advances what the processor takes', async () => {
    const world = await startWorld();
    const tier = await aTierWithDeposit(world);
    const buyer = aViewer();
    const order = await world.buy(buyer, tier.id);
    expect(await orderOf(world, buyer, order.id)).toMatchObject({
      ...{ total: { amountMinor: 1_000 }, grossRevenueShare: null, payments: [{ amount: { amountMinor: 1_000 } }] },
      documents: [{ kind: 'RECEIPT', total: { amountMinor: 0 }, deposit: { amountMinor: 1_000 } }],
    });
    expect(await owedTo(world, tier.organiser.id)).toBe(0);
    expect(await balanceOf(world, 'PROCESSING_FEES')).toBe(0);
    expect(await balanceOf(world, 'PLATFORM_REVENUE')).toBeGreaterThan(0);
    await healthy(world);
  });

  it('is paid by two cards like any order', async () => {
    const world = await startWorld();
    const tier = await aTierWithDeposit(world, { price: 500 });
    const buyer = aViewer();
    const { order, payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]);
    const input = { paymentId: payment!.id, amountsMinor: [900, 600] };
    await world.run(buyer, 'mutation($input: SplitPaymentInput!) { splitPayment(input: $input) { __typename } }', { input });
    const ids = (await world.sql<{ id: string }>('SELECT id FROM payments WHERE superseded_at IS NULL ORDER BY position')).map(
      ({ id }) => id,
    );
    for (const id of ids) await world.confirm(buyer, id);
    await healthy(world);
    await come(world, tier, (await world.sql<{ id: string }>('SELECT id FROM tickets'))[0]!.id);
    await world.subgraph.runJob('make-refunds');
    const { refunds, deposit } = await orderOf(world, buyer, order.id);
    expect(refunds.map((one: { amount: { amountMinor: number } }) => one.amount.amountMinor).sort()).toEqual([400, 600]);
    expect(deposit).toMatchObject({ returned: { amountMinor: 1_000 } });
    await healthy(world);
  });

  it('is returned when somebody is checked in with the ticket, once, and its buyer is told', async () => {
    const world = await startWorld();
    const tier = await aTierWithDeposit(world, { price: 2_500 });
    const buyer = aViewer();
    const order = await world.buy(buyer, tier.id, 2);
    const [first] = order.tickets;
    await come(world, tier, first!.id);
    await settle(world);
    expect(await orderOf(world, buyer, order.id)).toMatchObject({
      ...{
        status: 'PAID',
        refundedTotal: { amountMinor: 0 },
        refunds: [{ amount: { amountMinor: 1_000 }, status: 'MADE', isDeposit: true }],
      },
      deposit: { held: { amountMinor: 1_000 }, returned: { amountMinor: 1_000 } },
    });
    const { deposits } = (await orderOf(world, buyer, order.id)).deposit;
    expect(deposits.find(({ ticket }: { ticket: { id: string } }) => ticket.id === first!.id)).toMatchObject({ reason: 'CHECKED_IN' });
    // The entry was a mistake: what went back stays there.
    await world.tell('ticket.at_door', tier.event.eventId, {
      ...{ eventId: tier.event.eventId, ticketId: first!.id, version: 9, state: 'REVOKED', at: world.clock.now().toISOString() },
    });
    await world.tell('ticket.at_door', tier.event.eventId, {
      ...{ eventId: tier.event.eventId, ticketId: first!.id, version: 10, state: 'ADMITTED', at: world.clock.now().toISOString() },
    });
    await settle(world);
    expect(await told(world)).toEqual([
      expect.objectContaining({
        userId: buyer.id,
        status: 'RETURNED',
        reason: 'CHECKED_IN',
        deposits: 1,
        amount: { amountMinor: 1_000, currency: 'CAD' },
      }),
    ]);
    await healthy(world);
  });

  it('is kept where nobody came, once the event is over and the time after it: the organiser earns it, less the fee on it', async () => {
    const world = await startWorld();
    const tier = await aTierWithDeposit(world);
    const buyer = aViewer();
    const order = await world.buy(buyer, tier.id);
    await somebodyComes(world, tier);
    afterEvent(world, tier, 23);
    await settle(world);
    expect(await orderOf(world, buyer, order.id)).toMatchObject({ deposit: { held: { amountMinor: 1_000 } } });
    world.clock.advance(2 * HOUR);
    await settle(world);
    await settle(world);
    expect(await orderOf(world, buyer, order.id)).toMatchObject({
      deposit: { kept: { amountMinor: 1_000 }, held: { amountMinor: 0 }, deposits: [{ status: 'KEPT', reason: 'NO_SHOW' }] },
      refunds: [],
    });
    const fee = Number((await world.sql<{ fee: string }>('SELECT fee_minor AS fee FROM deposits WHERE order_id = $1', [order.id]))[0]!.fee);
    expect(fee).toBeGreaterThan(0);
    expect(await owedTo(world, tier.organiser.id)).toBe(1_000 - fee);
    expect(await told(world)).toContainEqual(expect.objectContaining({ userId: buyer.id, status: 'KEPT', reason: 'NO_SHOW' }));
    const { data } = await world.entity(tier.organiser, { __typename: 'Event', id: tier.event.eventId }, REPORT);
    expect(data!._entities[0]).toEqual({
      depositReport: {
        count: 2,
        charged: { amountMinor: 2_000 },
        held: { amountMinor: 0 },
        returned: { amountMinor: 1_000 },
        kept: { amountMinor: 1_000 },
      },
      // It is in no row of the sales.
      salesReport: [{ paid: { amountMinor: 0 }, earned: { amountMinor: 0 }, ticketsSold: 2 }],
    });
    await healthy(world);
  });

  it('is returned to everybody where nobody at all was checked in: the organiser keeps nothing by leaving the door alone', async () => {
    const world = await startWorld();
    const tier = await aTierWithDeposit(world);
    const buyer = aViewer();
    const order = await world.buy(buyer, tier.id);
    afterEvent(world, tier);
    await settle(world);
    expect(await orderOf(world, buyer, order.id)).toMatchObject({ deposit: { deposits: [{ status: 'RETURNED', reason: 'NO_CHECK_IN' }] } });
    await healthy(world);
  });

  it('goes back with the ticket in time, and whole however little goes back of the price; too late it stays', async () => {
    const world = await startWorld();
    const tier = await aTierWithDeposit(world, { price: 2_500 });
    const policy = { eventId: tier.event.eventId, refundable: true, steps: [{ hoursBefore: 24, basisPoints: 5_000 }] };
    await world.run(tier.organiser, 'mutation($input: SetRefundPolicyInput!) { setRefundPolicy(input: $input) { __typename } }', {
      input: policy,
    });
    const [early, late] = [aViewer(), aViewer()];
    const order = await world.buy(early, tier.id);
    const kept = await world.buy(late, tier.id);
    expect(await world.refund(early, { orderId: order.id })).toMatchObject({
      __typename: 'RefundOrderSuccess',
      refund: { amount: { amountMinor: 1_250 } },
    });
    await world.subgraph.runJob('make-refunds');
    expect(await orderOf(world, early, order.id)).toMatchObject({
      ...{
        status: 'REFUNDED',
        refundedTotal: { amountMinor: 1_250 },
        deposit: { returned: { amountMinor: 1_000 }, deposits: [{ reason: 'GIVEN_BACK' }] },
      },
    });
    world.clock.advance(Date.parse(tier.event.startsAt) - world.clock.now().getTime() - 12 * HOUR);
    expect(await world.refund(late, { orderId: kept.id })).toMatchObject({ __typename: 'NotRefundable', reason: 'TOO_LATE' });
    expect(await orderOf(world, late, kept.id)).toMatchObject({ deposit: { held: { amountMinor: 1_000 } } });
    // Those who sell may still let somebody off.
    expect(await world.refund(tier.organiser, { orderId: kept.id })).toMatchObject({ __typename: 'RefundOrderSuccess' });
    expect(await orderOf(world, late, kept.id)).toMatchObject({ deposit: { returned: { amountMinor: 1_000 } } });
    await world.subgraph.runJob('make-refunds');
    await healthy(world);
  });

  it('goes back when the event is called off, of free places, too', async () => {
    const world = await startWorld();
    const tier = await aTierWithDeposit(world);
    const buyer = aViewer();
    const order = await world.buy(buyer, tier.id, 2);
    await world.anEvent({ ...tier.event, version: 2, change: 'CANCELLED', status: 'CANCELLED' });
    await world.subgraph.runJob('refund-cancelled-events');
    await settle(world);
    expect(await orderOf(world, buyer, order.id)).toMatchObject({
      status: 'REFUNDED',
      deposit: { returned: { amountMinor: 2_000 }, deposits: [{ reason: 'CALLED_OFF' }, { reason: 'CALLED_OFF' }] },
    });
    expect(await balanceOf(world, 'DEPOSITS')).toBe(0);
    await healthy(world);
  });

  it('is asked of nobody who is reliable enough, where the organiser says so; who has been nowhere deposits', async () => {
    const world = await startWorld();
    const tier = await aTierWithDeposit(world, {}, 1_000, { waivedFrom: 90 });
    const somebody = async (points: number, reliability?: number) => {
      const viewer = await aPerson(world);
      await world.tell('user.updated', viewer.id, { ...personOf(viewer), version: 2, points, reliability });
      return viewer;
    };
    const [reliable, absent, newcomer] = [await somebody(30, 0.95), await somebody(30, 0.6), await somebody(0, 1)];
    const due = async (viewer: Viewer | null) =>
      (await world.entity(viewer, { __typename: 'TicketTier', id: tier.id }, '{ deposit { dueFromViewer { amountMinor } waivedFrom } }'))
        .data!._entities[0].deposit.dueFromViewer.amountMinor;
    expect([await due(reliable), await due(absent), await due(newcomer), await due(null)]).toEqual([0, 1_000, 1_000, 1_000]);
    const free = await world.checkout(reliable, [{ tierId: tier.id, quantity: 1 }]);
    expect([free.order.status, free.payment]).toEqual(['PAID', null]);
    expect(await orderOf(world, reliable, free.order.id)).toMatchObject({ deposit: null, items: [{ deposit: { amountMinor: 0 } }] });
    for (const viewer of [absent, newcomer, aViewer()])
      expect((await world.checkout(viewer, [{ tierId: tier.id, quantity: 1 }])).payment!.amount.amountMinor).toBe(1_000);
    await healthy(world);
  });

  it('goes with a ticket that is given away: when its new holder comes, it is the buyer’s again', async () => {
    const world = await startWorld();
    const tier = await aTierWithDeposit(world);
    const [ann, bob] = [await aPerson(world), await aPerson(world)];
    const order = await world.buy(ann, tier.id);
    const { ticketId } = await given(world, ann, bob, order.tickets[0]!.id);
    await come(world, tier, ticketId);
    await settle(world);
    expect(await orderOf(world, ann, order.id)).toMatchObject({
      deposit: { returned: { amountMinor: 1_000 }, deposits: [{ ticket: { id: ticketId } }] },
    });
    expect(await told(world)).toEqual([expect.objectContaining({ userId: ann.id })]);
    await healthy(world);
  });

  it('of a ticket that is resold goes back to who sold it, and its buyer deposits anew', async () => {
    const world = await startWorld();
    const tier = await aTierWithDeposit(world, { price: 2_500 });
    const [ann, bob] = [await aPerson(world), await aPerson(world)];
    const sold = await world.buy(ann, tier.id);
    const offer = 'mutation($input: OfferResaleInput!) { offerResale(input: $input) { ... on OfferResaleSuccess { resale { id } } } }';
    const { resale } = (await world.run(ann, offer, { input: { ticketId: sold.tickets[0]!.id } })).offerResale;
    const buy =
      'mutation($input: BuyResaleInput!) { buyResale(input: $input) { ... on BuyResaleSuccess { order { id } payment { id amount { amountMinor } } } } }';
    const { order, payment } = (await world.run(bob, buy, { input: { resaleId: resale.id } })).buyResale;
    expect(payment.amount.amountMinor).toBe(3_500);
    await world.confirm(bob, payment.id);
    await world.subgraph.runJob('make-refunds');
    expect(await orderOf(world, ann, sold.id)).toMatchObject({
      refundedTotal: { amountMinor: 2_500 },
      deposit: { returned: { amountMinor: 1_000 } },
    });
    expect(await orderOf(world, bob, order.id)).toMatchObject({ deposit: { held: { amountMinor: 1_000 } } });
    await healthy(world);
  });

  it('goes back to the card of who was erased: nobody can come with their ticket any more', async () => {
    const world = await startWorld();
    const tier = await aTierWithDeposit(world);
    const buyer = await aPerson(world);
    const order = await world.buy(buyer, tier.id);
    await world.tell('user.erased', buyer.id, { userId: buyer.id, version: 2, erasedAt: world.clock.now().toISOString() });
    await settle(world);
    expect(await world.sql('SELECT status::text, reason::text FROM deposits WHERE order_id = $1', [order.id])).toEqual([
      { status: 'RETURNED', reason: 'HOLDER_ERASED' },
    ]);
    expect(await world.sql(`SELECT status::text FROM refunds WHERE is_deposit`)).toEqual([{ status: 'MADE' }]);
    await healthy(world);
  });

  it('is set aside while the bank of its buyer calls it back: won, it is held again; lost, it has gone back', async () => {
    const world = await startWorld();
    for (const price of [0, 2_500]) {
      const tier = await aTierWithDeposit(world, { price });
      for (const [text, status, reason] of [
        ['winning_evidence', 'HELD', null],
        ['I do not know.', 'RETURNED', 'CALLED_BACK'],
      ] as const) {
        const { buyer, orderId, dispute } = await aDisputedOrder(world, tier);
        expect(await orderOf(world, buyer, orderId)).toMatchObject({
          deposit: { held: { amountMinor: 0 }, deposits: [{ status: 'HELD' }] },
        });
        // Somebody comes meanwhile: that is decided on afterwards.
        await healthy(world);
        await dispute(text);
        expect(await orderOf(world, buyer, orderId)).toMatchObject({ deposit: { deposits: [{ status, reason }] } });
        await healthy(world);
        if (status === 'RETURNED') continue;
        const [{ id }] = (await world.sql<{ id: string }>('SELECT id FROM tickets WHERE order_id = $1', [orderId])) as [{ id: string }];
        await come(world, tier, id);
        await settle(world);
        expect(await orderOf(world, buyer, orderId)).toMatchObject({
          deposit: { returned: { amountMinor: 1_000 }, deposits: [{ reason: 'CHECKED_IN' }] },
        });
        await healthy(world);
      }
    }
  });

  it('of a free place that another card has paid stays, with its ticket, when the bank of one card calls its own back for good', async () => {
    const world = await startWorld();
    const tier = await aTierWithDeposit(world);
    const buyer = aViewer();
    const { order, payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 2 }]);
    const input = { paymentId: payment!.id, amountsMinor: [1_000, 1_000] };
    await world.run(buyer, 'mutation($input: SplitPaymentInput!) { splitPayment(input: $input) { __typename } }', { input });
    const ids = (await world.sql<{ id: string }>('SELECT id FROM payments WHERE superseded_at IS NULL ORDER BY position')).map(
      ({ id }) => id,
    );
    await world.confirm(buyer, ids[0]!, 'pm_card_dispute');
    await world.confirm(buyer, ids[1]!);
    await world.subgraph.runJob('watch-disputes');
    await world.subgraph.runJob('find-disputes');
    const [{ id: disputeId }] = (await world.sql<{ id: string }>('SELECT id FROM disputes WHERE order_id = $1', [order.id])) as [
      { id: string },
    ];
    const answer = 'mutation($input: SubmitDisputeEvidenceInput!) { submitDisputeEvidence(input: $input) { __typename } }';
    await world.run(tier.organiser, answer, { input: { disputeId, text: 'I do not know.' } });
    const tickets = await world.sql<{ status: string }>('SELECT status FROM tickets ORDER BY status');
    expect(tickets.map(({ status }) => status)).toEqual(['VALID', 'REFUNDED']);
    const { deposits } = (await orderOf(world, buyer, order.id)).deposit;
    expect(deposits.map(({ status }: { status: string }) => status).sort()).toEqual(['HELD', 'RETURNED']);
    await healthy(world);
  });

  it('is decided on when a dispute is over, for who came meanwhile', async () => {
    const world = await startWorld();
    const tier = await aTierWithDeposit(world, { price: 2_500 });
    const { buyer, orderId, dispute } = await aDisputedOrder(world, tier);
    const [{ id }] = (await world.sql<{ id: string }>('SELECT id FROM tickets WHERE order_id = $1', [orderId])) as [{ id: string }];
    await come(world, tier, id);
    await settle(world);
    expect(await orderOf(world, buyer, orderId)).toMatchObject({ deposit: { deposits: [{ status: 'HELD' }] } });
    await dispute('winning_evidence');
    await settle(world);
    expect(await orderOf(world, buyer, orderId)).toMatchObject({ deposit: { deposits: [{ status: 'RETURNED', reason: 'CHECKED_IN' }] } });
    await healthy(world);
  });

  it('that was kept is the organiser’s loss when the bank calls it back for good', async () => {
    const world = await startWorld();
    const tier = await aTierWithDeposit(world);
    const { buyer, orderId, dispute, watch } = await aDisputedOrder(world, tier, { unheard: true });
    await somebodyComes(world, tier);
    afterEvent(world, tier);
    await settle(world);
    const earned = await owedTo(world, tier.organiser.id);
    expect(earned).toBeGreaterThan(0);
    // The bank tells of it weeks later.
    const now = world.clock.now();
    const respondBy = new Date(now.getTime() + 7 * 24 * HOUR);
    await world.sql('UPDATE sandbox_disputes SET created_at = $1, respond_by = $2', [now, respondBy]);
    await watch();
    await healthy(world);
    await dispute('I do not know.');
    expect(await orderOf(world, buyer, orderId)).toMatchObject({ deposit: { kept: { amountMinor: 0 }, deposits: [{ status: 'KEPT' }] } });
    // The deposit, and the price of the dispute.
    const [{ fee }] = (await world.sql<{ fee: string }>('SELECT fee_minor AS fee FROM disputes')) as [{ fee: string }];
    expect(await owedTo(world, tier.organiser.id)).toBe(earned - 1_000 - Number(fee));
    await healthy(world);
  });

  it('is no part of what goes back of a price when a bank has called part of that back', async () => {
    const world = await startWorld();
    const tier = await aTierWithDeposit(world, { price: 2_500 });
    const buyer = aViewer();
    const order = await world.buy(buyer, tier.id, 2);
    // The sandbox disputes whole payments; a bank may call back a part, here the price of the two.
    const [{ ref }] = (await world.sql<{ ref: string }>('SELECT processor_ref AS ref FROM payments')) as [{ ref: string }];
    await world.sql(
      `INSERT INTO sandbox_disputes (id, intent_id, amount_minor, status, respond_by, created_at) VALUES ('du_part', $1, 3000, 'NEEDS_RESPONSE', $2, $3)`,
      [ref, new Date(world.clock.now().getTime() + 86_400_000), world.clock.now()],
    );
    await world.subgraph.runJob('find-disputes');
    await world.subgraph.runJob('watch-disputes');
    world.clock.advance(2 * 86_400_000);
    await world.subgraph.runJob('watch-disputes');
    await healthy(world);
    const refunded = await world.refund(tier.organiser, { orderId: order.id });
    await world.subgraph.runJob('make-refunds');
    expect(refunded).toMatchObject({ __typename: 'RefundOrderSuccess', refund: { amount: { amountMinor: 2_000 } } });
    expect(await orderOf(world, buyer, order.id)).toMatchObject({ deposit: { returned: { amountMinor: 2_000 } } });
    await healthy(world);
  });

  it('is set by those who sell the tickets, within limits, and seen by everybody who sees the tier', async () => {
    const world = await startWorld();
    const tier = await world.aTier({ price: 0 });
    expect(await setDeposit(world, tier, 1_000, {}, aViewer())).toMatchObject({ __typename: 'NotAllowed' });
    for (const [depositMinor, waivedFrom] of [[-1], [49], [50_001], [0, 90], [1_000, 0], [1_000, 101]] as const)
      expect(await setDeposit(world, tier, depositMinor, { waivedFrom })).toMatchObject({ __typename: 'InvalidInput' });
    const once = await setDeposit(world, tier, 700, { waivedFrom: 80, idempotencyKey: 'one' });
    expect(once).toEqual({
      __typename: 'SetTierDepositSuccess',
      tier: {
        version: 2,
        deposit: { amount: { amountMinor: 700 }, waivedFrom: 80, keptAfterHours: 24, dueFromViewer: { amountMinor: 700 } },
      },
    });
    expect(await setDeposit(world, tier, 700, { waivedFrom: 80, idempotencyKey: 'one' })).toEqual(once);
    expect(await setDeposit(world, tier, 800, { idempotencyKey: 'one' })).toMatchObject({ __typename: 'KeyReused' });
    expect((await world.execute(null, SET, { input: { tierId: tier.id, depositMinor: 700 } })).errors?.[0]?.extensions?.code).toBe(
      'UNAUTHENTICATED',
    );
    expect(
      (await world.entity(null, { __typename: 'TicketTier', id: tier.id }, '{ deposit { amount { amountMinor } } }')).data!._entities[0]
        .deposit,
    ).toEqual({
      amount: { amountMinor: 700 },
    });
    const { data } = await world.entity(aViewer(), { __typename: 'Event', id: tier.event.eventId }, '{ depositReport { count } }');
    expect(data!._entities[0].depositReport).toBeNull();
    await setDeposit(world, tier, 0);
    expect(
      (await world.entity(null, { __typename: 'TicketTier', id: tier.id }, '{ deposit { amount { amountMinor } } }')).data!._entities[0]
        .deposit,
    ).toBeNull();
  });
});

/** An order whose buyer disputes its payment at once; `unheard`: nobody has asked the processor about it yet. */
async function aDisputedOrder(world: World, tier: Tier, { unheard = false } = {}) {
  const buyer = aViewer();
  const { order, payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]);
  await world.confirm(buyer, payment!.id, 'pm_card_dispute');
  const watch = async () => {
    await world.subgraph.runJob('watch-disputes');
    await world.subgraph.runJob('find-disputes');
  };
  if (!unheard) await watch();
  const dispute = async (text: string) => {
    const [{ id }] = (await world.sql<{ id: string }>('SELECT id FROM disputes WHERE order_id = $1', [order.id])) as [{ id: string }];
    const answer = 'mutation($input: SubmitDisputeEvidenceInput!) { submitDisputeEvidence(input: $input) { __typename } }';
    expect((await world.run(tier.organiser, answer, { input: { disputeId: id, text } })).submitDisputeEvidence).toEqual({
      __typename: 'SubmitDisputeEvidenceSuccess',
    });
  };
  return { buyer, orderId: order.id, dispute, watch };
}

const REPORT = `{ depositReport { count charged { amountMinor } held { amountMinor } returned { amountMinor } kept { amountMinor } }
  salesReport(by: CHANNEL) { paid { amountMinor } earned { amountMinor } ticketsSold } }`;

const personOf = ({ id }: Viewer) => ({ userId: id, username: 'ann', displayName: 'Ann', active: true, reputation: 0, privacy: {} });

/** Gives a ticket to somebody, who takes it. Returns the id of the ticket in its place. */
async function given(world: World, from: Viewer, to: Viewer, ticketId: string): Promise<{ ticketId: string }> {
  const offer =
    'mutation($input: TransferTicketInput!) { transferTicket(input: $input) { ... on TransferTicketSuccess { transfer { id } } } }';
  const accept =
    'mutation($input: AcceptTransferInput!) { acceptTransfer(input: $input) { ... on AcceptTransferSuccess { ticket { id } } } }';
  const { transfer } = (await world.run(from, offer, { input: { ticketId, toUserId: to.id } })).transferTicket;
  const { ticket } = (await world.run(to, accept, { input: { transferId: transfer.id } })).acceptTransfer;
  return { ticketId: ticket.id };
}
