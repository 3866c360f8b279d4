import type { Viewer } from '@marquee/platform';
import { aViewer, meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { Door } from './fixtures/door';
import { startWorld, type Tier, type World } from './world';

const HOUR = 3_600_000;
const SET = 'mutation($input: SetTierDepositInput!) { setTierDeposit(input: $input) { __typename } }';

interface Place {
  tier: Tier;
  door: Door;
  buyer: Viewer;
  orderId: string;
  ticketId: string;
}

/** A place with a deposit of 10.00 for which nobody has come, of an event that is over and at which somebody else has come. */
async function aNoShow(world: World): Promise<Place> {
  const tier = await world.aTier({ price: 2_500 });
  await world.run(tier.organiser, SET, { input: { tierId: tier.id, depositMinor: 1_000 } });
  const [buyer, other] = [aViewer(), aViewer()];
  const order = await world.buy(buyer, tier.id);
  const came = await world.buy(other, tier.id);
  const door = new Door(tier.event.eventId);
  await scan(world, door, came.tickets[0]!.id);
  world.clock.advance(Date.parse(tier.event.endsAt) - world.clock.now().getTime() + 25 * HOUR);
  return { tier, door, buyer, orderId: order.id, ticketId: order.tickets[0]!.id };
}

async function scan(world: World, door: Door, ticketId: string): Promise<void> {
  const news = door.scan(ticketId);
  if (news) await world.tell('ticket.at_door', news.eventId, { ...news, at: world.clock.now().toISOString() });
}

/** How often the deposit of a place went back, and how often it was kept. */
async function endsOf(world: World, { orderId }: Place): Promise<{ returned: number; kept: number }> {
  const count = async (kind: string) =>
    (await world.sql('SELECT 1 FROM ledger_entries WHERE order_id = $1 AND kind = $2::"EntryKind"', [orderId, kind])).length;
  return { returned: await count('DEPOSIT_RETURNED'), kept: await count('DEPOSIT_KEPT') };
}

/** What the processor gave back of the order's deposits. */
const givenBack = async (world: World, { orderId }: Place): Promise<number> =>
  Number(
    (
      await world.sql<{ sum: string }>('SELECT COALESCE(SUM(amount_minor), 0) AS sum FROM refunds WHERE order_id = $1 AND is_deposit', [
        orderId,
      ])
    )[0]!.sum,
  );

describe('a deposit about which several decide at once', () => {
  it('ends once, whoever comes first: the door, the end of the time, or the box office', async () => {
    const world = await startWorld();
    for (let round = 0; round < 5; round++) {
      const place = await aNoShow(world);
      await Promise.all([
        scan(world, place.door, place.ticketId),
        world.subgraph.runJob('settle-deposits'),
        world.refund(place.tier.organiser, { orderId: place.orderId }),
        world.subgraph.runJob('settle-deposits'),
      ]);
      const { returned, kept } = await endsOf(world, place);
      expect(returned + kept).toBe(1);
      await world.subgraph.runJob('make-refunds');
      expect(await givenBack(world, place)).toBe(returned * 1_000);
    }
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('is returned once by an event that is called off and by tickets that are given back', async () => {
    const world = await startWorld();
    for (let round = 0; round < 3; round++) {
      const tier = await world.aTier({ price: 0 });
      await world.run(tier.organiser, SET, { input: { tierId: tier.id, depositMinor: 1_000 } });
      const buyer = aViewer();
      const order = await world.buy(buyer, tier.id);
      const place = { tier, door: new Door(tier.event.eventId), buyer, orderId: order.id, ticketId: order.tickets[0]!.id };
      await Promise.all([
        world
          .anEvent({ ...tier.event, version: 2, change: 'CANCELLED', status: 'CANCELLED' })
          .then(() => world.subgraph.runJob('refund-cancelled-events')),
        world.refund(buyer, { orderId: order.id }),
        world.subgraph.runJob('settle-deposits'),
      ]);
      await world.subgraph.runJob('refund-cancelled-events');
      await world.subgraph.runJob('make-refunds');
      expect([await endsOf(world, place), await givenBack(world, place)]).toEqual([{ returned: 1, kept: 0 }, 1_000]);
    }
    expect(await world.health()).toMatchObject({ healthy: true });
  });

  it('control: without the lock on the order, and what stands behind it, it goes back and is kept', async () => {
    const meet = meetingOf(2);
    let meets = false;
    // Both have read that it is held before either ends it.
    const world = await startWorld({
      db: (db) => withoutLocks(watched(db, { after: (statement) => (statement === 'deposit.findMany' && meets ? meet() : undefined) })),
    });
    await world.sql('DROP TRIGGER deposits_end_once ON deposits');
    await world.sql('DROP INDEX ledger_entries_one_end_of_a_deposit');
    const place = await aNoShow(world);
    meets = true;
    await Promise.all([scan(world, place.door, place.ticketId), world.subgraph.runJob('settle-deposits')]);
    expect(await endsOf(world, place)).toEqual({ returned: 1, kept: 1 });
    const { healthy, breaks } = await world.health();
    expect([healthy, breaks.map(({ kind }) => kind)]).toEqual([false, expect.arrayContaining(['DEPOSIT_MISMATCH'])]);
  });

  it('without the lock alone the database still refuses the second end', async () => {
    const meet = meetingOf(2);
    let meets = false;
    const world = await startWorld({
      db: (db) => withoutLocks(watched(db, { after: (statement) => (statement === 'deposit.findMany' && meets ? meet() : undefined) })),
    });
    const place = await aNoShow(world);
    meets = true;
    const input = { orderId: place.orderId };
    await Promise.allSettled([world.subgraph.runJob('settle-deposits'), world.refund(place.tier.organiser, input)]);
    const { returned, kept } = await endsOf(world, place);
    expect(returned + kept).toBe(1);
  });
});
