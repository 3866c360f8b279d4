import { randomUUID } from 'node:crypto';
import { aViewer } from '@marquee/platform/testing';
import type { TestStream } from '@marquee/platform/testing';
import { aPerson } from './people';
import { startWorld, type Tier, type World } from './world';

const FIELDS = `orders tickets held returned gross { amountMinor currency } refunded { amountMinor }
  byTier { tier { id } tickets held quantity returned gross { amountMinor } refunded { amountMinor } }`;
const SUBSCRIPTION = `subscription ($id: ID!) { liveSalesChanged(eventId: $id) { ${FIELDS} } }`;
const GOODWILL = 'mutation($input: GiveMoneyBackInput!) { giveMoneyBack(input: $input) { __typename } }';
const DEPOSIT = 'mutation($input: SetTierDepositInput!) { setTierDeposit(input: $input) { __typename } }';

const liveSales = async (world: World, by: Parameters<World['entity']>[0], { event }: Tier) =>
  (await world.entity(by, { __typename: 'Event', id: event.eventId }, `{ liveSales { ${FIELDS} } }`)).data!._entities[0].liveSales;

/** Reads on until the stream shows this: what changes fast is told as one. */
async function reads(stream: TestStream, expected: object): Promise<void> {
  for (;;) {
    const { data } = await stream.next();
    try {
      expect(data!.liveSalesChanged).toMatchObject(expected);
      return;
    } catch {
      // A state before it.
    }
  }
}

describe('what is sold of an event at this moment', () => {
  it('is told to those who report, of all tiers and of each, without deposits', async () => {
    const world = await startWorld();
    const tier = await world.aTier({ price: 2_500 });
    const free = await world.aTier({ event: tier.event, organiser: tier.organiser, price: 0, name: 'Free' });
    await world.run(tier.organiser, DEPOSIT, { input: { tierId: tier.id, depositMinor: 1_000 } });
    const buyer = aViewer();
    const order = await world.buy(buyer, tier.id, 2);
    await world.buy(aViewer(), free.id);
    await world.checkout(aViewer(), [{ tierId: tier.id, quantity: 3 }]);
    await world.refund(buyer, { orderId: order.id, ticketIds: [order.tickets[0]!.id] });
    expect(await liveSales(world, tier.organiser, tier)).toEqual({
      ...{ orders: 2, tickets: 2, held: 3, returned: 1, gross: { amountMinor: 5_000, currency: 'CAD' }, refunded: { amountMinor: 2_500 } },
      byTier: [
        {
          ...{ tier: { id: tier.id }, tickets: 1, held: 3, quantity: 10, returned: 1 },
          ...{ gross: { amountMinor: 5_000 }, refunded: { amountMinor: 2_500 } },
        },
        {
          ...{ tier: { id: free.id }, tickets: 1, held: 0, quantity: 10, returned: 0 },
          ...{ gross: { amountMinor: 0 }, refunded: { amountMinor: 0 } },
        },
      ],
    });
    for (const viewer of [buyer, aViewer(), null]) expect(await liveSales(world, viewer, tier)).toBeNull();
    const nothing = await world.anEvent({ creatorId: tier.organiser.id });
    expect(await liveSales(world, tier.organiser, { ...tier, event: nothing })).toBeNull();
  });

  it('costs a fixed number of statements, however many events', async () => {
    const world = await startWorld();
    const organiser = aViewer();
    const ids: string[] = [];
    for (let n = 0; n < 4; n++)
      ids.push((await world.aTier({ organiser, event: await world.anEvent({ creatorId: organiser.id }) })).event.eventId);
    const ask = (some: string[]) => () =>
      world.run(organiser, `query($r: [_Any!]!) { _entities(representations: $r) { ... on Event { liveSales { ${FIELDS} } } } }`, {
        r: some.map((id) => ({ __typename: 'Event', id })),
      });
    expect(await world.statements(ask(ids))).toBe(await world.statements(ask(ids.slice(0, 1))));
  });

  it('is followed live: what is held, bought, given back and paid back', async () => {
    const world = await startWorld();
    const tier = await world.aTier({ price: 2_500 });
    const stream = await world.subscribe(tier.organiser, SUBSCRIPTION, { id: tier.event.eventId });
    await reads(stream, { orders: 0, tickets: 0, held: 0 });
    const buyer = aViewer();
    const { order, payment } = await world.checkout(buyer, [{ tierId: tier.id, quantity: 2 }]);
    await reads(stream, { orders: 0, held: 2, gross: { amountMinor: 0 } });
    await world.confirm(buyer, payment!.id);
    await reads(stream, { orders: 1, tickets: 2, held: 0, gross: { amountMinor: 5_000 } });
    await world.run(tier.organiser, GOODWILL, { input: { orderId: order.id, amountMinor: 300, reason: 'The heating was off.' } });
    await reads(stream, { tickets: 2, refunded: { amountMinor: 300 } });
    await world.refund(buyer, { orderId: order.id });
    await reads(stream, { tickets: 0, returned: 2, refunded: { amountMinor: 5_000 } });
    await stream.close();
  });

  it('equals what a query says, whoever buys at once', async () => {
    const world = await startWorld();
    const tier = await world.aTier({ price: 0, quantity: 100 });
    const stream = await world.subscribe(tier.organiser, SUBSCRIPTION, { id: tier.event.eventId });
    await Promise.all(Array.from({ length: 12 }, () => world.buy(aViewer(), tier.id)));
    await reads(stream, await liveSales(world, tier.organiser, tier));
    expect(await liveSales(world, tier.organiser, tier)).toMatchObject({ orders: 12, tickets: 12 });
    await stream.close();
  });

  it('is followed by nobody without the right, and ends with it: off the team, out of the organisation', async () => {
    const world = await startWorld();
    const [member, staff] = [await aPerson(world), await aPerson(world)];
    const organizationId = randomUUID();
    const told = (version: number, role: string | null) =>
      world.tell('organization.member_changed', organizationId, { organizationId, userId: staff.id, version, role });
    await told(1, 'MANAGER');
    const owner = aViewer();
    const owned = await world.anEvent({ creatorId: owner.id, organizationId });
    const shared = await world.anEvent({ creatorId: owner.id, team: [{ userId: member.id, role: 'OWNER' }] });
    await world.aTier({ event: owned, organiser: staff });
    await world.aTier({ event: shared, organiser: owner });
    for (const viewer of [aViewer(), member])
      await expect(world.subscribe(viewer, SUBSCRIPTION, { id: owned.eventId }).then((one) => one.next())).rejects.toThrow(/NOT_FOUND/);
    await expect(world.subscribe(null, SUBSCRIPTION, { id: owned.eventId })).rejects.toThrow(/UNAUTHENTICATED/);
    const streams = [
      await world.subscribe(staff, SUBSCRIPTION, { id: owned.eventId }),
      await world.subscribe(member, SUBSCRIPTION, { id: shared.eventId }),
    ];
    for (const stream of streams) expect((await stream.next()).data!.liveSalesChanged).toMatchObject({ orders: 0 });
    await told(2, null);
    await world.anEvent({ ...shared, version: 2, team: [] });
    for (const stream of streams) await expect(stream.next()).rejects.toThrow('The stream has ended.');
  });
});
