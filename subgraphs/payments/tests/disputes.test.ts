import type { Viewer } from '@marquee/platform';
import { aViewer, meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import type { Database } from '../src/db';
import { keep, type Kept } from '../src/kept';
import { ProcessorFault, type DisputeState } from '../src/ports/processor';
import { SandboxProcessor } from '../src/ports/sandbox/sandbox-processor';
import {
  AllDisputesDocument,
  OfferResaleDocument,
  OrderDisputesDocument,
  SetUpPayeeDocument,
  SubmitDisputeEvidenceDocument,
  TransferTicketDocument,
} from './generated/documents';
import { altered } from './processors';
import { startStripeWorld } from './stripe-world';
import { admin, outcome, startWorld, type Tier, type World } from './world';

const DAY = 86_400_000;

/** An order of two tickets of 25.00 whose buyer disputes the payment at once. */
async function aDisputedOrder(world: World, tierOf?: Tier) {
  const tier = tierOf ?? (await world.aTier());
  const buyer = aViewer();
  const { order, payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 2 }]);
  const paid = await world.confirm(buyer, payment!.id, 'pm_card_dispute');
  expect(paid.order).toMatchObject({ status: 'PAID' });
  await world.subgraph.runJob('watch-disputes');
  const { disputes } = await orderOf(world, tier.organiser, order.id);
  return { tier, buyer, organiser: tier.organiser, orderId: order.id, paymentId: payment!.id, disputeId: disputes[0]!.id };
}

const orderOf = async (world: World, by: Viewer, id: string) => (await world.run(by, OrderDisputesDocument, { id })).order!;
const answer = async (world: World, by: Viewer, disputeId: string, text: string, idempotencyKey?: string) =>
  outcome((await world.run(by, SubmitDisputeEvidenceDocument, { input: { disputeId, text, idempotencyKey } })).submitDisputeEvidence);
const ofEvent = async (world: World, by: Viewer, id: string, page = '(first: 10)') => {
  const { data } = await world.entity(
    by,
    { __typename: 'Event', id },
    `{ disputes${page} { totalCount nodes { id } pageInfo { endCursor } } }`,
  );
  return data!._entities[0].disputes as { totalCount: number; nodes: { id: string }[]; pageInfo: { endCursor: string } } | null;
};
const balanceOf = async (world: World, account: string) =>
  (await world.health()).balances.find((balance) => balance.account === account)?.balanceMinor ?? 0;
const heldBySandbox = async (world: World) =>
  Number((await world.sql<{ held: string }>('SELECT COALESCE(SUM(amount_minor - fee_minor), 0) AS held FROM sandbox_charges'))[0]!.held);
const owedTo = async (world: World, viewer: Viewer) =>
  Number(
    (
      await world.sql<{ owed: string }>(
        `SELECT COALESCE(SUM(CASE p.side WHEN 'CREDIT' THEN p.amount_minor ELSE -p.amount_minor END), 0) AS owed
         FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id WHERE a.owner_id = $1`,
        [viewer.id],
      )
    )[0]!.owed,
  );

describe('a payment that the bank of its buyer calls back', () => {
  it('sets the shares in it aside, and is told to those who sell the tickets', async () => {
    const world = await startWorld();
    const { tier, buyer, organiser, orderId, disputeId } = await aDisputedOrder(world);
    expect(await orderOf(world, organiser, orderId)).toMatchObject({
      status: 'PAID',
      isDisputed: true,
      disputes: [
        {
          id: disputeId,
          status: 'NEEDS_RESPONSE',
          reason: 'fraudulent',
          amount: { amountMinor: 5000 },
          fee: { amountMinor: 1500 },
          evidence: null,
        },
      ],
    });
    expect(await owedTo(world, organiser)).toBe(0);
    expect(await balanceOf(world, 'PROCESSOR_CLEARING')).toBe(await heldBySandbox(world));
    expect(await balanceOf(world, 'DISPUTES')).toBe(0);
    expect(await balanceOf(world, 'DISPUTE_LOSSES')).toBe(1500);
    expect(await world.health()).toMatchObject({ healthy: true });
    expect(
      await world.sql(`SELECT payload -> 'userIds' AS people, payload ->> 'status' AS status FROM outbox WHERE topic = 'dispute.changed'`),
    ).toEqual([{ people: [organiser.id], status: 'NEEDS_RESPONSE' }]);
    // Looked at again, nothing changes.
    world.clock.advance(DAY);
    await world.subgraph.runJob('watch-disputes');
    expect((await orderOf(world, organiser, orderId)).disputes).toMatchObject([{ version: 1 }]);
    // The buyer sees that it is so, and no more; strangers nothing.
    expect(await orderOf(world, buyer, orderId)).toMatchObject({ isDisputed: true, disputes: [] });
    expect(await ofEvent(world, buyer, tier.event.eventId)).toBeNull();
    const seen = await world.entity(aViewer(), { __typename: 'Dispute', id: disputeId }, '{ reason }');
    expect(JSON.stringify(seen)).not.toContain('fraudulent');
  });

  it('is refunded to nobody meanwhile, and its tickets change no hands', async () => {
    const world = await startWorld();
    const { tier, buyer, organiser, orderId } = await aDisputedOrder(world);
    for (const viewer of [buyer, organiser])
      expect(await world.refund(viewer, { orderId })).toMatchObject({ __typename: 'NotRefundable', reason: 'DISPUTED' });
    const [ticket] = (await orderOf(world, buyer, orderId)).tickets;
    const input = { ticketId: ticket!.id };
    expect(outcome((await world.run(buyer, TransferTicketDocument, { input })).transferTicket)).toMatchObject({ __typename: 'Conflict' });
    expect(outcome((await world.run(buyer, OfferResaleDocument, { input })).offerResale)).toMatchObject({ __typename: 'Conflict' });
    // An event that is called off waits for the bank, too; others are refunded.
    const other = aViewer();
    const { id } = await world.buy(other, tier.id);
    await world.anEvent({ ...tier.event, version: 2, change: 'CANCELLED', status: 'CANCELLED' });
    await world.subgraph.runJob('refund-cancelled-events');
    expect(await orderOf(world, buyer, orderId)).toMatchObject({ status: 'PAID', refundedTotal: { amountMinor: 0 } });
    expect(await orderOf(world, other, id)).toMatchObject({ status: 'REFUNDED' });
  });

  it('won: all is as it was, and an event that was called off meanwhile is refunded then', async () => {
    const world = await startWorld();
    const { tier, buyer, organiser, orderId, disputeId } = await aDisputedOrder(world);
    const [share] = await world.sql<{ creator: string }>('SELECT creator_minor AS creator FROM revenue_shares WHERE order_id = $1', [
      orderId,
    ]);
    await world.anEvent({ ...tier.event, version: 2, change: 'CANCELLED', status: 'CANCELLED' });
    await world.subgraph.runJob('refund-cancelled-events');
    expect(await answer(world, organiser, disputeId, 'They came: winning_evidence')).toMatchObject({
      __typename: 'SubmitDisputeEvidenceSuccess',
      dispute: { status: 'WON', evidence: 'They came: winning_evidence', fee: { amountMinor: 1500 } },
    });
    expect(await owedTo(world, organiser)).toBe(Number(share!.creator));
    expect(await balanceOf(world, 'DISPUTE_LOSSES')).toBe(1500);
    expect(await balanceOf(world, 'PROCESSOR_CLEARING')).toBe(await heldBySandbox(world));
    expect(await world.health()).toMatchObject({ healthy: true });
    await world.subgraph.runJob('refund-cancelled-events');
    await world.subgraph.runJob('make-refunds');
    expect(await orderOf(world, buyer, orderId)).toMatchObject({
      status: 'REFUNDED',
      isDisputed: false,
      refundedTotal: { amountMinor: 5000 },
    });
    expect(await owedTo(world, organiser)).toBe(0);
    expect(await balanceOf(world, 'PROCESSOR_CLEARING')).toBe(await heldBySandbox(world));
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('lost: the money is the buyer’s, what was not used is taken back, and the organiser bears the price', async () => {
    const world = await startWorld();
    const { tier, buyer, organiser, orderId, disputeId } = await aDisputedOrder(world);
    expect(await world.remaining(tier.id)).toBe(8);
    expect(await answer(world, organiser, disputeId, 'I do not know.')).toMatchObject({ dispute: { status: 'LOST' } });
    const lost = await orderOf(world, buyer, orderId);
    expect(lost).toMatchObject({ status: 'REFUNDED', isDisputed: false, refundedTotal: { amountMinor: 0 } });
    expect(lost.tickets.map(({ status }) => status)).toEqual(['REFUNDED', 'REFUNDED']);
    expect(await world.remaining(tier.id)).toBe(10);
    expect(await owedTo(world, organiser)).toBe(-1500);
    // What the processor kept of its fee for the payment.
    expect(await balanceOf(world, 'DISPUTE_LOSSES')).toBe(175);
    for (const account of ['DISPUTES', 'PROCESSING_FEES', 'PLATFORM_REVENUE', 'TAX_PAYABLE'])
      expect(await balanceOf(world, account)).toBe(0);
    expect(await balanceOf(world, 'PROCESSOR_CLEARING')).toBe(await heldBySandbox(world));
    expect(await world.health()).toMatchObject({ healthy: true });
    expect(await world.refund(organiser, { orderId })).toMatchObject({ __typename: 'NotRefundable', reason: 'ORDER_STATUS' });
    const told = await world.sql(
      `SELECT payload -> 'amount' ->> 'amountMinor' AS amount FROM outbox WHERE topic = 'order.refunded' AND key = $1`,
      [orderId],
    );
    expect(told).toEqual([{ amount: '5000' }]);
  });

  it('lost when nobody answers in time; a ticket that was used stays used', async () => {
    const world = await startWorld();
    const { buyer, organiser, orderId, disputeId } = await aDisputedOrder(world);
    const [used] = (await orderOf(world, buyer, orderId)).tickets;
    await world.sql(`UPDATE tickets SET status = 'USED', used_at = $2 WHERE id = $1`, [used!.id, world.clock.now()]);
    world.clock.advance(8 * DAY);
    expect(await answer(world, organiser, disputeId, 'Too late: winning_evidence')).toMatchObject({
      __typename: 'DisputeClosed',
      disputeStatus: 'NEEDS_RESPONSE',
    });
    await world.subgraph.runJob('watch-disputes');
    const lost = await orderOf(world, organiser, orderId);
    expect(lost).toMatchObject({ status: 'PARTIALLY_REFUNDED', disputes: [{ status: 'LOST' }] });
    expect(lost.tickets.map(({ status }) => status).sort()).toEqual(['REFUNDED', 'USED']);
    expect(await answer(world, organiser, disputeId, 'winning_evidence')).toMatchObject({
      __typename: 'DisputeClosed',
      disputeStatus: 'LOST',
    });
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('takes what it calls back off what the organiser is paid next', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    await world.buy(aViewer(), tier.id);
    const before = await owedTo(world, tier.organiser);
    await world.run(tier.organiser, SetUpPayeeDocument, { input: { country: 'CA', schedule: 'IMMEDIATE' } });
    await aDisputedOrder(world, tier);
    world.clock.advance(16 * DAY);
    await world.subgraph.runJob('promise-payouts');
    await world.subgraph.runJob('make-payouts');
    expect(await world.sql('SELECT amount_minor::int AS paid FROM payouts')).toEqual([{ paid: before }]);
    expect(await world.health()).toMatchObject({ healthy: true });
  });
});

describe('answering a dispute', () => {
  it('is for those who sell the tickets, once; a repetition sends nothing more', async () => {
    const world = await startWorld();
    const { buyer, organiser, orderId, disputeId } = await aDisputedOrder(world);
    for (const viewer of [buyer, aViewer()])
      expect(await answer(world, viewer, disputeId, 'winning_evidence')).toMatchObject({ __typename: 'NotFound' });
    for (const text of ['', 'x'.repeat(10_001), 'My card is 4111 1111 1111 1111'])
      expect(await answer(world, organiser, disputeId, text)).toMatchObject({ __typename: 'InvalidInput' });
    const won = await answer(world, organiser, disputeId, 'winning_evidence', 'key');
    expect(await answer(world, organiser, disputeId, 'winning_evidence', 'key')).toEqual(won);
    expect(await answer(world, organiser, disputeId, 'other words', 'key')).toMatchObject({ __typename: 'KeyReused' });
    expect(await answer(world, organiser, disputeId, 'winning_evidence')).toMatchObject({
      __typename: 'DisputeClosed',
      disputeStatus: 'WON',
    });
    // What the organiser wrote of its buyer goes with them.
    await world.tell('user.erased', buyer.id, { userId: buyer.id, erasedAt: world.clock.now().toISOString() });
    expect((await orderOf(world, organiser, orderId)).disputes).toMatchObject([{ evidence: null, status: 'WON' }]);
  });

  it('is kept when the processor does not answer, and sent by a job', async () => {
    let isAway = true;
    const world = await startWorld({
      processor: ({ db, clock }) => {
        const sandbox = new SandboxProcessor(db.pool, clock);
        return altered(sandbox, {
          submitEvidence: (request) => (isAway ? Promise.reject(new ProcessorFault('no answer')) : sandbox.submitEvidence(request)),
        });
      },
    });
    const { organiser, orderId, disputeId } = await aDisputedOrder(world);
    expect(await answer(world, organiser, disputeId, 'winning_evidence')).toMatchObject({ __typename: 'ProcessorUnavailable' });
    expect(await answer(world, organiser, disputeId, 'winning_evidence')).toMatchObject({ __typename: 'Conflict' });
    isAway = false;
    await world.subgraph.runJob('watch-disputes');
    expect((await orderOf(world, organiser, orderId)).disputes).toMatchObject([{ status: 'WON' }]);
  });

  it('that cannot be sent is put off, so that it holds no other up', async () => {
    let asked = 0;
    const world = await startWorld({
      processor: ({ db, clock }) =>
        altered(new SandboxProcessor(db.pool, clock), {
          submitEvidence: () => (asked++, Promise.reject(new ProcessorFault('no answer'))),
        }),
    });
    const { organiser, disputeId } = await aDisputedOrder(world);
    await answer(world, organiser, disputeId, 'winning_evidence');
    const turns = async () => {
      for (const _turn of [1, 2, 3]) await world.subgraph.runJob('watch-disputes');
      return asked;
    };
    expect(await turns()).toBe(2);
    world.clock.advance(15 * 60_000);
    expect(await turns()).toBe(3);
  });

  it('is listed for an event and for admins, page by page, open ones alone if asked', async () => {
    const world = await startWorld();
    const { tier, organiser, disputeId } = await aDisputedOrder(world);
    const second = await aDisputedOrder(world, tier);
    await answer(world, organiser, disputeId, 'winning_evidence');
    const page = (await ofEvent(world, organiser, tier.event.eventId, '(first: 1)'))!;
    const rest = (await ofEvent(world, organiser, tier.event.eventId, `(first: 1, after: "${page.pageInfo.endCursor}")`))!;
    expect(page.totalCount).toBe(2);
    expect([...page.nodes, ...rest.nodes].map(({ id }) => id).sort()).toEqual([disputeId, second.disputeId].sort());
    expect((await world.run(admin, AllDisputesDocument, {})).disputes.totalCount).toBe(2);
    expect((await world.run(admin, AllDisputesDocument, { openOnly: true })).disputes.nodes).toMatchObject([{ id: second.disputeId }]);
    expect((await world.execute(organiser, 'query { disputes { totalCount } }', {})).errors).toBeDefined();
  });
});

describe('two replicas that hear of one dispute', () => {
  async function both(options: (db: Database) => Database, prepare = '') {
    let basics!: Parameters<typeof keep>[0];
    const world = await startWorld({
      processor: (given) => ((basics = given as typeof basics), new SandboxProcessor(given.db.pool, given.clock)),
    });
    if (prepare) await world.sql(prepare);
    // The accounts of the ledger are there: who opens one waits for others who do.
    await aDisputedOrder(world);
    const tier = await world.aTier();
    const buyer = aViewer();
    const { payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 2 }]);
    await world.confirm(buyer, payment!.id, 'pm_card_dispute');
    const { disputes, processors }: Kept = await keep({ ...basics, db: options(basics.db) });
    const [{ id }] = (await world.sql<{ id: string }>(
      'SELECT id FROM sandbox_disputes ORDER BY created_at DESC, (SELECT count(*) FROM disputes d WHERE d.processor_ref = sandbox_disputes.id) LIMIT 1',
    )) as [{ id: string }];
    await Promise.all([1, 2].map(() => disputes.look(processors.chosen, id, 'test')));
    return (
      await world.sql(
        `SELECT 1 FROM ledger_entries e JOIN disputes d ON d.id = e.reference_id WHERE e.kind = 'DISPUTE_FROZEN' AND d.processor_ref = $1`,
        [id],
      )
    ).length;
  }

  it('set its shares aside once', async () => {
    expect(await both((db) => db)).toBe(1);
  });

  it('control: without locks, and without what is unique of it, they do so twice', async () => {
    const meet = meetingOf(2);
    const after = (statement: string) => (statement === 'dispute.findUnique' ? meet() : undefined);
    const unguarded = `DROP INDEX disputes_processor_ref_key; ALTER TABLE payments DROP CONSTRAINT payments_never_returned_beyond_amount`;
    expect(await both((db) => withoutLocks(watched(db, { after })), unguarded)).toBe(2);
  });
});

describe('a dispute and a refund at the same moment', () => {
  /** Returns what the buyer gets back of a payment of 50.00, by both ways. */
  async function back(options: Parameters<typeof startWorld>[0], prepare = '', { begin = () => {}, refunded: isRefunded = () => {} } = {}) {
    const processor = (given: Pick<Kept, 'db' | 'clock'>) => {
      const sandbox = new SandboxProcessor(given.db.pool, given.clock);
      return altered(sandbox, { disputesSince: () => Promise.resolve(open) });
    };
    const open: DisputeState[] = [];
    const world = await startWorld({ ...options, processor });
    if (prepare) await world.sql(prepare);
    const tier = await world.aTier();
    const first = await world.buy(aViewer(), tier.id);
    await world.refund(tier.organiser, { orderId: first.id });
    const buyer = aViewer();
    const { id } = await world.buy(buyer, tier.id, 2);
    const [{ ref }] = (await world.sql<{ ref: string }>('SELECT processor_ref AS ref FROM payments WHERE order_id = $1', [id])) as [
      { ref: string },
    ];
    open.push({
      ref: 'du_raced',
      paymentRef: ref,
      reason: 'duplicate',
      status: 'NEEDS_RESPONSE',
      amountMinor: 5000n,
      takenMinor: 0n,
      feeMinor: 0n,
      respondBy: null,
    });
    begin();
    await Promise.all([world.subgraph.runJob('watch-disputes'), world.refund(buyer, { orderId: id }).then(isRefunded)]);
    const [sums] = await world.sql<{ refunded: number; disputed: number }>(
      'SELECT refunded_minor::int AS refunded, disputed_minor::int AS disputed FROM payments WHERE order_id = $1',
      [id],
    );
    return { world, ...sums! };
  }

  it('never give the same money back twice', async () => {
    const { world, refunded, disputed } = await back({});
    expect([refunded, disputed].sort()).toEqual([0, 5000]);
    expect((await world.health()).breaks.filter(({ kind }) => kind !== 'DISPUTE_MISMATCH')).toEqual([]);
  });

  it('control: without locks, and without the constraint, it goes back twice', async () => {
    const meet = meetingOf(2);
    let begun = false;
    let done!: () => void;
    const isRefunded = new Promise<void>((resolve) => (done = resolve));
    // The refund has looked at the order, and the dispute at the payment, before either is kept; then the refund is, and then the dispute.
    const after = (statement: string) => {
      if (begun && statement === 'payment.findMany') return meet();
      return begun && statement === 'payment.findUniqueOrThrow' ? meet().then(() => isRefunded) : undefined;
    };
    const unguarded = 'ALTER TABLE payments DROP CONSTRAINT payments_never_returned_beyond_amount';
    const { refunded, disputed } = await back({ db: (own) => withoutLocks(watched(own, { after })) }, unguarded, {
      begin: () => (begun = true),
      refunded: done,
    });
    expect(refunded + disputed).toBeGreaterThan(5000);
  });
});

describe('with Stripe', () => {
  it.each(['won', 'lost'] as const)(
    'a dispute that is %s is heard of by webhooks, answered by the API, and agrees with Stripe to the cent',
    async (end) => {
      const { world, stripe } = await startStripeWorld();
      const tier = await world.aTier();
      const buyer = aViewer();
      const { order, payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]);
      await world.confirm(buyer, payment!.id, 'pm_card_createDisputeProductNotReceived');
      await stripe.webhooks.deliver({ shuffled: true, twice: true });
      const [dispute] = (await orderOf(world, tier.organiser, order.id)).disputes;
      expect(dispute).toMatchObject({ status: 'NEEDS_RESPONSE', reason: 'product_not_received', amount: { amountMinor: 2500 } });
      const held = () => [...stripe.account.balance.values()].reduce((sum, { net }) => sum + net, 0);
      expect(await balanceOf(world, 'PROCESSOR_CLEARING')).toBe(held());
      const text = end === 'won' ? 'winning_evidence' : 'losing_evidence';
      expect(await answer(world, tier.organiser, dispute!.id, text)).toMatchObject({ __typename: 'SubmitDisputeEvidenceSuccess' });
      await stripe.webhooks.deliver({ shuffled: true, twice: true });
      expect([...stripe.account.disputes.values()][0]!.evidence).toMatchObject({
        uncategorized_text: text,
        product_description: 'Tickets for "An evening"',
        service_date: tier.event.startsAt.slice(0, 10),
      });
      expect(await orderOf(world, tier.organiser, order.id)).toMatchObject({
        status: end === 'won' ? 'PAID' : 'REFUNDED',
        disputes: [{ status: end.toUpperCase() }],
      });
      expect(await balanceOf(world, 'PROCESSOR_CLEARING')).toBe(held());
      expect(await world.health()).toMatchObject({ healthy: true });
    },
  );

  it('one whose webhooks were all lost is found by a job', async () => {
    const { world, stripe } = await startStripeWorld();
    const tier = await world.aTier();
    const { id } = await world.buy(aViewer(), tier.id);
    const [charge] = stripe.account.charges.values();
    stripe.disputeOpens(charge!.id);
    await world.subgraph.runJob('find-disputes');
    expect((await orderOf(world, tier.organiser, id)).disputes).toMatchObject([{ status: 'NEEDS_RESPONSE' }]);
  });

  it('hears at once that a payee may be paid, and no more', async () => {
    const { world, stripe } = await startStripeWorld();
    const tier = await world.aTier();
    await world.run(tier.organiser, SetUpPayeeDocument, { input: { country: 'CA', schedule: 'IMMEDIATE' } });
    const state = async () => (await world.sql<{ status: string; ref: string }>('SELECT status, processor_ref AS ref FROM payees'))[0]!;
    expect(await state()).toMatchObject({ status: 'PENDING' });
    const { ref } = await state();
    stripe.payeeProves(ref);
    await stripe.webhooks.deliver({ shuffled: true, twice: true });
    expect(await state()).toMatchObject({ status: 'VERIFIED' });
    stripe.payeeProves(ref, { accepted: false });
    await stripe.webhooks.deliver({ shuffled: true, twice: true });
    expect(await state()).toMatchObject({ status: 'RESTRICTED' });
  });
});
