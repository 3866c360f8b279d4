import { aViewer, meetingOf, watched, withoutLocks, type Data } from '@marquee/platform/testing';
import { startWorld, type World } from './world';

const returned = async (world: World) =>
  -Number((await world.sql('SELECT COALESCE(SUM(amount_minor), 0) AS sum FROM sandbox_charges WHERE amount_minor < 0'))[0]!.sum);

/** Two refunds of the same one ticket of an order of two. */
async function twice(world: World): Promise<{ outcomes: string[]; valid: number }> {
  const tier = await world.aTier();
  const buyer = aViewer();
  const order = await world.buy(buyer, tier.id, 2);
  const ticketIds = [order.tickets[0]!.id];
  const answers = await Promise.all([1, 2].map(() => world.refund(buyer, { orderId: order.id, ticketIds })));
  await world.subgraph.runJob('make-refunds');
  const [{ count }] = (await world.sql(`SELECT COUNT(*) FROM tickets WHERE order_id = $1 AND status = 'VALID'`, [order.id])) as [Data];
  return { outcomes: answers.map(({ __typename }) => __typename).sort(), valid: Number(count) };
}

describe('refunding twice at once', () => {
  it('gives an order back once, and refuses the others', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    const buyer = aViewer();
    const order = await world.buy(buyer, tier.id, 2);
    const answers = await Promise.all(Array.from({ length: 20 }, () => world.refund(buyer, { orderId: order.id })));
    const outcomes = answers.map(({ __typename }) => __typename);
    expect(outcomes.filter((outcome) => outcome === 'RefundOrderSuccess')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'NotRefundable')).toHaveLength(19);
    await world.subgraph.runJob('make-refunds');
    expect(await returned(world)).toBe(5000);
    expect(await world.remaining(tier.id)).toBe(10);
    expect(await world.sql(`SELECT 1 FROM outbox WHERE topic = 'order.refunded'`)).toHaveLength(1);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('gives one ticket back once', async () => {
    const world = await startWorld();
    expect(await twice(world)).toEqual({ outcomes: ['InvalidInput', 'RefundOrderSuccess'], valid: 1 });
    expect(await returned(world)).toBe(2500);
  });

  it('control: without the lock on the order, and the check of each ticket behind it, one is paid back twice', async () => {
    const meet = meetingOf(2);
    // Both have read which tickets are valid before either takes one.
    const meeting = (statement: string) => (statement === 'ticket.findMany' ? meet() : undefined);
    const world = await startWorld({ db: (db) => withoutLocks(watched(db, { after: meeting })) });
    await world.sql('ALTER TABLE tickets DROP CONSTRAINT tickets_refunded');
    expect(await twice(world)).toEqual({ outcomes: ['RefundOrderSuccess', 'RefundOrderSuccess'], valid: 1 });
    expect(await returned(world)).toBe(5000);
  });

  it('makes a promise once when several make it at once', async () => {
    const world = await startWorld();
    const tier = await world.aTier();
    const buyer = aViewer();
    const order = await world.buy(buyer, tier.id);
    await Promise.all([
      world.refund(buyer, { orderId: order.id }),
      ...Array.from({ length: 5 }, () => world.subgraph.runJob('make-refunds')),
    ]);
    await world.subgraph.runJob('make-refunds');
    expect(await returned(world)).toBe(2500);
    expect(await world.sql(`SELECT 1 FROM ledger_entries WHERE kind = 'REFUND_MADE'`)).toHaveLength(1);
  });
});
