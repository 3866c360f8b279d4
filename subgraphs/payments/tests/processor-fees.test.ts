import { randomUUID } from 'node:crypto';
import { afterTests, aViewer, databaseBefore } from '@marquee/platform/testing';
import { Pool } from 'pg';
import type { Processor } from '../src/ports/processor';
import { SandboxProcessor } from '../src/ports/sandbox/sandbox-processor';
import { altered } from './processors';
import { startWorld, type World } from './world';

/** The sandbox, but one that keeps its fee when money goes back. */
const keepingFees = () =>
  startWorld({
    processor: ({ db, clock }): Processor => {
      const sandbox = new SandboxProcessor(db.pool, clock);
      return altered(sandbox, { refund: async (request) => ({ ...(await sandbox.refund(request)), feeReturnedMinor: 0n }) });
    },
  });

const balances = async (world: World) =>
  Object.fromEntries((await world.health()).balances.map(({ account, balanceMinor }) => [account, balanceMinor]));
const heldBySandbox = async (world: World) =>
  Number((await world.sql<{ held: string }>('SELECT COALESCE(SUM(amount_minor - fee_minor), 0) AS held FROM sandbox_charges'))[0]!.held);

describe("the processor's fees (payments F12, A5)", () => {
  it('leave as much in clearing as the processor holds, after each step', async () => {
    const world = await startWorld();
    const buyer = aViewer();
    const tier = await world.aTier({ price: 3333 });
    const order = await world.buy(buyer, tier.id, 3);
    const steps = [
      () => Promise.resolve(),
      () => world.refund(buyer, { orderId: order.id, ticketIds: [order.tickets[0]!.id] }),
      () => world.buy(aViewer(), tier.id, 2),
      () => world.refund(buyer, { orderId: order.id }),
    ];
    for (const step of steps) {
      await step();
      await world.subgraph.runJob('make-refunds');
      const { PROCESSOR_CLEARING, PROCESSING_FEES } = await balances(world);
      expect(PROCESSOR_CLEARING).toBe(await heldBySandbox(world));
      expect(Math.abs(PROCESSING_FEES!)).toBeLessThanOrEqual(1);
    }
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('are borne by the platform where the processor keeps them when money goes back', async () => {
    const world = await keepingFees();
    const buyer = aViewer();
    const order = await world.buy(buyer, (await world.aTier({ price: 10_000 })).id);
    const fee = -(10_000 - (await heldBySandbox(world)));
    expect(await balances(world)).toMatchObject({ PROCESSOR_CLEARING: 10_000 + fee, PROCESSING_FEES: 0, PLATFORM_REVENUE: -400 });
    await world.refund(buyer, { orderId: order.id });
    await world.subgraph.runJob('make-refunds');
    expect(await balances(world)).toMatchObject({
      PROCESSOR_CLEARING: fee,
      PROCESSING_FEES: 0,
      PLATFORM_REVENUE: -fee,
      CREATOR_PAYABLE: 0,
    });
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('of money that buys nothing are settled, too', async () => {
    for (const [start, platform] of [
      [startWorld, undefined],
      [keepingFees, 320],
    ] as const) {
      const world = await start();
      const buyer = aViewer();
      const tier = await world.aTier({ price: 9999, quantity: 1 });
      const { payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]);
      world.clock.advance(16 * 60_000);
      await world.subgraph.runJob('expire-holds');
      await world.buy(aViewer(), tier.id);
      const [{ ref }] = (await world.sql<{ ref: string }>('SELECT processor_ref AS ref FROM payments WHERE id = $1', [payment!.id])) as [
        { ref: string },
      ];
      const pool = new Pool({ connectionString: world.databaseUrl, max: 1 });
      afterTests(() => pool.end());
      const bank = new SandboxProcessor(pool, world.clock);
      await bank.confirm({ ref, method: 'pm_card_visa', key: 'elsewhere' });
      await world.subgraph.runJob('carry-on-payments');
      await world.subgraph.runJob('make-refunds');
      const sold = 400;
      expect(await balances(world)).toMatchObject({
        PROCESSING_FEES: 0,
        REFUNDS_PAYABLE: 0,
        PLATFORM_REVENUE: -sold + (platform ?? 0),
      });
    }
  });
});

it('the migration posts what the processor kept so far, once', async () => {
  const before = await databaseBefore('payments', '20261129232900_fees_posted');
  const accounts = new Map<string, string>();
  const post = async (kind: string, orderId: string, refundId: string | null, lines: [account: string, side: string, amount: number][]) => {
    const id = randomUUID();
    const values = lines.map(([account, side, amount]) => {
      if (!accounts.has(account)) accounts.set(account, randomUUID());
      return `(entry.id, '${accounts.get(account)}'::uuid, '${side}'::"PostingSide", ${amount}, 'CAD')`;
    });
    for (const [account, accountId] of accounts)
      await before.sql(`INSERT INTO ledger_accounts (id, kind, currency) VALUES ($1, $2::"AccountKind", 'CAD') ON CONFLICT DO NOTHING`, [
        accountId,
        account,
      ]);
    await before.sql(`WITH entry AS (
        INSERT INTO ledger_entries (id, kind, order_id, refund_id, occurred_at) VALUES ('${id}', '${kind}', '${orderId}', ${refundId ? `'${refundId}'` : 'NULL'}, now()) RETURNING id)
      INSERT INTO ledger_postings (entry_id, account_id, side, amount_minor, currency)
      SELECT line.* FROM entry, LATERAL (VALUES ${values.join(', ')}) AS line`);
  };
  const pay = async (status: string) => {
    const [orderId, paymentId] = [randomUUID(), randomUUID()];
    await before.sql(
      `INSERT INTO orders (id, user_id, event_id, status, total_minor, currency, expires_at, created_at, updated_at)
       VALUES ($1, gen_random_uuid(), gen_random_uuid(), $2::"OrderStatus", 1000, 'CAD', now(), now(), now())`,
      [orderId, status],
    );
    await before.sql(
      `INSERT INTO payments (id, order_id, status, amount_minor, fee_minor, currency, processor, created_at, updated_at)
       VALUES ($1, $2, 'SUCCEEDED', 1000, 60, 'CAD', 'sandbox', now(), now())`,
      [paymentId, orderId],
    );
    return { orderId, paymentId };
  };
  const refund = async ({ orderId, paymentId }: { orderId: string; paymentId: string }, status: string, amount: number) => {
    const id = randomUUID();
    await before.sql(
      `INSERT INTO refunds (id, order_id, payment_id, status, amount_minor, currency, reason, created_at, updated_at)
       VALUES ($1, $2, $3, $4::"RefundStatus", $5, 'CAD', '', now(), now())`,
      [id, orderId, paymentId, status, amount],
    );
    return id;
  };
  const shared = (orderId: string) =>
    post('PAYMENT', orderId, null, [
      ['PROCESSOR_CLEARING', 'DEBIT', 1000],
      ['PROCESSING_FEES', 'CREDIT', 60],
      ['CREATOR_PAYABLE', 'CREDIT', 940],
    ]);
  const promised = (orderId: string, refundId: string, amount: number, fee: number) =>
    post('REFUND_PROMISED', orderId, refundId, [
      ['PROCESSING_FEES', 'DEBIT', fee],
      ['CREATOR_PAYABLE', 'DEBIT', amount - fee],
      ['REFUNDS_PAYABLE', 'CREDIT', amount],
    ]);
  const sold = await pay('PAID');
  await shared(sold.orderId);
  const half = await pay('PARTIALLY_REFUNDED');
  await shared(half.orderId);
  const made = await refund(half, 'MADE', 500);
  await promised(half.orderId, made, 500, 30);
  await post('REFUND_MADE', half.orderId, made, [
    ['REFUNDS_PAYABLE', 'DEBIT', 500],
    ['PROCESSOR_CLEARING', 'CREDIT', 500],
  ]);
  const owed = await pay('REFUNDED');
  await shared(owed.orderId);
  await promised(owed.orderId, await refund(owed, 'PROMISED', 1000), 1000, 60);
  const late = await pay('REFUNDED');
  await post('UNUSED_PAYMENT', late.orderId, null, [
    ['PROCESSOR_CLEARING', 'DEBIT', 1000],
    ['REFUNDS_PAYABLE', 'CREDIT', 1000],
  ]);
  await post('REFUND_MADE', late.orderId, await refund(late, 'MADE', 1000), [
    ['REFUNDS_PAYABLE', 'DEBIT', 1000],
    ['PROCESSOR_CLEARING', 'CREDIT', 1000],
  ]);

  await before.migrate();

  const { rows } = await before.sql(`
    SELECT e.order_id AS "orderId", SUM(p.amount_minor)::int AS fee FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id
    WHERE e.kind = 'PROCESSOR_FEE' AND p.side = 'CREDIT' GROUP BY 1`);
  expect(new Map(rows.map(({ orderId, fee }) => [orderId, fee]))).toEqual(
    new Map([
      [sold.orderId, 60],
      [half.orderId, 30],
      [owed.orderId, 60],
    ]),
  );
});
