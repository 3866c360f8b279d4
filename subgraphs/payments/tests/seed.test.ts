import { randomUUID } from 'node:crypto';
import { aViewer, type Data } from '@marquee/platform/testing';
import { planSales, seedAt, type PlannedEvent, type Purchase } from '../prisma/seed';
import { startWorld, TICKET_SECRET } from './world';

const now = new Date('2026-11-21T12:00:00.000Z');
const events = Array.from(
  { length: 400 },
  (_, n): PlannedEvent & { creatorId: string; title: string; endsAt: Date; curatorId: string | null } => ({
    id: randomUUID(),
    creatorId: randomUUID(),
    title: `Event ${n}`,
    startsAt: new Date(now.getTime() + (n - 50) * 3_600_000),
    endsAt: new Date(now.getTime() + (n - 47) * 3_600_000),
    capacity: n % 3 ? null : 12,
    price:
      n % 2
        ? // Some cost a cent, of which the processor keeps nothing.
          { type: 'PAID', minMinor: n % 7 ? 1000 + n : 1, maxMinor: n % 5 ? null : 9000, currency: 'CAD' }
        : { type: 'FREE', minMinor: null, currency: null },
    curatorId: n % 4 ? randomUUID() : null,
  }),
);
const buyers = Array.from({ length: 60 }, () => randomUUID());
const purchases = Array.from({ length: 300 }, (_, n): Purchase => ({
  id: randomUUID(),
  eventId: events[(n * 7) % events.length]!.id,
  buyerId: buyers[n % buyers.length]!,
  quantity: 1 + (n % 3),
  at: new Date(now.getTime() - n * 3_600_000),
}));
const plan = (seed: string) => planSales({ seed, now, events, purchases });
const input = { ...plan('42'), events, ticketSecret: TICKET_SECRET };

describe('the demo world', () => {
  it('is planned alike from the same seed, and never beyond the places there are', () => {
    expect(plan('42')).toEqual({ tiers: input.tiers, orders: input.orders });
    expect(plan('43')).not.toEqual({ tiers: input.tiers, orders: input.orders });
    const sold = new Map<string, number>();
    for (const { items } of input.orders) for (const { tierId, quantity } of items) sold.set(tierId, (sold.get(tierId) ?? 0) + quantity);
    for (const { id, quantity } of input.tiers) expect(sold.get(id) ?? 0).toBeLessThanOrEqual(quantity);
    const upcoming = new Set(events.filter(({ startsAt }) => startsAt > now).map(({ id }) => id));
    for (const { eventId } of input.tiers) expect(upcoming).toContain(eventId);
  });

  it('is sold, charged, shared out, posted and told of, once however often it is seeded', async () => {
    const world = await startWorld();
    expect(await seedAt(world.databaseUrl, input)).toEqual({ tiers: input.tiers.length, orders: input.orders.length });
    expect(await seedAt(world.databaseUrl, input)).toEqual({ tiers: 0, orders: 0 });
    expect(input.orders.length).toBeGreaterThan(100);
    expect(await world.health()).toMatchObject({
      healthy: true,
      entryCount: (await world.sql('SELECT 1 FROM payments UNION ALL SELECT 1 FROM payments WHERE fee_minor > 0')).length,
    });
    expect(await world.sql(`SELECT 1 FROM outbox WHERE topic = 'order.paid'`)).toHaveLength(input.orders.length);

    const member = aViewer({
      id: input.orders.find(({ items }) => input.tiers.find(({ id }) => id === items[0]!.tierId)!.priceMinor > 0)!.userId,
    });
    const { data } = await world.entity(
      member,
      { __typename: 'User', id: member.id },
      '{ orders { nodes { id status total { amountMinor } tickets { id code } } } }',
    );
    const order = (data!._entities[0].orders.nodes as Data[]).find(({ total }) => total.amountMinor > 0);
    expect(order).toMatchObject({
      status: 'PAID',
      tickets: expect.arrayContaining([expect.objectContaining({ code: expect.stringMatching(/^.{20}$/) })]),
    });
    expect(
      (await world.run(member, 'query($code: String!) { ticket(code: $code) { id } }', { code: order!.tickets[0].code })).ticket.id,
    ).toBe(order!.tickets[0].id);

    expect((await world.refund(member, { orderId: order!.id })).order.status).toBe('REFUNDED');
    expect(await world.sql(`SELECT 1 FROM refunds WHERE status = 'PROMISED'`)).toEqual([]);
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('is sold on at once where its places were granted, and nowhere else', async () => {
    const world = await startWorld();
    const [sold, unsold] = [...new Set(input.tiers.filter(({ priceMinor }) => priceMinor > 0).map(({ eventId }) => eventId))].slice(-2);
    const tierOf = (eventId: string) => input.tiers.find((tier) => tier.eventId === eventId)!.id;
    const takenOf = (eventId: string) =>
      input.orders
        .flatMap(({ items }) => items)
        .filter(({ tierId }) => input.tiers.find(({ id }) => id === tierId)!.eventId === eventId)
        .reduce((sum, { quantity }) => sum + quantity, 0);
    await seedAt(world.databaseUrl, { ...input, grants: [{ eventId: sold!, version: 1, places: takenOf(sold!) + 1 }] });
    const buyer = aViewer();
    expect(await world.buy(buyer, tierOf(sold!))).toMatchObject({ status: 'PAID' });
    expect(await world.checkout(aViewer(), [{ tierId: tierOf(sold!), quantity: 1 }])).not.toMatchObject({ order: {} });
    expect(await world.checkout(buyer, [{ tierId: tierOf(unsold!), quantity: 1 }])).toMatchObject({ reason: 'PREPARING' });
  });
});
