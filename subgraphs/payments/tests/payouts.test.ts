import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import type { Database } from '../src/db';
import { keep } from '../src/kept';
import { PayeeRefused, ProcessorFault } from '../src/ports/processor';
import { SandboxProcessor } from '../src/ports/sandbox/sandbox-processor';
import { PayeeDocument, SetUpPayeeDocument, type SetUpPayeeInput } from './generated/documents';
import { aPerson } from './people';
import { altered } from './processors';
import { startStripeWorld } from './stripe-world';
import { admin, outcome, startWorld, type Tier, type World } from './world';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const setUp = async (world: World, by: Viewer, input: Partial<SetUpPayeeInput> = {}) =>
  outcome(
    (await world.run(by, SetUpPayeeDocument, { input: { country: 'CA', schedule: 'IMMEDIATE', ...input } as SetUpPayeeInput })).setUpPayee,
  );
const payeeOf = async (world: World, by: Viewer, organizationId?: string) => (await world.run(by, PayeeDocument, { organizationId })).payee;
/** The jobs, as they come round. */
async function payOut(world: World) {
  await world.subgraph.runJob('promise-payouts');
  await world.subgraph.runJob('make-payouts');
}
/** The event is over, and the time after it, too. */
const afterEvent = (world: World, tier: Tier) =>
  world.clock.advance(Date.parse(tier.event.endsAt) - world.clock.now().getTime() + 25 * HOUR);
const earned = async (world: World, orderId: string) =>
  Number(
    (await world.sql<{ creator: string }>('SELECT creator_minor AS creator FROM revenue_shares WHERE order_id = $1', [orderId]))[0]!
      .creator,
  );
const balanceOf = async (world: World, account: string) =>
  (await world.health()).balances.find((balance) => balance.account === account)?.balanceMinor ?? 0;
const heldBySandbox = async (world: World) =>
  Number(
    (
      await world.sql<{ held: string }>(
        'SELECT (SELECT SUM(amount_minor - fee_minor) FROM sandbox_charges) - COALESCE((SELECT SUM(amount_minor) FROM sandbox_transfers), 0) AS held',
      )
    )[0]!.held,
  );

describe('what organisers earn', () => {
  it('is paid to them once the event is over, line by line, and never twice (P10, P11)', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    const { organiser } = tier;
    const buyer = aViewer();
    const [first, second] = [await world.buy(buyer, tier.id), await world.buy(aViewer(), tier.id, 2)];
    await world.refund(buyer, { orderId: first.id });
    const due = await earned(world, second.id);
    const payee = await setUp(world, organiser);
    expect(payee).toMatchObject({
      onboardingUrl: null,
      payee: { status: 'VERIFIED', balances: [{ available: { amountMinor: 0 }, held: { amountMinor: due } }] },
    });
    world.clock.advance(2 * HOUR);
    await payOut(world);
    expect((await payeeOf(world, organiser))!.payouts.totalCount).toBe(0);
    afterEvent(world, tier);
    expect((await payeeOf(world, organiser))!.balances).toMatchObject([{ available: { amountMinor: due }, held: { amountMinor: 0 } }]);
    await payOut(world);
    await payOut(world);
    const paid = (await payeeOf(world, organiser))!;
    expect(paid.payouts).toMatchObject({
      totalCount: 1,
      nodes: [{ status: 'MADE', amount: { amountMinor: due, currency: 'CAD' }, failure: null }],
    });
    const { lines } = paid.payouts.nodes[0]!;
    expect(lines.totalCount).toBe(3);
    expect(lines.nodes.reduce((sum, { amount }) => sum + amount.amountMinor, 0)).toBe(due);
    expect(lines.nodes.map(({ order }) => order!.id).sort()).toEqual([first.id, first.id, second.id].sort());
    expect(await balanceOf(world, 'CREATOR_PAYABLE')).toBe(0);
    expect(await balanceOf(world, 'PROCESSOR_CLEARING')).toBe(await heldBySandbox(world));
    expect(await world.sql(`SELECT payload ->> 'status' AS status FROM outbox WHERE topic = 'payout.changed' ORDER BY sequence`)).toEqual([
      { status: 'PROMISED' },
      { status: 'MADE' },
    ]);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('is kept until it comes to the least that they want to be paid, and what was given back is taken off the next', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    const { organiser } = tier;
    const order = await world.buy(aViewer(), tier.id);
    const due = await earned(world, order.id);
    await setUp(world, organiser, { minimumMinor: due + 1 });
    afterEvent(world, tier);
    await payOut(world);
    expect((await payeeOf(world, organiser))!.payouts.totalCount).toBe(0);
    await setUp(world, organiser, { minimumMinor: due });
    world.clock.advance(HOUR);
    await payOut(world);
    expect((await payeeOf(world, organiser))!.payouts.totalCount).toBe(1);
    // The box office gives money back after it was paid out.
    await world.refund(organiser, { orderId: order.id });
    world.clock.advance(2 * HOUR);
    await payOut(world);
    expect(await payeeOf(world, organiser)).toMatchObject({ balances: [{ available: { amountMinor: -due } }], payouts: { totalCount: 1 } });
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('is owed again when the processor refuses a payout, and asked for again while nobody knows', async () => {
    const answers: Error[] = [new ProcessorFault('no answer'), new PayeeRefused('the account is closed')];
    const world = await startWorld({
      processor: ({ db, clock }) => {
        const sandbox = new SandboxProcessor(db.pool, clock);
        return altered(sandbox, {
          transfer: (request) => (answers.length > 0 ? Promise.reject(answers.shift()!) : sandbox.transfer(request)),
        });
      },
    });
    const tier = await world.aTier();
    await world.buy(aViewer(), tier.id);
    await setUp(world, tier.organiser);
    afterEvent(world, tier);
    await payOut(world);
    const states = async () => (await payeeOf(world, tier.organiser))!.payouts.nodes.map(({ status, failure }) => [status, failure]);
    expect(await states()).toEqual([['PROMISED', null]]);
    world.clock.advance(2_000);
    await world.subgraph.runJob('make-payouts');
    expect(await states()).toEqual([['FAILED', 'the account is closed']]);
    world.clock.advance(HOUR);
    await payOut(world);
    expect(await states()).toEqual([
      ['MADE', null],
      ['FAILED', 'the account is closed'],
    ]);
    expect(await balanceOf(world, 'PAYOUTS_IN_TRANSIT')).toBe(0);
    expect(await balanceOf(world, 'PROCESSOR_CLEARING')).toBe(await heldBySandbox(world));
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('of an organisation is its owners’ affair alone; a suspended person is not paid', async () => {
    const world = await startWorld();
    const [owner, manager, stranger] = [aViewer(), aViewer(), aViewer()];
    const organizationId = randomUUID();
    for (const [viewer, role] of [
      [owner, 'OWNER'],
      [manager, 'MANAGER'],
    ] as const)
      await world.tell('organization.member_changed', organizationId, { organizationId, userId: viewer.id, version: 1, role });
    const event = await world.anEvent({ creatorId: owner.id, organizationId });
    const tier = await world.aTier({ event, organiser: owner });
    await world.buy(aViewer(), tier.id);
    expect(await setUp(world, manager, { organizationId })).toMatchObject({ __typename: 'NotAllowed' });
    expect(await setUp(world, stranger, { organizationId })).toMatchObject({ __typename: 'NotFound' });
    expect(await setUp(world, owner, { country: 'Canada' })).toMatchObject({ __typename: 'InvalidInput' });
    expect(await setUp(world, owner, { organizationId })).toMatchObject({ payee: { id: organizationId, status: 'VERIFIED' } });
    for (const viewer of [manager, stranger]) expect(await payeeOf(world, viewer, organizationId)).toBeNull();
    afterEvent(world, tier);
    await payOut(world);
    const paid = (await payeeOf(world, owner, organizationId))!;
    expect(paid.payouts.totalCount).toBe(1);
    expect(
      JSON.stringify(await world.entity(manager, { __typename: 'Payout', id: paid.payouts.nodes[0]!.id }, '{ amount { amountMinor } }')),
    ).not.toContain('amountMinor');
    expect(await world.sql(`SELECT payload -> 'userIds' AS people FROM outbox WHERE topic = 'payout.changed' LIMIT 1`)).toEqual([
      { people: [owner.id] },
    ]);

    const own = await world.aTier();
    await world.buy(aViewer(), own.id);
    await setUp(world, own.organiser);
    await aPerson(world, { viewer: own.organiser, active: false });
    afterEvent(world, own);
    await payOut(world);
    expect(await world.sql('SELECT 1 FROM payouts WHERE payee_id = $1', [own.organiser.id])).toEqual([]);
  });
});

describe('a payout that was promised before its payee was suspended', () => {
  async function promised(world: World) {
    const tier = await world.aTier();
    await world.buy(aViewer(), tier.id);
    await setUp(world, tier.organiser);
    afterEvent(world, tier);
    await world.subgraph.runJob('promise-payouts');
    return tier.organiser;
  }
  const sentBySandbox = async (world: World) => (await world.sql('SELECT 1 FROM sandbox_transfers')).length;
  const statusOf = async (world: World) => (await world.sql<{ status: string }>('SELECT status FROM payouts')).map(({ status }) => status);

  it('is not sent while they are suspended, and is sent once they are not', async () => {
    const world = await startWorld();
    const organiser = await promised(world);
    await aPerson(world, { viewer: organiser, active: false });
    await world.subgraph.runJob('make-payouts');
    expect([await sentBySandbox(world), await statusOf(world)]).toEqual([0, ['PROMISED']]);
    await aPerson(world, { viewer: organiser, version: 2 });
    await world.subgraph.runJob('make-payouts');
    expect(await sentBySandbox(world)).toBe(0);
    world.clock.advance(HOUR);
    await world.subgraph.runJob('make-payouts');
    expect([await sentBySandbox(world), await statusOf(world)]).toEqual([1, ['MADE']]);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('is posted as sent where it was sent before and the answer was lost; nothing more is sent', async () => {
    let isLost = true;
    const world = await startWorld({
      processor: ({ db, clock }) => {
        const sandbox = new SandboxProcessor(db.pool, clock);
        return altered(sandbox, {
          async transfer(request) {
            const sent = await sandbox.transfer(request);
            if (isLost) throw new ProcessorFault('the answer was lost');
            return sent;
          },
        });
      },
    });
    const organiser = await promised(world);
    await world.subgraph.runJob('make-payouts');
    expect([await sentBySandbox(world), await statusOf(world)]).toEqual([1, ['PROMISED']]);
    isLost = false;
    await aPerson(world, { viewer: organiser, active: false });
    world.clock.advance(HOUR);
    await world.subgraph.runJob('make-payouts');
    expect([await sentBySandbox(world), await statusOf(world)]).toEqual([1, ['MADE']]);
    expect(await balanceOf(world, 'PROCESSOR_CLEARING')).toBe(await heldBySandbox(world));
  });
});

describe('a payout that was promised before its payee was erased', () => {
  it('goes nowhere, and is listed', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    await world.buy(aViewer(), tier.id);
    await setUp(world, tier.organiser);
    afterEvent(world, tier);
    await world.subgraph.runJob('promise-payouts');
    await world.tell('user.erased', tier.organiser.id, {
      userId: tier.organiser.id,
      version: 2,
      erasedAt: world.clock.now().toISOString(),
    });
    for (let turn = 0; turn < 3; turn++) {
      await world.subgraph.runJob('make-payouts');
      world.clock.advance(HOUR);
    }
    expect(await world.sql('SELECT 1 FROM sandbox_transfers')).toEqual([]);
    const [payout] = await world.sql<{ id: string; status: string }>('SELECT id, status FROM payouts');
    expect(payout!.status).toBe('PROMISED');
    expect((await world.health()).breaks).toMatchObject([{ kind: 'PAYOUT_WITHHELD', subjectId: payout!.id }]);
  });

  const SETTLE = `mutation($input: SettleWithheldPayoutInput!) { settleWithheldPayout(input: $input) { __typename ... on UserError { message } ... on SettleWithheldPayoutSuccess { payout { id status } } } }`;
  const settle = async (world: World, payoutId: string, decision: string, more: object = {}) =>
    (await world.run(admin, SETTLE, { input: { payoutId, decision, reason: 'Nobody is left', ...more } })).settleWithheldPayout;

  /** A payout to somebody who was erased since; `sandbox`: it had sent it, and the answer was lost. */
  async function withheld(world: World, sandbox?: SandboxProcessor): Promise<string> {
    const tier = await world.aTier();
    await world.buy(aViewer(), tier.id);
    await setUp(world, tier.organiser);
    afterEvent(world, tier);
    await world.subgraph.runJob('promise-payouts');
    const [payout] = await world.sql<{ id: string; destination: string; amount: string }>(
      'SELECT id, destination, amount_minor AS amount FROM payouts',
    );
    const { id: key, destination, amount } = payout!;
    await sandbox?.transfer({ key, destination, amountMinor: BigInt(amount), currency: 'CAD' });
    await world.tell('user.erased', tier.organiser.id, {
      userId: tier.organiser.id,
      version: 2,
      erasedAt: world.clock.now().toISOString(),
    });
    return payout!.id;
  }

  it.each([
    ['SEND', 'MADE', 1],
    ['WITHDRAW', 'WITHDRAWN', 0],
  ] as const)('is decided about by staff, once (%s)', async (decision, status, sent) => {
    const world = await startWorld();
    const id = await withheld(world);
    expect(await settle(world, id, decision, { reason: ' ' })).toMatchObject({ __typename: 'InvalidInput' });
    expect(await settle(world, randomUUID(), decision)).toMatchObject({ __typename: 'NotFound' });
    const denied = await world.execute(aViewer(), SETTLE, { input: { payoutId: id, decision, reason: 'Mine' } });
    expect(denied.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    expect(await settle(world, id, decision, { idempotencyKey: 'a' })).toMatchObject({ payout: { status } });
    expect(await settle(world, id, decision, { idempotencyKey: 'a' })).toMatchObject({ payout: { status } });
    expect(await settle(world, id, 'SEND')).toMatchObject({ __typename: 'Conflict' });
    await world.subgraph.runJob('make-payouts');
    expect(await world.sql('SELECT 1 FROM sandbox_transfers')).toHaveLength(sent);
    expect(await world.health()).toMatchObject({ healthy: true });
    expect(await balanceOf(world, 'PAYOUTS_IN_TRANSIT')).toBe(0);
    expect(await balanceOf(world, 'PROCESSOR_CLEARING')).toBe(await heldBySandbox(world));
  });

  it('that was sent before stays sent, whatever is decided', async () => {
    let sandbox!: SandboxProcessor;
    const world = await startWorld({ processor: ({ db, clock }) => (sandbox = new SandboxProcessor(db.pool, clock)) });
    expect(await settle(world, await withheld(world, sandbox), 'WITHDRAW')).toMatchObject({ payout: { status: 'MADE' } });
    expect(await balanceOf(world, 'PROCESSOR_CLEARING')).toBe(await heldBySandbox(world));
  });

  it('is no affair of staff while its payee is there', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    await world.buy(aViewer(), tier.id);
    await setUp(world, tier.organiser);
    afterEvent(world, tier);
    await world.subgraph.runJob('promise-payouts');
    const [payout] = await world.sql<{ id: string }>('SELECT id FROM payouts');
    expect(await settle(world, payout!.id, 'WITHDRAW')).toMatchObject({ __typename: 'Conflict' });
  });

  /** Two of the staff decide otherwise at once. Returns how many decisions were taken. */
  async function bothDecide(world: World): Promise<number> {
    const id = await withheld(world);
    const answers = await Promise.all([settle(world, id, 'SEND'), settle(world, id, 'WITHDRAW')]);
    return answers.filter(({ __typename }) => __typename === 'SettleWithheldPayoutSuccess').length;
  }

  it('is decided by one of two who decide at once', async () => {
    expect(await bothDecide(await startWorld())).toBe(1);
  });

  it('control: without the lock both decide', async () => {
    const meet = meetingOf(2);
    let isRace = false;
    const world = await startWorld({
      db: (db) =>
        withoutLocks(watched(db, { after: (statement) => (isRace && statement === 'payout.findUniqueOrThrow' ? meet() : undefined) })),
    });
    const told = world.tell.bind(world);
    world.tell = async (...args) => {
      await told(...args);
      isRace = true;
    };
    expect(await bothDecide(world)).toBe(2);
  });
});

describe('a payee who cannot be looked at', () => {
  it('is put off, so that they hold no other up', async () => {
    let asked = 0;
    let isDown = false;
    const world = await startWorld({
      processor: ({ db, clock }) => {
        const sandbox = new SandboxProcessor(db.pool, clock);
        return altered(sandbox, {
          retrievePayee: () => (asked++, isDown ? Promise.reject(new ProcessorFault('no answer')) : sandbox.retrievePayee()),
        });
      },
    });
    await setUp(world, aViewer());
    world.clock.advance(DAY);
    isDown = true;
    asked = 0;
    const turns = async () => {
      for (const _turn of [1, 2, 3]) await world.subgraph.runJob('check-payees');
      return asked;
    };
    expect(await turns()).toBe(1);
    world.clock.advance(15 * 60_000);
    expect(await turns()).toBe(2);
  });
});

describe('a payout and a refund at the same moment', () => {
  /** Returns what was paid out, and what is left of the organiser's account. */
  async function both(world: World) {
    const tier = await world.aTier();
    const order = await world.buy(aViewer(), tier.id);
    await setUp(world, tier.organiser);
    afterEvent(world, tier);
    await Promise.all([
      world.subgraph.runJob('promise-payouts'),
      world.subgraph.runJob('promise-payouts'),
      world.refund(tier.organiser, { orderId: order.id }),
    ]);
    const [{ paid }] = (await world.sql<{ paid: number }>(
      'SELECT COALESCE(SUM(amount_minor), 0)::int AS paid FROM payouts WHERE payee_id = $1',
      [tier.organiser.id],
    )) as [{ paid: number }];
    const [{ left }] = (await world.sql<{ left: number }>(
      `SELECT SUM(CASE p.side WHEN 'CREDIT' THEN p.amount_minor ELSE -p.amount_minor END)::int AS left
       FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id WHERE a.owner_id = $1`,
      [tier.organiser.id],
    )) as [{ left: number }];
    return { paid, left, due: await earned(world, order.id) };
  }

  it('are one behind the other: what was paid out is what was there, and a refund that came after is owed', async () => {
    const world = await startWorld();
    for (let round = 0; round < 3; round++) {
      const { paid, left, due } = await both(world);
      expect([0, due]).toContain(paid);
      expect(left + paid).toBe(0);
    }
    await world.subgraph.runJob('make-payouts');
    expect(await world.health()).toMatchObject({ healthy: true });
  }, 120_000);

  /** Two replicas pay one payee at the same moment. Returns how many payouts that makes. */
  async function twice(options: (db: Database) => Database, prepare = '') {
    let basics!: Parameters<typeof keep>[0];
    const world = await startWorld({
      processor: (given) => ((basics = given as typeof basics), new SandboxProcessor(given.db.pool, given.clock)),
    });
    if (prepare) await world.sql(prepare);
    const tier = await world.aTier();
    await world.buy(aViewer(), tier.id);
    await setUp(world, tier.organiser);
    afterEvent(world, tier);
    const { payouts } = await keep({ ...basics, db: options(basics.db) });
    await Promise.all([1, 2].map(() => payouts.pay(tier.organiser.id, 'test')));
    return (await world.sql('SELECT 1 FROM payouts')).length;
  }

  it('two replicas pay a payee once', async () => {
    expect(await twice((db) => db)).toBe(1);
  });

  it('control: without locks, and without the key of lines, they pay the same twice', async () => {
    const meet = meetingOf(2);
    // Both have read what is due before either writes.
    const meeting = (statement: string) => (/AS "postingId"/.test(statement) ? meet() : undefined);
    const unguarded = 'ALTER TABLE payout_lines DROP CONSTRAINT payout_lines_pkey';
    expect(await twice((db) => withoutLocks(watched(db, { after: meeting })), unguarded)).toBe(2);
  });
});

describe('with Stripe', () => {
  it('a payee proves who they are, is sent what they earned once, and is not paid while Stripe finds fault with them', async () => {
    const { world, stripe } = await startStripeWorld();
    const tier = await world.aTier();
    const buyer = aViewer();
    const { payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]);
    await world.confirm(buyer, payment!.id, 'pm_card_bypassPending');
    const { payee, onboardingUrl } = await setUp(world, tier.organiser);
    expect(payee).toMatchObject({ status: 'PENDING' });
    expect(onboardingUrl).toMatch(/^https:\/\/connect\.stripe\.com\/setup\//);
    afterEvent(world, tier);
    await payOut(world);
    expect(await world.sql('SELECT 1 FROM payouts')).toEqual([]);
    const [{ ref }] = (await world.sql<{ ref: string }>('SELECT processor_ref AS ref FROM payees')) as [{ ref: string }];
    // What cards bring is to be had at Stripe after some days.
    await stripe.advance(8 * DAY);
    stripe.payeeProves(ref);
    world.clock.advance(DAY);
    await world.subgraph.runJob('check-payees');
    await world.subgraph.runJob('promise-payouts');
    stripe.payeeProves(ref, { accepted: false });
    await world.subgraph.runJob('make-payouts');
    expect((await payeeOf(world, tier.organiser))!.payouts.nodes).toMatchObject([{ status: 'FAILED' }]);
    stripe.payeeProves(ref);
    world.clock.advance(DAY);
    await payOut(world);
    const paid = (await payeeOf(world, tier.organiser))!.payouts.nodes[0]!;
    expect(paid).toMatchObject({ status: 'MADE' });
    expect([...stripe.account.transfers.values()]).toMatchObject([
      { amount: paid.amount.amountMinor, destination: ref, transfer_group: paid.id },
    ]);
    // An answer was lost: what was sent is found again by its group, and posted once.
    await world.sql(`UPDATE payouts SET status = 'PROMISED', processor_ref = NULL, next_attempt_at = created_at WHERE id = $1`, [paid.id]);
    await world.subgraph.runJob('make-payouts');
    expect(stripe.account.transfers.size).toBe(1);
  });
});
