import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { aViewer, type Data } from '@marquee/platform/testing';
import { print } from 'graphql';
import { Pool, type PoolClient } from 'pg';
import { LedgerHealthDocument, RevenueShareDocument, type OrderPartsFragment } from './generated/documents';
import { admin, startWorld, type World } from './world';

const PARTS = ['platform', 'creator', 'curator', 'processing', 'tax'] as const;

describe('the revenue share of an order', () => {
  it('gives the platform 4 %, the curator 1 %, the processor what it charged, the creator the rest, and posts it (P9)', async () => {
    const world = await startWorld();
    const curator = aViewer({ role: 'curator' });
    const tier = await world.aTier({ price: 3333 });
    await world.approve(tier.event, curator.id);
    const order = await world.buy(aViewer(), tier.id, 3);
    const { revenueShare } = (await world.run(tier.organiser, RevenueShareDocument, { id: order.id })).order!;
    expect(revenueShare).toEqual({
      total: { amountMinor: 9999, currency: 'CAD' },
      platform: { amountMinor: 400 },
      creator: { amountMinor: 9179 },
      curator: { amountMinor: 100 },
      processing: { amountMinor: 320 },
      tax: { amountMinor: 0 },
      creatorPercent: 91.8,
    });
    expect((await world.health()).balances).toEqual([
      { account: 'PROCESSOR_CLEARING', currency: 'CAD', balanceMinor: 9679 },
      { account: 'PROCESSING_FEES', currency: 'CAD', balanceMinor: 0 },
      { account: 'PLATFORM_REVENUE', currency: 'CAD', balanceMinor: -400 },
      { account: 'CREATOR_PAYABLE', currency: 'CAD', balanceMinor: -9179 },
      { account: 'CURATOR_PAYABLE', currency: 'CAD', balanceMinor: -100 },
    ]);
  });

  it('has no curator where the event was approved automatically, and takes the tax out of the price', async () => {
    const world = await startWorld({ settings: { TAX_BASIS_POINTS: '1300', PLATFORM_SHARE_BASIS_POINTS: '300' } });
    const tier = await world.aTier({ price: 11300 });
    const order = await world.buy(aViewer(), tier.id);
    const { revenueShare } = (await world.run(admin, RevenueShareDocument, { id: order.id })).order!;
    expect(revenueShare).toMatchObject({
      platform: { amountMinor: 339 },
      curator: { amountMinor: 0 },
      processing: { amountMinor: 358 },
      tax: { amountMinor: 1300 },
      creator: { amountMinor: 9303 },
    });
  });

  it('adds up to the total for any price and quantity, and refunds in any pieces leave nothing behind', async () => {
    const world = await startWorld({ settings: { TAX_BASIS_POINTS: '1300' } });
    const organiser = aViewer();
    const event = await world.anEvent({ creatorId: organiser.id });
    await world.approve(event, randomUUID());
    const anyOrder = fc.record({
      price: fc.integer({ min: 50, max: 100_000 }),
      quantity: fc.integer({ min: 1, max: 5 }),
      first: fc.integer({ min: 0, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(anyOrder, async ({ price, quantity, first }) => {
        const tier = await world.aTier({ event, organiser, price, name: `At ${price}` });
        const buyer = aViewer();
        const order = await world.buy(buyer, tier.id, quantity);
        const { revenueShare } = (await world.run(organiser, RevenueShareDocument, { id: order.id })).order!;
        expect(PARTS.reduce((sum, part) => sum + revenueShare![part]!.amountMinor, 0)).toBe(price * quantity);
        const ticketIds = order.tickets.slice(0, first).map(({ id }: Data) => id);
        if (ticketIds.length > 0 && ticketIds.length < quantity) await world.refund(buyer, { orderId: order.id, ticketIds });
        expect((await world.refund(buyer, { orderId: order.id })).order).toMatchObject({
          status: 'REFUNDED',
          refundedTotal: { amountMinor: price * quantity },
        });
      }),
      { numRuns: 15 },
    );
    await world.subgraph.runJob('make-refunds');
    const health = await world.health();
    expect(health).toMatchObject({ healthy: true });
    for (const { balanceMinor } of health.balances) expect(balanceMinor).toBe(0);
  });
});

describe('the database itself (P22)', () => {
  let world: World;
  let pool: Pool;
  let order: OrderPartsFragment;
  beforeAll(async () => {
    world = await startWorld();
    pool = new Pool({ connectionString: world.databaseUrl, max: 1 });
    order = await world.buy(aViewer(), (await world.aTier()).id);
  });
  afterAll(() => pool.end());

  /** Runs hand-written SQL in a transaction of its own, commit included. */
  async function write(work: (client: PoolClient) => Promise<unknown>): Promise<void> {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await work(client);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  }
  async function entry(client: PoolClient, postings: [side: string, amount: number, currency?: string][]): Promise<string> {
    const id = randomUUID();
    await client.query(
      `INSERT INTO ledger_entries (id, kind, order_id, refund_id, occurred_at) VALUES ($1, 'REFUND_MADE', $2, $3, now())`,
      [id, order.id, randomUUID()],
    );
    for (const posting of postings) await post(client, id, posting);
    return id;
  }
  async function post(client: PoolClient, entryId: string, [side, amount, currency = 'CAD']: [string, number, string?]): Promise<void> {
    const account = randomUUID();
    await client.query(`INSERT INTO ledger_accounts (id, kind, owner_id, currency) VALUES ($1, 'CREATOR_PAYABLE', $1, $2)`, [
      account,
      currency,
    ]);
    await client.query('INSERT INTO ledger_postings (entry_id, account_id, side, amount_minor, currency) VALUES ($1, $2, $3, $4, $5)', [
      entryId,
      account,
      side,
      amount,
      currency,
    ]);
  }

  it('takes a balanced entry', async () => {
    await expect(
      write((client) =>
        entry(client, [
          ['DEBIT', 700],
          ['CREDIT', 300],
          ['CREDIT', 400],
        ]),
      ),
    ).resolves.toBeUndefined();
  });

  it.each<[string, [string, number, string?][]]>([
    ['one side only', [['DEBIT', 100]]],
    [
      'sides that differ by a cent',
      [
        ['DEBIT', 100],
        ['CREDIT', 99],
      ],
    ],
    [
      'a sum that balances only across currencies',
      [
        ['DEBIT', 100, 'CAD'],
        ['CREDIT', 100, 'USD'],
      ],
    ],
  ])('refuses an entry with %s, at the end of its transaction', async (_what, postings) => {
    await expect(write((client) => entry(client, postings))).rejects.toThrow('does not balance');
  });

  it('refuses an entry without postings, and postings without an amount or below zero', async () => {
    await expect(write((client) => entry(client, []))).rejects.toThrow('has no postings');
    await expect(
      write((client) =>
        entry(client, [
          ['DEBIT', 0],
          ['CREDIT', 0],
        ]),
      ),
    ).rejects.toThrow('ledger_postings_amount');
    await expect(
      write((client) =>
        entry(client, [
          ['DEBIT', -5],
          ['CREDIT', -5],
        ]),
      ),
    ).rejects.toThrow('ledger_postings_amount');
  });

  it('refuses a posting in another currency than its account', async () => {
    const [account] = await world.sql<{ id: string }>(`SELECT id FROM ledger_accounts WHERE currency = 'CAD' LIMIT 1`);
    const odd = (client: PoolClient, id: string) =>
      client.query(`INSERT INTO ledger_postings (entry_id, account_id, side, amount_minor, currency) VALUES ($1, $2, 'DEBIT', 1, 'USD')`, [
        id,
        account!.id,
      ]);
    await expect(write(async (client) => odd(client, await entry(client, [['CREDIT', 1, 'USD']])))).rejects.toThrow('foreign key');
  });

  it('lets nobody add to an entry later, not even in balance', async () => {
    const [old] = await world.sql<{ id: string }>('SELECT id FROM ledger_entries LIMIT 1');
    await expect(
      write(async (client) => {
        await post(client, old!.id, ['DEBIT', 5]);
        await post(client, old!.id, ['CREDIT', 5]);
      }),
    ).rejects.toThrow('is complete');
  });

  it.each([
    'UPDATE ledger_postings SET amount_minor = amount_minor + 1',
    'DELETE FROM ledger_postings',
    'TRUNCATE ledger_postings CASCADE',
    `UPDATE ledger_entries SET kind = 'PAYMENT'`,
    'DELETE FROM ledger_entries',
    'DELETE FROM ledger_accounts',
    `UPDATE ledger_accounts SET currency = 'USD'`,
    'UPDATE revenue_shares SET platform_minor = platform_minor + 1, creator_minor = creator_minor - 1',
  ])('never changes what was written: %s', async (statement) => {
    await expect(write((client) => client.query(statement))).rejects.toThrow('is never changed');
  });

  it('refuses a share whose parts are not its total, and a refund beyond the payment', async () => {
    const copy = `INSERT INTO revenue_shares SELECT order_id, currency, total_minor + 1, platform_minor, creator_minor, curator_minor, processing_minor, tax_minor, creator_id, curator_id FROM revenue_shares`;
    await expect(write((client) => client.query(copy))).rejects.toThrow('revenue_shares_parts_make_the_total');
    await expect(write((client) => client.query('UPDATE payments SET refunded_minor = amount_minor + 1'))).rejects.toThrow(
      'payments_never_refunded_beyond_amount',
    );
  });
});

describe('ledgerHealth', () => {
  it('lists what went around the constraints, and names it', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    const order = await world.buy(aViewer(), tier.id);
    expect(await world.health()).toMatchObject({ healthy: true, entryCount: 2, breaks: [] });

    // Only somebody with the keys to the database can do this.
    await world.sql('ALTER TABLE ledger_postings DISABLE TRIGGER ledger_postings_append_only');
    await world.sql(`UPDATE ledger_postings SET amount_minor = amount_minor + 1 WHERE side = 'DEBIT'`);
    await world.sql('UPDATE ticket_tiers SET sold = sold + 1');
    await world.sql('UPDATE payments SET refunded_minor = 5');
    const { healthy, breaks } = await world.health();
    expect(healthy).toBe(false);
    expect(breaks.map(({ kind }: Data) => kind).sort()).toEqual([
      'PLACES_MISMATCH',
      'PLACES_MISMATCH',
      'REFUND_MISMATCH',
      'UNBALANCED_ENTRY',
      'UNBALANCED_ENTRY',
    ]);
    expect(breaks.filter(({ kind }: Data) => kind === 'PLACES_MISMATCH').map(({ subjectId }) => subjectId)).toEqual([
      tier.id,
      tier.event.eventId,
    ]);

    await world.sql(`UPDATE ledger_postings SET amount_minor = amount_minor + 7`);
    expect((await world.health()).breaks).toContainEqual(expect.objectContaining({ kind: 'SHARE_MISMATCH', subjectId: order.id }));
    await world.sql(
      'SET session_replication_role = replica; DELETE FROM ledger_postings; DELETE FROM ledger_entries; SET session_replication_role = DEFAULT',
    );
    expect((await world.health()).breaks).toContainEqual(expect.objectContaining({ kind: 'MISSING_ENTRY', subjectId: order.id }));
  });

  it('is for admins only', async () => {
    const world = await startWorld();
    for (const [viewer, code] of [
      [null, 'UNAUTHENTICATED'],
      [aViewer(), 'FORBIDDEN'],
      [aViewer({ role: 'moderator' }), 'FORBIDDEN'],
    ] as const) {
      expect((await world.execute(viewer, print(LedgerHealthDocument))).errors![0]!.extensions!.code).toBe(code);
    }
  });
});
