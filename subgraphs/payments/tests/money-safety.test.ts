import type { Viewer } from '@marquee/platform';
import { aViewer, type Data } from '@marquee/platform/testing';
import { SandboxProcessor } from '../src/ports/sandbox/sandbox-processor';
import { Pool } from 'pg';
import {
  CompletePaymentActionDocument,
  CreateTicketTierDocument,
  OrderDocument,
  RevenueShareDocument,
  UpdateTicketTierDocument,
} from './generated/documents';
import { outcome, startWorld, type World } from './world';

const CARD = '4111 1111 1111 1111';
const MINUTE = 60_000;

const createTier = async (world: World, organiser: Viewer, eventId: string, parts: object) => {
  const input = { eventId, name: 'Evening', price: { amountMinor: 2500, currency: 'CAD' }, quantity: 5, ...parts };
  return outcome((await world.run(organiser, CreateTicketTierDocument, { input })).createTicketTier);
};

describe('card numbers (P19, payments F8)', () => {
  it('are refused in every text, and stand in no table', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    const buyer = aViewer();
    const { order, payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]);
    for (const method of [CARD, CARD.replaceAll(' ', ''), `pm_${CARD.replaceAll(' ', '')}`])
      expect(await world.confirm(buyer, payment!.id, method)).toMatchObject({ __typename: 'InvalidInput', field: 'paymentMethod' });
    const complete = { input: { paymentId: payment!.id, proof: CARD } };
    expect((await world.run(buyer, CompletePaymentActionDocument, complete)).completePaymentAction).toMatchObject({ field: 'proof' });
    await world.confirm(buyer, payment!.id);
    expect(await world.refund(buyer, { orderId: order.id, reason: `Back to ${CARD} please` })).toMatchObject({ field: 'reason' });
    const { eventId } = tier.event;
    expect(await createTier(world, tier.organiser, eventId, { name: `Pay to ${CARD}` })).toMatchObject({ field: 'name' });
    expect(await createTier(world, tier.organiser, eventId, { description: CARD })).toMatchObject({ field: 'description' });
    const update = { input: { tierId: tier.id, description: CARD } };
    expect((await world.run(tier.organiser, UpdateTicketTierDocument, update)).updateTicketTier).toMatchObject({ field: 'description' });

    const tables = await world.sql<{ name: string }>(`SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`);
    for (const { name } of tables)
      expect([name, await world.sql(`SELECT 1 FROM ${name} t WHERE t::text ~ '4111[ ]?1111'`)]).toEqual([name, []]);
  });
});

describe('prices', () => {
  it('have a real currency, and cost nothing or at least what processors charge (P23, payments F19)', async () => {
    const world = await startWorld();
    const organiser = aViewer();
    const { eventId } = await world.anEvent({ creatorId: organiser.id });
    const create = (amountMinor: number, currency: string) => createTier(world, organiser, eventId, { price: { amountMinor, currency } });
    expect(await create(2500, 'ZZZ')).toMatchObject({ __typename: 'InvalidInput', field: 'price.currency' });
    expect(await create(49, 'CAD')).toMatchObject({
      __typename: 'InvalidInput',
      field: 'price.amountMinor',
      message: expect.stringContaining('0.50 CAD'),
    });
    expect(await create(50, 'CAD')).toMatchObject({ __typename: 'CreateTicketTierSuccess' });
    expect(await create(0, 'CAD')).toMatchObject({ __typename: 'CreateTicketTierSuccess' });
  });
});

describe('while only the sandbox is there in production (payments F1)', () => {
  it('free tickets can be had, and nothing that costs anything is sold', async () => {
    const world = await startWorld({ settings: { NODE_ENV: 'production' } });
    const organiser = aViewer();
    const event = await world.anEvent({ creatorId: organiser.id });
    expect(await createTier(world, organiser, event.eventId, {})).toMatchObject({
      __typename: 'PaymentsUnavailable',
      nextStep: 'ASK_SUPPORT',
    });
    const free = await world.aTier({ event, organiser, price: 0 });
    expect((await world.buy(aViewer(), free.id)).status).toBe('PAID');
    const update = { input: { tierId: free.id, price: { amountMinor: 2500, currency: 'CAD' } } };
    expect((await world.run(organiser, UpdateTicketTierDocument, update)).updateTicketTier.__typename).toBe('PaymentsUnavailable');
    // A tier that is older than the rule.
    await world.sql('UPDATE ticket_tiers SET price_minor = 2500');
    expect(await world.checkout(aViewer(), [{ tierId: free.id, quantity: 1 }])).toMatchObject({ __typename: 'PaymentsUnavailable' });
  });
});

describe('a step at the bank', () => {
  it('that is completed again after a lost answer is a success again (payments F20)', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    const buyer = aViewer();
    const { payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]);
    await world.confirm(buyer, payment!.id, 'pm_card_3ds');
    const complete = async (idempotencyKey?: string) => {
      const input = { paymentId: payment!.id, proof: 'approve', idempotencyKey };
      return outcome((await world.run(buyer, CompletePaymentActionDocument, { input })).completePaymentAction);
    };
    for (const key of ['k', 'k', undefined, undefined])
      expect(await complete(key)).toMatchObject({ __typename: 'CompletePaymentActionSuccess', order: { status: 'PAID' } });
    expect(await world.sql('SELECT 1 FROM sandbox_charges')).toHaveLength(1);
  });
});

describe('money that comes without being confirmed here (payments F13)', () => {
  let world: World;
  let bank: SandboxProcessor;
  let pool: Pool;
  beforeAll(async () => {
    world = await startWorld();
    pool = new Pool({ connectionString: world.databaseUrl, max: 1 });
    bank = new SandboxProcessor(pool, world.clock);
  });
  afterAll(() => pool.end());

  const refOf = async (paymentId: string) =>
    (await world.sql<{ ref: string }>('SELECT processor_ref AS ref FROM payments WHERE id = $1', [paymentId]))[0]!.ref;
  const look = async (afterMs: number) => {
    world.clock.advance(afterMs);
    await world.subgraph.runJob('carry-on-payments');
  };
  async function anOrder(places = 1) {
    const tier = await world.aTier({ quantity: places });
    const buyer = aViewer();
    const { order, payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 1 }]);
    return {
      tier,
      buyer,
      orderId: order.id,
      paymentId: payment!.id,
      status: async () => (await world.run(buyer, OrderDocument, { id: order.id })).order!.status,
    };
  }

  it('by the client secret alone buys the tickets', async () => {
    const { paymentId, status } = await anOrder();
    await bank.confirm({ ref: await refOf(paymentId), method: 'pm_card_visa', key: 'elsewhere' });
    await look(15_000);
    expect(await status()).toBe('PAID');
    expect(await world.sql('SELECT method, status FROM payment_attempts WHERE payment_id = $1', [paymentId])).toEqual([
      { method: 'client', status: 'SUCCEEDED' },
    ]);
  });

  it('after a step at the bank, with the page closed, buys the tickets', async () => {
    const { buyer, paymentId, status } = await anOrder();
    await world.confirm(buyer, paymentId, 'pm_card_3ds');
    await bank.completeAction({ ref: await refOf(paymentId), proof: 'approve', key: 'at the bank' });
    await look(15_000);
    expect(await status()).toBe('PAID');
  });

  it('after the hold has ended takes the places again, or goes back whole', async () => {
    const [free, taken] = [await anOrder(), await anOrder()];
    world.clock.advance(15 * MINUTE);
    await world.subgraph.runJob('expire-holds');
    await world.buy(aViewer(), taken.tier.id);
    await look(0);
    expect(await free.status()).toBe('EXPIRED');
    for (const { paymentId } of [free, taken]) await bank.confirm({ ref: await refOf(paymentId), method: 'pm_card_visa', key: paymentId });
    await look(60 * MINUTE);
    expect([await free.status(), await taken.status()]).toEqual(['PAID', 'REFUNDED']);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('is looked for three days, and nothing changes while there is none', async () => {
    const { buyer, paymentId } = await anOrder();
    await world.confirm(buyer, paymentId, 'pm_card_3ds');
    const version = async () => (await world.sql<Data>('SELECT version FROM payments WHERE id = $1', [paymentId]))[0]!.version as number;
    const before = await version();
    for (let hours = 0; hours < 80; hours += 2) await look(120 * MINUTE);
    expect(await version()).toBe(before);
    expect(await world.sql('SELECT next_check_at FROM payments WHERE id = $1', [paymentId])).toEqual([{ next_check_at: null }]);
  });
});

describe('the revenue share of an order', () => {
  it('is what refunds have left, beside what it was when it was paid (payments F17)', async () => {
    const world = await startWorld();
    const tier = await world.aTier({ price: 5000 });
    const buyer = aViewer();
    const order = await world.buy(buyer, tier.id, 2);
    const shares = async () => (await world.run(tier.organiser, RevenueShareDocument, { id: order.id })).order!;
    const { revenueShare: paid } = await shares();
    await world.refund(buyer, { orderId: order.id, ticketIds: [order.tickets[0]!.id] });
    const { revenueShare: left, grossRevenueShare: gross } = await shares();
    expect([paid!.total, left!.total, gross!.total]).toMatchObject([
      { amountMinor: 10_000 },
      { amountMinor: 5_000 },
      { amountMinor: 10_000 },
    ]);
    const parts = ['platform', 'creator', 'curator', 'processing', 'tax'] as const;
    expect(parts.reduce((sum, part) => sum + left![part]!.amountMinor, 0)).toBe(5_000);
    expect(gross!.creator).toEqual(paid!.creator);
    expect(left!.creator!.amountMinor * 2).toBe(paid!.creator!.amountMinor);
    await world.refund(buyer, { orderId: order.id });
    expect((await shares()).revenueShare).toMatchObject({ total: { amountMinor: 0 }, creator: { amountMinor: 0 }, creatorPercent: null });
  });
});
