import type { Viewer } from '@marquee/platform';
import { aViewer, meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { BuyResaleDocument, GiveMoneyBackDocument, OfferResaleDocument, type GiveMoneyBackInput } from './generated/documents';
import { outcome, startWorld, type Tier, type World } from './world';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SET = `mutation($input: SetRefundPolicyInput!) { setRefundPolicy(input: $input) { __typename ... on UserError { message } ... on SetRefundPolicySuccess { policy { hoursBefore feeMinor steps { hoursBefore basisPoints } } } } }`;
const ORDER = `query($id: ID!) { order(id: $id) { status goesBackNow { amountMinor } refundTerms { until basisPoints fee { amountMinor } }
  refundedTotal { amountMinor } refunds { amount { amountMinor } reason isGoodwill status } revenueShare { total { amountMinor } } } }`;

const give = async (world: World, by: Viewer, input: Partial<GiveMoneyBackInput>) =>
  outcome(
    (await world.run(by, GiveMoneyBackDocument, { input: { reason: 'The heating was off.', ...input } as GiveMoneyBackInput }))
      .giveMoneyBack,
  );
const setPolicy = async (world: World, tier: Tier, input: object) =>
  (await world.run(tier.organiser, SET, { input: { eventId: tier.event.eventId, refundable: true, ...input } })).setRefundPolicy;
const orderOf = async (world: World, by: Viewer, id: string) => (await world.run(by, ORDER, { id })).order;
const daysBefore = (world: World, tier: Tier, days: number) =>
  world.clock.advance(Date.parse(tier.event.startsAt) - days * DAY - world.clock.now().getTime());
const returned = async (world: World) =>
  -Number((await world.sql('SELECT COALESCE(SUM(amount_minor), 0) AS sum FROM sandbox_charges WHERE amount_minor < 0'))[0]!.sum);
const STEPS = [
  { hoursBefore: 7 * 24, basisPoints: 10_000 },
  { hoursBefore: 24, basisPoints: 5_000 },
];

describe('how much goes back of what buyers give back', () => {
  it('is what the organiser says: less and less, less a fee; the order keeps it and shows it before', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    expect(await setPolicy(world, tier, { steps: STEPS, feeMinor: 100 })).toMatchObject({
      policy: { hoursBefore: 24, feeMinor: 100, steps: STEPS },
    });
    const [ann, bob] = [aViewer(), aViewer()];
    const [early, late] = [await world.buy(ann, tier.id), await world.buy(bob, tier.id, 2)];
    await setPolicy(world, tier, {});
    expect(await orderOf(world, ann, early.id)).toMatchObject({
      goesBackNow: { amountMinor: 2_400 },
      refundTerms: [
        { basisPoints: 10_000, fee: { amountMinor: 100 } },
        { basisPoints: 5_000, fee: { amountMinor: 100 } },
      ],
    });
    expect(await world.refund(ann, { orderId: early.id, atLeastMinor: 2_400 })).toMatchObject({ __typename: 'RefundOrderSuccess' });
    daysBefore(world, tier, 3);
    expect((await orderOf(world, bob, late.id)).goesBackNow).toEqual({ amountMinor: 2_300 });
    expect(await world.refund(bob, { orderId: late.id, atLeastMinor: 2_301 })).toMatchObject({ __typename: 'Conflict' });
    expect(await world.refund(bob, { orderId: late.id, ticketIds: [late.tickets[0]!.id] })).toMatchObject({
      order: { status: 'PARTIALLY_REFUNDED', refundedTotal: { amountMinor: 1_150 } },
    });
    daysBefore(world, tier, 0.9);
    expect((await orderOf(world, bob, late.id)).goesBackNow).toBeNull();
    expect(await world.refund(bob, { orderId: late.id })).toMatchObject({ __typename: 'NotRefundable', reason: 'TOO_LATE' });
    await world.subgraph.runJob('make-refunds');
    expect(await returned(world)).toBe(2_400 + 1_150);
    // What was kept stays with those who share in it.
    expect((await orderOf(world, bob, late.id)).revenueShare).toEqual({ total: { amountMinor: 5_000 - 1_150 } });
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('is all that is left of good tickets when the event moves or is called off, whatever the policy', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    await setPolicy(world, tier, { steps: [{ hoursBefore: 0, basisPoints: 2_000 }], feeMinor: 50 });
    const [ann, bob] = [aViewer(), aViewer()];
    const [moved, off] = [await world.buy(ann, tier.id), await world.buy(bob, tier.id, 2)];
    expect((await orderOf(world, ann, moved.id)).goesBackNow).toEqual({ amountMinor: 450 });
    await world.refund(bob, { orderId: off.id, ticketIds: [off.tickets[0]!.id] });
    world.clock.advance(1_000);
    const startsAt = new Date(Date.parse(tier.event.startsAt) + 5 * HOUR).toISOString();
    const event = {
      ...tier.event,
      version: 2,
      change: 'UPDATED' as const,
      startsAt,
      endsAt: new Date(Date.parse(startsAt) + HOUR).toISOString(),
    };
    await world.tell('event.changed', event.eventId, event);
    expect((await orderOf(world, ann, moved.id)).goesBackNow).toEqual({ amountMinor: 2_500 });
    expect(await world.refund(ann, { orderId: moved.id })).toMatchObject({ order: { refundedTotal: { amountMinor: 2_500 } } });
    const due = 'refundsDue { amount { amountMinor } }';
    const shown = await world.entity(tier.organiser, { __typename: 'Event', id: event.eventId }, `{ ${due} }`);
    expect(shown.data!._entities[0].refundsDue).toEqual({ amount: { amountMinor: 2_500 } });
    await world.tell('event.changed', event.eventId, { ...event, version: 3, change: 'CANCELLED', status: 'CANCELLED' });
    await world.subgraph.runJob('refund-cancelled-events');
    expect(await orderOf(world, bob, off.id)).toMatchObject({ status: 'REFUNDED', refundedTotal: { amountMinor: 450 + 2_500 } });
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('is refused where its steps do not come nearer and give less', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    for (const steps of [[], [...STEPS].reverse(), [STEPS[0], STEPS[0]], [{ hoursBefore: 1, basisPoints: 0 }]])
      expect(await setPolicy(world, tier, { steps })).toMatchObject({ __typename: 'InvalidInput' });
    expect(await setPolicy(world, tier, { steps: STEPS, hoursBefore: 24 })).toMatchObject({ __typename: 'InvalidInput' });
    expect(await setPolicy(world, tier, { steps: STEPS, refundable: false })).toMatchObject({ __typename: 'InvalidInput' });
  });

  it('is the organiser’s to say for each ticket, with a reason, also after goodwill; not the buyer’s', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    const buyer = aViewer();
    const order = await world.buy(buyer, tier.id, 2);
    const part = { orderId: order.id, amountPerTicketMinor: 1_000, reason: 'Half the evening.' };
    expect(await world.refund(buyer, part)).toMatchObject({ __typename: 'InvalidInput', field: 'amountPerTicketMinor' });
    expect(await world.refund(tier.organiser, { ...part, reason: undefined })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'reason',
    });
    await give(world, tier.organiser, { orderId: order.id, amountMinor: 3_600 });
    // 700 are left of each.
    expect(await world.refund(tier.organiser, part)).toMatchObject({
      order: { status: 'REFUNDED', refundedTotal: { amountMinor: 5_000 } },
    });
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('of a request to the door is what held when it was asked', async () => {
    const world = await startWorld({ settings: { ANSWER_WITHIN_MS: '0' } });
    const tier = await world.aTier();
    await setPolicy(world, tier, { steps: [{ hoursBefore: 0, basisPoints: 5_000 }] });
    const buyer = aViewer();
    const order = await world.buy(buyer, tier.id, 2);
    daysBefore(world, tier, 0.1);
    const asked = await world.refund(buyer, { orderId: order.id });
    expect(asked.refund).toMatchObject({ status: 'REQUESTED', amount: { amountMinor: 2_500 } });
    daysBefore(world, tier, -0.1);
    const [refund] = await world.sql<{ id: string }>('SELECT id FROM refunds');
    for (const [index, ticket] of order.tickets.entries())
      await world.tell('ticket.at_door', ticket.id, {
        ...{ ticketId: ticket.id, eventId: tier.event.eventId, version: 1, refundId: refund!.id },
        ...{ state: index === 0 ? 'RELEASED' : 'ADMITTED', at: world.clock.now().toISOString() },
      });
    expect(await orderOf(world, buyer, order.id)).toMatchObject({ status: 'PARTIALLY_REFUNDED', refundedTotal: { amountMinor: 1_250 } });
  });
});

describe('money without tickets', () => {
  it('comes with a reason, leaves the tickets good, and is not given twice when they go back', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    const buyer = aViewer();
    const order = await world.buy(buyer, tier.id, 2);
    const input = { orderId: order.id, amountMinor: 999, idempotencyKey: 'heating' };
    const given = await give(world, tier.organiser, input);
    expect(given).toMatchObject({
      order: { status: 'PARTIALLY_REFUNDED', refundedTotal: { amountMinor: 999 }, tickets: [{ status: 'VALID' }, { status: 'VALID' }] },
      refund: { amount: { amountMinor: 999 }, reason: 'The heating was off.', isGoodwill: true, status: 'MADE' },
    });
    expect((await give(world, tier.organiser, input)).refund.id).toBe(given.refund.id);
    expect(await give(world, tier.organiser, { ...input, amountMinor: 1 })).toMatchObject({ __typename: 'KeyReused' });
    expect((await orderOf(world, buyer, order.id)).goesBackNow).toEqual({ amountMinor: 4_001 });
    expect(await world.refund(buyer, { orderId: order.id })).toMatchObject({
      order: { status: 'REFUNDED', refundedTotal: { amountMinor: 5_000 } },
    });
    await world.subgraph.runJob('make-refunds');
    expect(await returned(world)).toBe(5_000);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it.each([
    [false, 1_250],
    [true, 2_250],
  ])(
    'comes with a refund by the rule to no more than the rule gives, unless it is said to come besides (%s)',
    async (besidesRefund, all) => {
      const world = await startWorld();
      const tier = await world.aTier();
      await setPolicy(world, tier, { steps: [{ hoursBefore: 0, basisPoints: 5_000 }] });
      const buyer = aViewer();
      const order = await world.buy(buyer, tier.id);
      await give(world, tier.organiser, { orderId: order.id, amountMinor: 1_000, besidesRefund });
      expect((await orderOf(world, buyer, order.id)).goesBackNow).toEqual({ amountMinor: all - 1_000 });
      expect(await world.refund(buyer, { orderId: order.id })).toMatchObject({ order: { refundedTotal: { amountMinor: all } } });
      expect(await world.health()).toMatchObject({ healthy: true });
    },
  );

  it('may be what was kept of tickets that went back, and goes with a ticket that is given away', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    await setPolicy(world, tier, { steps: [{ hoursBefore: 0, basisPoints: 5_000 }] });
    const buyer = aViewer();
    const order = await world.buy(buyer, tier.id);
    await world.refund(buyer, { orderId: order.id });
    const kept = { orderId: order.id, besidesRefund: true };
    expect(await give(world, tier.organiser, { ...kept, amountMinor: 1_251 })).toMatchObject({ __typename: 'InvalidInput' });
    // What the rule kept is given only on purpose.
    expect(await give(world, tier.organiser, { ...kept, besidesRefund: false, amountMinor: 1 })).toMatchObject({
      __typename: 'InvalidInput',
    });
    expect(await give(world, tier.organiser, { ...kept, amountMinor: 1_250 })).toMatchObject({
      order: { status: 'REFUNDED', refundedTotal: { amountMinor: 2_500 } },
    });
  });

  it('may be all of the price: the ticket is resold all the same, and nothing goes back to its seller once more', async () => {
    const world = await startWorld();
    const tier = await world.aTier({ quantity: 1 });
    const [seller, buyer] = [aViewer(), aViewer()];
    const order = await world.buy(seller, tier.id);
    await give(world, tier.organiser, { orderId: order.id, amountMinor: 2_500 });
    const listed = await world.run(seller, OfferResaleDocument, { input: { ticketId: order.tickets[0]!.id } });
    const { resale } = outcome(listed.offerResale);
    const { payment } = outcome((await world.run(buyer, BuyResaleDocument, { input: { resaleId: resale!.id } })).buyResale);
    expect((await world.confirm(buyer, payment!.id)).order).toMatchObject({ status: 'PAID', tickets: [{ status: 'VALID' }] });
    expect(await orderOf(world, seller, order.id)).toMatchObject({ status: 'REFUNDED', refundedTotal: { amountMinor: 2_500 } });
    await world.subgraph.runJob('make-refunds');
    expect(await returned(world)).toBe(2_500);
    expect(await world.health()).toMatchObject({ healthy: true, breaks: [] });
  });

  it('is given by who sells the tickets alone, of what was paid', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    const free = await world.aTier({ price: 0 });
    const buyer = aViewer();
    const order = await world.buy(buyer, tier.id);
    expect(await give(world, buyer, { orderId: order.id, amountMinor: 1 })).toMatchObject({ __typename: 'NotAllowed' });
    expect(await give(world, aViewer(), { orderId: order.id, amountMinor: 1 })).toMatchObject({ __typename: 'NotFound' });
    expect(await give(world, tier.organiser, { orderId: order.id, amountMinor: 2_501 })).toMatchObject({ __typename: 'InvalidInput' });
    expect(await give(world, tier.organiser, { orderId: order.id, amountMinor: 1, reason: ' ' })).toMatchObject({
      __typename: 'InvalidInput',
    });
    const gift = await world.buy(buyer, free.id);
    expect(await give(world, free.organiser, { orderId: gift.id, amountMinor: 1 })).toMatchObject({ __typename: 'InvalidInput' });
    const { order: open } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]);
    expect(await give(world, tier.organiser, { orderId: open.id, amountMinor: 1 })).toMatchObject({ __typename: 'NotRefundable' });
  });

  /** Two of the team give nearly all of it at once. */
  async function twice(world: World, beginning = () => undefined as void) {
    const tier = await world.aTier();
    const order = await world.buy(aViewer(), tier.id);
    beginning();
    const answers = await Promise.all(
      [1, 2].map(() => give(world, tier.organiser, { orderId: order.id, amountMinor: 2_000 }).catch(() => null)),
    );
    await world.subgraph.runJob('make-refunds');
    return answers.map((answer) => answer?.__typename ?? 'refused by the database').sort();
  }

  it('is never more than was paid when two give it at once', async () => {
    const world = await startWorld();
    expect(await twice(world)).toEqual(['GiveMoneyBackSuccess', 'InvalidInput']);
    expect(await returned(world)).toBe(2_000);
  });

  it('control: without the lock, and without the checks behind it, both give it', async () => {
    const meet = meetingOf(2);
    let isRace = false;
    // Both have read what is left before either gives.
    const meeting = (statement: string) => (isRace && statement === 'payment.findMany' ? meet() : undefined);
    const world = await startWorld({ db: (db) => withoutLocks(watched(db, { after: meeting })) });
    await world.sql(
      'ALTER TABLE payments DROP CONSTRAINT payments_never_refunded_beyond_amount, DROP CONSTRAINT payments_never_returned_beyond_amount; ALTER TABLE tickets DROP CONSTRAINT tickets_refunded; ALTER TABLE orders DROP CONSTRAINT orders_refunded',
    );
    expect(await twice(world, () => void (isRace = true))).toEqual(['GiveMoneyBackSuccess', 'GiveMoneyBackSuccess']);
  });
});
